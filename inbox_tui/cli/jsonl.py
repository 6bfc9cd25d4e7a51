"""Many things to read, one JSON object per line: a bad line is named on stderr and the others are done."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import click

from ..core.text import clean

T = TypeVar("T")
Record = dict[str, Any]


class BadLineError(Exception):
    """A line that cannot be used; its text goes on from "Line 3 ..."."""


class Lines(Generic[T]):
    """What ``read`` makes of each line of a file, or of standard input for ``-``; empty lines are skipped.

    Raises UsageError where the file itself cannot be read. ``passed_over`` counts the bad lines so far.
    """

    def __init__(self, file: str, read: Callable[[Record, int], T]) -> None:
        self._lines = _raw_lines(file)
        self._read = read
        self.passed_over = 0

    def __iter__(self) -> Iterator[T]:
        for number, line in enumerate(self._lines, 1):
            if not line.strip():
                continue
            try:
                made = self._read(_record(line), number)
            except BadLineError as error:
                self.passed_over += 1
                click.echo(f"Line {number} {error}; it was passed over and the others were read.", err=True)
                continue
            yield made


def text_in(record: Record, key: str) -> str:
    """A text of a record, "" where it is absent or null. Raises BadLineError for anything else."""
    said = record.get(key)
    if said is not None and not isinstance(said, str):
        raise BadLineError(f"has a “{key}” that is no text")
    return said or ""


def name_of(record: Record, number: int) -> str:
    """The id of a record, safe to show, or the number of its line."""
    name = record.get("id")
    return str(number) if name is None else clean(str(name), multiline=False)


def _raw_lines(file: str) -> list[bytes]:
    try:
        with click.open_file(file, "rb") as stream:
            data: bytes = stream.read()
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror or error}.") from error
    return data.removeprefix(b"\xef\xbb\xbf").split(b"\n")


def _record(line: bytes) -> Record:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLineError("is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise BadLineError(f"is not JSON ({error.msg}, at character {error.colno})") from error
    except ValueError as error:
        raise BadLineError("has a number of too many digits") from error
    except RecursionError as error:
        raise BadLineError("is nested too deeply") from error
    if not isinstance(value, dict):
        raise BadLineError("is not a JSON object")
    return value
