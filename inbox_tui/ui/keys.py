"""Which key does what: the default table, presets for other hands, and the owner's own ``[keys]``.

``[keys]`` holds ``preset = "gmail"`` and lines such as ``"case.snooze" = "s, ctrl+b"``. Two actions that
would answer to the same key in the same place are refused with both names; then the defaults stay.
"""

import re
from collections.abc import Mapping

from textual.dom import DOMNode
from textual.keys import KEY_ALIASES, Keys, _character_to_key

from ..core.frozen import dataclass
from .actions import ACTIONS, BY_ID, Action, Where, together
from .show import plain

PRESETS: Mapping[str, Mapping[str, str]] = {
    "default": {},
    "gmail": {
        "list.open": "o, enter",
        "desk.back": "u, escape",
        "case.not_complaint": "exclamation_mark",
        "case.note": "I",
        "case.scaffold": "O",
        "message.down": "n, j, down",
        "message.up": "p, k, up",
    },
    "mutt": {
        "list.top": "equals_sign, home",
        "list.bottom": "asterisk, end",
        "list.page_down": "z, pagedown, space",
        "message.quoted": "T",
        "message.save": "v",
        "desk.undo": "u",
        "outbox.undo": "u, z",
        "desk.sync": "dollar_sign, f5",
        "desk.back": "i, escape",
        "outbox.back": "i, escape",
    },
}
"""What differs from the default table."""

_SHOWN = {
    "escape": "Esc", "enter": "Enter", "tab": "Tab", "shift+tab": "Shift+Tab", "space": "Space",
    "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End", "down": "Down", "up": "Up",
    "left": "Left", "right": "Right", "backspace": "Backspace", "delete": "Del",
}  # fmt: skip
_SIGNS = {_character_to_key(sign): sign for sign in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"}
_FUNCTION = re.compile(r"f\d+")
_NAMES = frozenset({key.value for key in Keys} | set(_SHOWN) | set(_SIGNS))
_READ = {words.lower(): name for name, words in _SHOWN.items()}
_SAME = {same: name for name, others in KEY_ALIASES.items() for same in others} | {"ctrl+[": "escape"}
"""Keys for which a terminal sends what it sends for another one: ctrl+i is Tab."""
_TYPING = frozenset({Where.DRAFT, Where.PROMPT, Where.SNOOZE, Where.SEARCH, Where.HELP})
"""Places in which letters are text."""


@dataclass(frozen=True, kw_only=True)
class KeyTable:
    """The keys of every action, by its id, in Textual's names."""

    keys: Mapping[str, tuple[str, ...]]

    @property
    def keymap(self) -> dict[str, str]:
        """What ``App.set_keymap`` wants: only what differs from the default table."""
        return {
            id_: ",".join(keys)
            for id_, keys in self.keys.items()
            if keys != tuple(key_name(key) for key in BY_ID[id_].keys)
        }

    def shown(self, action: Action) -> str:
        """The first key of an action, as a person writes it; ``j/down`` where there are two."""
        return shown(self.keys[action.id][0])

    def all_shown(self, action: Action) -> str:
        """All keys of an action, for the help screen."""
        return "  ".join(shown(key) for key in self.keys[action.id])


@dataclass(frozen=True, kw_only=True)
class BadKeys:
    """Why ``[keys]`` cannot be used, in one sentence."""

    reason: str


def resolve(settings: Mapping[str, str]) -> KeyTable | BadKeys:
    """The key table of a ``[keys]`` section."""
    preset = settings.get("preset", "default")
    if preset not in PRESETS:
        return BadKeys(reason=f"[keys] preset “{plain(preset).plain}” does not exist. {_choose()}")
    wanted = {**PRESETS[preset], **{name: keys for name, keys in settings.items() if name != "preset"}}
    table = {action.id: tuple(key_name(key) for key in action.keys) for action in ACTIONS}
    for name, text in wanted.items():
        if name not in BY_ID:
            return BadKeys(reason=f"[keys] “{plain(name).plain}” is no action. The help screen names them.")
        written = [key for part in text.split(",") if (key := part.strip())]
        for key in written:
            if not _known(key_name(key)):
                return BadKeys(reason=f"[keys] {name}: “{plain(key).plain}” is no key that I know.")
        keys = tuple(map(key_name, written))
        if not keys:
            return BadKeys(reason=f"[keys] {name} has no key.")
        typing = BY_ID[name].priority or BY_ID[name].where in _TYPING
        if typing and any(_is_letter(key) for key in keys):
            return BadKeys(reason=f"[keys] {name} works while you write, so it cannot be a plain letter.")
        table[name] = keys
    clash = conflict(table)
    return BadKeys(reason=clash) if clash else KeyTable(keys=table)


def conflict(table: Mapping[str, tuple[str, ...]]) -> str:
    """Names two actions that want the same key in the same place; empty when there are none."""
    takers: dict[str, list[Action]] = {}
    for id_, keys in table.items():
        action = BY_ID[id_]
        for key in keys:
            for other in takers.setdefault(key, []):
                if other.run != action.run and _meet(action, other, key):
                    return (
                        f"[keys] {shown(key)} would be both “{other.title or other.help}” ({other.id}) and "
                        f"“{action.title or action.help}” ({action.id}). The default keys stay."
                    )
            takers[key].append(action)
    return ""


def key_name(key: str) -> str:
    """Textual's name for a key that a person wrote, also as the help screen shows it: ``?`` is
    ``question_mark``, ``Esc`` is ``escape``, ``F6`` is ``f6``, ``shift+b`` comes as ``B``."""
    if len(key) == 1:
        return _character_to_key(key)
    *modifiers, last = (part if len(part) == 1 else part.lower() for part in key.split("+"))
    if "ctrl" in modifiers:
        last = last.lower()
    if modifiers == ["shift"] and len(last) == 1 and last.isalpha():
        return last.upper()
    name = "+".join((*modifiers, _READ.get(last, last)))
    return _SAME.get(name, name)


def character_of(key: str) -> str | None:
    """What a key types, if it types anything."""
    return key if len(key) == 1 else _SIGNS.get(key)


def shown(key: str) -> str:
    """A key as a person writes it."""
    return _SHOWN.get(key) or _SIGNS.get(key) or (key.upper() if _FUNCTION.fullmatch(key) else key)


def key_of(node: DOMNode, id_: str) -> str:
    """The key of an action in the table in use, as a person writes it, for a sentence that names it."""
    table = getattr(node.app, "key_table", None)
    return table.shown(BY_ID[id_]) if isinstance(table, KeyTable) else shown(key_name(BY_ID[id_].keys[0]))


def _meet(one: Action, other: Action, key: str) -> bool:
    draft = "DRAFT" in (one.where.name, other.where.name)
    if draft and _is_letter(key) and one.where is not other.where:
        return False
    return one.where in together(other.where) or other.where in together(one.where)


def _is_letter(key: str) -> bool:
    return len(key) == 1 or key in _SIGNS or key == "space"


def _known(key: str) -> bool:
    *modifiers, last = key.split("+")
    return all(each in ("ctrl", "shift", "alt", "super") for each in modifiers) and (
        (len(last) == 1 and last.isprintable()) or last in _NAMES
    )


def _choose() -> str:
    return "Choose one of: " + ", ".join(PRESETS) + "."
