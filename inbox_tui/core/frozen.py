"""``dataclass`` for the values of this house, frozen and keyword-only, without its price at the start.

The standard library writes six functions for every class as text and compiles them: 0.4 ms for a class, and
for the eighty behind the first screen a quarter of what an empty Textual app takes to appear. Here they are
written once, below, and go by the fields. All else is the standard library's: ``field``, ``fields``,
``replace``, ``asdict``, ``match``, and what a type checker knows of such a class.
"""

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

Cls = TypeVar("Cls", bound=type)
_put = object.__setattr__


def _dataclass(*, frozen: Literal[True], kw_only: Literal[True]) -> Callable[[Cls], Cls]:
    """Says both, although there is no other kind: readers and type checkers look there."""
    return _frozen


def _frozen(cls: Cls) -> Cls:
    # This finds the fields, and writes nothing yet.
    dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)
    fields = dataclasses.fields(cls)
    defaults = {each.name: each.default for each in fields}
    makers = {each.name: each.default_factory for each in fields if each.default_factory is not MISSING}
    needed = {name for name, default in defaults.items() if default is MISSING} - makers.keys()
    compared = [each.name for each in fields if each.compare]
    content: Callable[[Any], object] = attrgetter(*compared) if compared else lambda _: ()

    def init(self: Any, **given: Any) -> None:
        if not needed <= given.keys() <= defaults.keys():
            raise TypeError(_wrong(cls, given.keys(), needed=needed, known=defaults.keys()))
        for name, make in makers.items():
            if name not in given:
                given[name] = make()
        for name, value in (defaults | given).items():
            _put(self, name, value)

    def repr_(self: Any) -> str:
        shown = [f"{each.name}={getattr(self, each.name)!r}" for each in fields if each.repr]
        return f"{cls.__qualname__}({', '.join(shown)})"

    def eq(self: Any, other: object) -> bool:
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    functions = {
        "__init__": init,
        "__repr__": repr_,
        "__eq__": eq,
        "__hash__": lambda self: hash(content(self)),
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
    }
    for name, function in functions.items():
        setattr(cls, name, function)
    return cls


def _refuse_to_set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _wrong(cls: type, given: Collection[str], *, needed: Collection[str], known: Collection[str]) -> str:
    missing = ", ".join(name for name in known if name in needed and name not in given)
    unknown = ", ".join(name for name in given if name not in known)
    return f"{cls.__name__}() " + " and ".join(
        [f"misses {missing}"] * bool(missing) + [f"does not know {unknown}"] * bool(unknown)
    )


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass = _dataclass
