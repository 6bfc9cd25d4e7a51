"""Looks for bytes that the readers of mail cannot take, guided by which lines they reach.

    uv run --with atheris python -m tests.fuzz TARGET FOLDER [-max_total_time=300 ...]

``TARGET`` is a name in ``tests.fuzz.targets``. New inputs are kept in ``FOLDER``, which is filled from the
sample letters at first; what fails is written to a file ``crash-...``, and the same command with that file
shows it again. Not part of the tests: it never ends by itself, and atheris exists only for some Pythons.
"""

import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["inbox_tui"]):
    from .targets import SEEDS, TARGETS

SECONDS = 2
"""What one input may cost at most."""
LARGEST = 50_000


def main(arguments: list[str]) -> None:
    """Run one target until the options say that it is enough."""
    name, folder, *options = arguments or [""] * 2
    if name not in TARGETS or not folder:
        sys.exit(f"usage: python -m tests.fuzz {{{'|'.join(TARGETS)}}} FOLDER [option of libFuzzer ...]")
    place = Path(folder)
    if not place.is_file() and not place.exists():
        place.mkdir(parents=True)
        for number, seed in enumerate(SEEDS[name]()):
            (place / f"seed-{number}").write_bytes(seed[:LARGEST])
    flags = [f"-timeout={SECONDS * 10}", f"-max_len={LARGEST}", "-rss_limit_mb=1500", *options]
    atheris.Setup([sys.argv[0], *flags, folder], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
