"""The shop's own checklist rules, from ``checklist.toml`` in the config folder."""

from pathlib import Path

from ...core.checklist.shop import LARGEST, NO_CHANGES, BadShopRules, ShopRules, read_shop_rules
from ...core.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class FoundRules:
    """What can be used, and one sentence where the file cannot; the built-in rules work all the same."""

    rules: ShopRules = NO_CHANGES
    bad: str = ""


def shop_rules(file: Path | None) -> FoundRules:
    """Read the file; a shop without one changes nothing."""
    if file is None:
        return FoundRules()
    try:
        with file.open(encoding="utf-8") as opened:
            text = opened.read(LARGEST + 1)
    except FileNotFoundError:
        return FoundRules()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        return FoundRules(bad=_sentence(file, 0, str(reason)))
    found = read_shop_rules(text)
    if isinstance(found, BadShopRules):
        return FoundRules(bad=_sentence(file, found.line, found.reason))
    return FoundRules(rules=found)


def _sentence(file: Path, line: int, reason: str) -> str:
    where = f"{file}, line {line}" if line else f"{file}"
    return f"{where}: {reason.rstrip('.')}. The built-in checklist is used; mend the file and start again."
