"""Where things lie on this computer: config, casebook, cache, logs, and the data that ships with us."""

import os
from pathlib import Path

from .core.frozen import dataclass

HOME_VARIABLE = "INBOX_TUI_HOME"
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, kw_only=True)
class Paths:
    """The folders of one home. Nothing is created until somebody writes."""

    config: Path
    data: Path
    cache: Path
    log: Path

    @property
    def config_file(self) -> Path:
        """The file that a person may edit."""
        return self.config / "config.toml"

    @property
    def checklist_file(self) -> Path:
        """The shop's own rules for the checklist, where it wrote any."""
        return self.config / "checklist.toml"

    @property
    def casebook_file(self) -> Path:
        """The precious one."""
        return self.data / "casebook.db"


def paths(home: str | None = None) -> Paths:
    """The folders under ``home``, else under INBOX_TUI_HOME, else the platform's own."""
    chosen = home or os.environ.get(HOME_VARIABLE)
    if chosen:
        root = Path(chosen).expanduser().absolute()
        return Paths(config=root, data=root, cache=root / "cache", log=root / "log")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("inbox-tui", appauthor=False)
    return Paths(
        config=dirs.user_config_path,
        data=dirs.user_data_path,
        cache=dirs.user_cache_path,
        log=dirs.user_log_path,
    )


def shipped(name: str) -> Path:
    """A folder that ships with the program (``themes``, ``sample_mail``).

    A wheel holds it inside the package; an editable install and a plain checkout have it in the
    repository, because hatchling's force-include does not reach editable installs.
    """
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
