"""A certificate authority of our own with good and bad server certificates, made by the openssl command."""

import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zlib import crc32

GOOD_NAMES = "DNS:localhost,DNS:mail.shop.example,IP:127.0.0.1"


class Certificate(StrEnum):
    """Which certificate a server shows."""

    GOOD = "good"
    EXPIRED = "expired"
    WRONG_HOST = "wronghost"
    SELF_SIGNED = "selfsigned"


@dataclass(frozen=True, kw_only=True)
class Authority:
    """A folder with ``ca.pem`` and one ``NAME.pem`` and ``NAME.key`` for each ``Certificate``."""

    folder: Path

    @property
    def ca_file(self) -> Path:
        """What a client must trust."""
        return self.folder / "ca.pem"

    def certificate(self, which: Certificate) -> Path:
        """The certificate that a server shows."""
        return self.folder / f"{which}.pem"

    def key(self, which: Certificate) -> Path:
        """Its private key."""
        return self.folder / f"{which}.key"


AUTHORITY_EXTENSIONS = (
    "basicConstraints=critical,CA:TRUE",
    # Python 3.13 refuses an authority that does not say that it may sign certificates.
    "keyUsage=critical,digitalSignature,keyCertSign,cRLSign",
)


def make_authority(folder: Path) -> Authority:
    """Make the authority and all its certificates; about 0.3 s, because the keys are elliptic."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = Authority(folder=folder)
    _self_signed(folder, "ca", "/CN=Test authority", *AUTHORITY_EXTENSIONS)
    _self_signed(folder, Certificate.SELF_SIGNED, "/CN=localhost", f"subjectAltName={GOOD_NAMES}")
    _issue(folder, Certificate.GOOD, GOOD_NAMES)
    _issue(folder, Certificate.WRONG_HOST, "DNS:mail.elsewhere.example")
    _issue(folder, Certificate.EXPIRED, GOOD_NAMES, start="20200101000000Z", end="20210101000000Z")
    for path in folder.iterdir():
        # Both daemons read the key under users of their own.
        path.chmod(0o755 if path.is_dir() else 0o644)
    return authority


def _openssl(folder: Path, *args: str) -> None:
    subprocess.run(["openssl", *args], cwd=folder, check=True, capture_output=True, timeout=30)


def _new_key(name: str) -> list[str]:
    return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key"]


def _self_signed(folder: Path, name: str, subject: str, *extensions: str) -> None:
    added = [word for extension in extensions for word in ("-addext", extension)]
    args = ["-subj", subject, *added, "-days", "30", "-out", f"{name}.pem"]
    _openssl(folder, "req", "-x509", *_new_key(name), *args)


def _issue(
    folder: Path, name: str, names: str, *, start: str = "20240101000000Z", end: str = "20491231235959Z"
) -> None:
    """``openssl ca`` rather than ``x509``: only it can date a certificate back."""
    (folder / "index").write_text("")
    (folder / "serial").write_text(f"{crc32(name.encode()) % 9000 + 1000}\n")
    (folder / "issue.cnf").write_text(
        "[ca]\ndefault_ca=own\n"
        "[own]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=any\n"
        "certificate=ca.pem\nprivate_key=ca.key\nx509_extensions=leaf\nunique_subject=no\n"
        "[any]\ncommonName=supplied\n"
        f"[leaf]\nsubjectAltName={names}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"
        "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
    )
    _openssl(folder, "req", "-new", *_new_key(name), "-subj", f"/CN={name}", "-out", f"{name}.csr")
    dates = ["-startdate", start, "-enddate", end]
    args = ["-batch", "-notext", "-config", "issue.cnf", "-in", f"{name}.csr", "-out", f"{name}.pem"]
    _openssl(folder, "ca", *args, *dates)
