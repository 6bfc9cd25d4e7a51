"""What about a sender looks forged, in words for the owner. Never a verdict: only what meets the eye."""

import re
import unicodedata
from collections.abc import Iterator

from ..core.message import Address
from ..core.text import clean_line

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?((?:[\w-]{1,63}\.){1,4}(?:com|net|org|info|biz|shop|store|co\.uk|eu|de|fr|example))/?",
    re.IGNORECASE,
)
_AT = re.compile(r"\s{0,3}[(\[{]\s{0,3}at\s{0,3}[)\]}]\s{0,3}", re.IGNORECASE)
# Japanese is written in three scripts at once, and these are no imitation of each other.
_ONE_FAMILY = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HANGUL": "CJK", "IDEOGRAPHIC": "CJK"}
_LOOK_ALIKE = frozenset(("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"))


def warnings(sender: Address, reply_to: tuple[Address, ...], *, senders: int = 1) -> tuple[str, ...]:
    """One sentence for each thing that a careful person would point at."""
    return tuple(_warnings(sender, reply_to, senders))


def _warnings(sender: Address, reply_to: tuple[Address, ...], senders: int) -> Iterator[str]:
    domain = domain_of(sender)
    named = _EMAIL.search(_spelled(sender.name))
    if named and named[0].casefold() != sender.email.casefold():
        yield f"The name beside this address looks like another address ({named[0]}): it is {_of(sender)}."
    site = _SITE.fullmatch(_spelled(sender.name).strip())
    if site and not _related(site[1].casefold(), domain):
        yield f"The name beside this address looks like the site {site[1]}: the address is {_of(sender)}."
    if senders > 1:
        yield f"This message names {senders} senders; only the first is shown."
    if not domain.isascii() and (wire := _punycode(domain)):
        yield f"The sender's domain {domain} is {wire} on the wire; it may imitate another."
    if (read := _unpunycode(domain)) != domain:
        yield f"The sender's domain {domain} stands for {read}, which may imitate another name."
    if _mixes_scripts(read):
        yield f"The sender's domain {read} mixes letters of different alphabets that look alike."
    if _mixes_scripts(sender.name):
        yield f"The sender's name {sender.name} mixes letters of different alphabets that look alike."
    for address in reply_to[:1]:
        other = domain_of(address)
        if other and domain and not _related(domain, other):
            yield f"Replies would go to {address.email} instead of {sender.email}."
        elif other and address.email.casefold() != sender.email.casefold():
            yield f"Replies go to {address.email}."


def domain_of(address: Address) -> str:
    """The part after the @, lower-case; empty if there is none."""
    return address.email.rpartition("@")[2]


def _spelled(name: str) -> str:
    """The name with its other spellings of @ and of letters undone, as an eye does it."""
    return _AT.sub("@", unicodedata.normalize("NFKC", name[:300]))


def _of(address: Address) -> str:
    return address.email or "no address at all"


def _related(one: str, other: str) -> bool:
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def _unpunycode(domain: str) -> str:
    return clean_line(".".join(map(_label, domain.split("."))), limit=300)


def _label(label: str) -> str:
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _punycode(domain: str) -> str:
    try:
        return ".".join(
            label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
            for label in domain.split(".")
        )[:300]
    except UnicodeError:
        return ""


def _mixes_scripts(text: str) -> bool:
    return any(len(_scripts(word) & _LOOK_ALIKE) > 1 for word in re.findall(r"\w+", text[:300]))


def _scripts(word: str) -> set[str]:
    names = {unicodedata.name(char, "").partition(" ")[0] for char in word if char.isalpha()}
    return {_ONE_FAMILY.get(name, name) for name in names}
