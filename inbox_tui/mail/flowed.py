"""Paragraphs that were broken for the wire, put together again (RFC 3676, format=flowed)."""


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Lines that end in a space are joined with the next one of the same quote depth.

    ``delete_space`` is the parameter DelSp=yes: the space was only a sign and is not part of the text.
    """
    lines: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth, content = _unquote(line)
        is_signature = content == "-- "
        if open_depth == depth and not is_signature:
            lines[-1] += content
        else:
            lines.append(_quoted(depth, content))
        open_depth = None
        if content.endswith(" ") and not is_signature:
            open_depth = depth
            if delete_space:
                lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _unquote(line: str) -> tuple[int, str]:
    content = line.lstrip(">")
    return len(line) - len(content), content.removeprefix(" ")  # one leading space is only stuffing


def _quoted(depth: int, content: str) -> str:
    return ">" * depth + " " * bool(depth) + content
