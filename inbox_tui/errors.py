"""What can go wrong, in words for the owner: what happened, what was kept, what to do next."""


class InboxError(Exception):
    """An expected failure. ``str(error)`` is one line that a person can act on; never a traceback."""

    exit_code = 1


class ConfigError(InboxError):
    """The config file cannot be read or says something impossible."""


class NotFoundError(InboxError):
    """There is no such case, account or message."""


class RefusedError(InboxError):
    """The wish is understood and not allowed."""


class StoreError(InboxError):
    """The casebook or the mail cache cannot be read or written."""


class StaleError(StoreError):
    """Somebody else changed the case in the meantime."""


class MailError(InboxError):
    """Something between us and a mail server: one of the kinds below, or a “no” to one command."""


def is_a_no(error: MailError) -> bool:
    """Whether the server only said no to what was asked, so that the conversation goes on."""
    return type(error) is MailError


class UnreachableError(MailError):
    """No connection, a timeout, or the line broke. Trying later may help."""


class SignInError(MailError):
    """The server refused the user name or the password. Trying again will not help."""


class CertificateError(MailError):
    """The server's certificate is not to be trusted. Nothing was sent to it."""


class AuthorityError(CertificateError):
    """No authority that is trusted vouches for the server; ``ca_file`` of the account can name one."""


class MailboxGoneError(MailError):
    """The mailbox does not exist any more, or was made anew."""


class SecretError(InboxError):
    """No password can be had."""
