"""What a database says, in words for the owner."""

from pathlib import Path

from ...errors import StoreError
from ..sentences import NOTHING_CHANGED, store_error


def trouble(error: BaseException | None, *, path: Path | None) -> StoreError:
    """The error to raise for what the driver raised; ``path`` is None on a server.

    The server's own words are left out: they are long, in any language, and not made safe to show.
    """
    if path is not None and error is not None:
        return store_error(error, what="casebook", path=path)
    state = getattr(error, "sqlstate", None) or _state_of_refusal(str(error))
    match state[:2], state:
        case _, "53100":
            return StoreError(
                f"The casebook's server has a full disk. {NOTHING_CHANGED} "
                "Ask its keeper to free some space, then try again."
            )
        case _, "25006" | "42501":
            return StoreError(
                f"The casebook's server does not let this user write. {NOTHING_CHANGED} "
                "Ask its keeper for the right to write."
            )
        case "28", _:
            return StoreError(
                f"The casebook's server refused the user name or password. {NOTHING_CHANGED} "
                "Correct the casebook address in the config."
            )
        case _, "3D000":
            return StoreError(
                f"The casebook's database does not exist on its server. {NOTHING_CHANGED} "
                "Create it, or correct the casebook address in the config."
            )
        case ("" | "08" | "57", _):
            return StoreError(
                "The casebook's server cannot be reached, or hung up. The last change may not have been "
                "saved. Try again when the connection is back."
            )
        case _:
            return StoreError(
                f"The casebook's server did not do as asked (code {state}). {NOTHING_CHANGED} Try again."
            )


def _state_of_refusal(words: str) -> str:
    """The code behind a refused connection: libpq gives only the server's words, mostly in English."""
    if "password" in words or "pg_hba.conf" in words or 'role "' in words:
        return "28000"
    return "3D000" if 'database "' in words and "does not exist" in words else ""
