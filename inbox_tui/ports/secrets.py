"""Where passwords live."""

from typing import Protocol


class Secrets(Protocol):
    """Where passwords live: command, environment, keyring, in the order of the account's config."""

    def password(self, account: str) -> str | None:
        """The password, or None where the account has none. Raises SecretError when it cannot be had."""
        ...

    def refused(self, account: str) -> None:
        """A server did not take the password: it is looked up anew when it is next asked for."""
        ...

    def keep(self, account: str, password: str) -> None:
        """Store in the keyring. Raises SecretError where there is none."""
        ...

    def forget(self, account: str) -> None:
        """Remove from the keyring, if it is there."""
        ...
