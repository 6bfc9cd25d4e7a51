"""What a message needs of a server before its text: the encoding of its addresses, the parameters of MAIL."""

import re
from collections.abc import Iterable, Mapping

_PLAIN_NUMBER = re.compile(r"[0-9]{1,18}")


class NotPossibleError(Exception):
    """This server can never take this message; ``str()`` says why."""


def encoding_for(addresses: Iterable[str]) -> str:
    """How these addresses are written on the wire."""
    return "ascii" if all(one.isascii() for one in addresses) else "utf-8"


def mail_options(offered: Mapping[str, str], *, host: str, encoding: str, data: bytes) -> list[str]:
    """Parameters of MAIL for ``data`` with addresses in ``encoding``, where ``host`` has ``offered`` these
    extensions. Raises NotPossibleError for what this server can never take."""
    options = []
    if "size" in offered:
        limit = int(offered["size"]) if _PLAIN_NUMBER.fullmatch(offered["size"]) else 0
        if 0 < limit < len(data):
            raise NotPossibleError(f"The message has {len(data):,} bytes; {host} takes {limit:,} at most.")
        options.append(f"SIZE={len(data)}")
    if encoding == "utf-8" or not data.partition(b"\r\n\r\n")[0].isascii():
        if "smtputf8" not in offered:
            raise NotPossibleError(
                f"{host} cannot send to addresses with letters beyond a to z before the @."
            )
        options.append("SMTPUTF8")
    if not data.isascii() and "8bitmime" in offered:
        options.append("BODY=8BITMIME")
    return options
