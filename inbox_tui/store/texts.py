"""Text that a database can hold: UTF-8 has no half surrogate pairs."""

from typing import Any


def storable(text: str) -> str:
    """``text`` with half surrogate pairs replaced by question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def storable_all(value: Any) -> Any:
    """The same for every text inside plain dicts and lists, as ``msgspec.to_builtins`` gives them."""
    match value:
        case str():
            return storable(value)
        case dict():
            return {storable_all(key): storable_all(inner) for key, inner in value.items()}
        case list() | tuple():
            return [storable_all(inner) for inner in value]
        case _:
            return value
