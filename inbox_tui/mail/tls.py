"""Encryption: one strict context for IMAP and SMTP, and its failures in words.

There is no switch that turns the check of certificates off. A server of one's own is trusted by naming
its authority in ``ca_file``, which then is the only one that is trusted.
"""

import ssl

from ..config import Server, is_loopback
from ..core.text import clean_line
from ..errors import AuthorityError, CertificateError, ConfigError

# X509_V_ERR_* of OpenSSL's x509_vfy.h.
_NOT_YET_VALID, _EXPIRED, _SELF_SIGNED, _SELF_SIGNED_CHAIN = 9, 10, 18, 19
_NO_ISSUER, _NO_FIRST, _WRONG_HOST, _WRONG_IP = 20, 21, 62, 64

_REASONS = {
    _NOT_YET_VALID: "its certificate is not valid yet; look at this computer's clock",
    _EXPIRED: "its certificate has expired",
    _SELF_SIGNED: "it signed its certificate itself",
    _SELF_SIGNED_CHAIN: "its certificate comes from an authority that this computer does not know",
    _NO_ISSUER: "its certificate comes from an authority that this computer does not know",
    _NO_FIRST: "its certificate comes from an authority that this computer does not know",
    _WRONG_HOST: "its certificate belongs to another server",
    _WRONG_IP: "its certificate belongs to another server",
}
_OF_NOBODY_KNOWN = frozenset({_SELF_SIGNED, _SELF_SIGNED_CHAIN, _NO_ISSUER, _NO_FIRST})


def tls_context(ca_file: str = "") -> ssl.SSLContext:
    """A context that checks names and dates, TLS 1.2 and newer. Raises AuthorityError for ``ca_file``."""
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ValueError) as error:
        # ssl.SSLError is an OSError: the file is missing, or holds no certificate.
        raise AuthorityError(
            f"The file of trusted certificates {clean_line(ca_file)} cannot be read. "
            "Nothing was sent; mend ca_file of the account."
        ) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def check_plain(server: Server) -> None:
    """Refuses a connection without encryption to another computer. Raises ConfigError."""
    if server.tls == "off" and not is_loopback(server.host):
        raise ConfigError(
            f"Without encryption everybody on the way to {clean_line(server.host)} could read the password. "
            "Nothing was sent; use implicit or starttls."
        )


def certificate_error(error: ssl.SSLCertVerificationError, *, host: str) -> CertificateError:
    """What is wrong with the certificate of ``host``, for the owner."""
    reason = (
        _REASONS.get(error.verify_code) or clean_line(error.verify_message or "") or "its certificate is bad"
    )
    what = f"{clean_line(host)} could not prove who it is: {reason}. Nothing was sent to it;"
    if error.verify_code in _OF_NOBODY_KNOWN:
        return AuthorityError(f"{what} ask its provider, or name the authority to trust in ca_file.")
    if error.verify_code in (_WRONG_HOST, _WRONG_IP):
        return CertificateError(f"{what} check its name, or ask its provider.")
    return CertificateError(f"{what} ask its provider.")


def no_encryption(host: str, why: str) -> CertificateError:
    """The server, or somebody on the way, avoids the encryption that the account asks for."""
    return CertificateError(
        f"{clean_line(host)} {why} The password was not sent; ask the provider, or try tls = “implicit”."
    )
