"""A letter taken apart: the tree of its MIME parts, found in time proportional to its size.

The standard library's parser reads line by line with one check per open boundary: 25 MB of short lines
take it half a minute, and a few hundred levels end in RecursionError. Here each level is one search in C.
"""

import binascii
from collections.abc import Iterator
from dataclasses import dataclass

from .charsets import from_base64
from .headers import MAX_HEADER, Header, looks_like_field, parameters, read_header

MAX_DEPTH = 50
MAX_PARTS = 500
_MAX_SEARCHES = 5_000
"""Lines that look like a boundary, in the whole letter; beyond, the rest is taken as one part."""

_MAX_SEARCHED = 500_000_000
"""Bytes that all searches together may look at: a third of a second, however deep a large letter is."""

_MAX_BAD_LINES = 1_000
_MAX_PART_HEADER = 64_000


@dataclass(frozen=True)
class Span:
    """A stretch of the letter. Nothing is copied: fifty levels would be fifty letters in memory."""

    source: bytes
    start: int
    end: int

    def cut(self, limit: int | None = None) -> bytes:
        """These bytes, or the first ``limit`` of them."""
        end = self.end if limit is None else min(self.end, self.start + limit)
        return self.source[self.start : end]

    def find(self, wanted: bytes, position: int) -> int:
        """Where ``wanted`` next occurs, from ``position`` in the source; the end of the span if nowhere."""
        found = self.source.find(wanted, position, self.end)
        return self.end if found < 0 else found

    def line(self, position: int) -> bytes:
        """The line that begins at ``position``, as much of it as a field name could need."""
        furthest = min(self.end, position + 400)
        end = self.source.find(b"\n", position, furthest)
        return self.source[position : furthest if end < 0 else end].rstrip(b"\r")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part. ``type`` is lower-case; ``body`` is still in its transfer encoding."""

    number: int
    header: Header
    type: str
    charset: str
    options: dict[str, str]
    """The parameters of Content-Type, names in lower case."""
    disposition: str
    file_name: str
    """As the sender wrote it: decoded, not yet safe."""
    span: "Span"
    children: tuple["Part", ...] = ()

    def walk(self) -> Iterator["Part"]:
        """This part and all below it, depth-first: the order of ``Attachment.part``."""
        yield self
        for child in self.children:
            yield from child.walk()

    def content(self, limit: int | None = None) -> bytes:
        """The bytes without their transfer encoding; only about the first ``limit`` when given."""
        encoding = (self.header.raw("content-transfer-encoding") or "").partition(";")[0].strip().lower()
        body = self.span.cut(limit and limit * 4)
        match encoding:
            case "base64":
                data = from_base64(body)
            case "quoted-printable":
                data = binascii.a2b_qp(body)
            case "x-uuencode" | "uuencode" | "x-uue" | "uue":
                data = _from_uuencode(body)
            case _:
                data = body
        return data if limit is None else data[:limit]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The root part and what had to be left out."""

    root: Part
    notes: tuple[str, ...]


def take_apart(raw: bytes) -> Letter:
    """The tree of ``raw``, or of a header alone. Never raises."""
    if b"\n" not in raw[:MAX_HEADER]:
        raw = raw.replace(b"\r", b"\n")  # an old Macintosh wrote it
    if raw.startswith((b"From ", b">From ")):
        raw = raw.partition(b"\n")[2]  # the line of an mbox file
    return _Cutter().letter(Span(raw, 0, len(raw)))


class _Cutter:
    def __init__(self) -> None:
        self.count = 0
        self.searches = 0
        self.searched = 0
        self.notes: dict[str, None] = {}

    def letter(self, span: Span) -> Letter:
        root = self.part(span, MAX_HEADER, depth=0, usual="text/plain")
        return Letter(root=root, notes=(*root.header.notes, *self.notes))

    def part(self, span: Span, max_header: int, *, depth: int, usual: str) -> Part:
        number = self.count
        self.count += 1
        header_end, body_start = split_header(span, max_header)
        header = read_header(span.source[span.start : min(header_end, span.start + max_header + 1)])
        body = Span(span.source, body_start, span.end)
        kind, options = parameters(header.raw("content-type"))
        disposition, named = parameters(header.raw("content-disposition"))
        if kind.count("/") != 1 or not all(kind.split("/")):
            kind = usual if not kind else "text/plain"
        children: tuple[Part, ...] = ()
        if kind.startswith("multipart/"):
            children = self.split(body, options.get("boundary", ""), kind, depth)
            if not children:
                kind = "text/plain"  # a boundary that never comes: what is there is still readable
        elif kind in ("message/rfc822", "message/global") and self.may_go_deeper(depth):
            children = (self.part(_plain(header, body), MAX_HEADER, depth=depth + 1, usual="text/plain"),)
        return Part(
            number=number,
            header=header,
            type=kind,
            charset=options.get("charset", ""),
            options=options,
            disposition=disposition,
            file_name=named.get("filename", "") or options.get("name", ""),
            span=body,
            children=children,
        )

    def may_go_deeper(self, depth: int) -> bool:
        if depth >= MAX_DEPTH or self.searched > _MAX_SEARCHED:
            depth = min(depth, MAX_DEPTH)
            self.notes[f"The letter was cut after {depth} levels of parts inside parts."] = None
        elif self.count >= MAX_PARTS:
            self.notes[f"The letter was cut after {MAX_PARTS} parts."] = None
        else:
            return True
        return False

    def split(self, body: Span, boundary: str, kind: str, depth: int) -> tuple[Part, ...]:
        if not boundary or not self.may_go_deeper(depth):
            return ()
        self.searched += body.end - body.start
        usual = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        children: list[Part] = []
        for piece in self.pieces(body, b"--" + boundary.encode("utf-8", "replace").rstrip()):
            if not self.may_go_deeper(depth):
                break
            children.append(self.part(piece, _MAX_PART_HEADER, depth=depth + 1, usual=usual))
        return tuple(children)

    def pieces(self, body: Span, line: bytes) -> Iterator[Span]:
        """What stands between the boundary lines; the last piece may lack its end."""
        start: int | None = None
        for before, after in self.boundaries(body, line):
            tail = body.line(after).strip()
            if tail not in (b"", b"--"):
                continue  # a longer boundary that begins like this one
            if start is not None:
                end = before - 1 if body.source[before - 1 : before] == b"\r" else before
                yield Span(body.source, start, max(start, end))
            if tail:
                return
            start = min(body.find(b"\n", after) + 1, body.end)
        if start is not None and start < body.end:
            yield Span(body.source, start, body.end)

    def boundaries(self, body: Span, line: bytes) -> Iterator[tuple[int, int]]:
        if body.source.startswith(line, body.start, body.end):
            yield body.start, body.start + len(line)
        position = body.find(b"\n" + line, body.start)
        while position < body.end and self.searches < _MAX_SEARCHES:
            self.searches += 1
            yield position, position + 1 + len(line)
            position = body.find(b"\n" + line, position + len(line))


def _plain(header: Header, body: Span) -> Span:
    # Forbidden by RFC 2046 and yet seen: a whole letter in base64.
    if (header.raw("content-transfer-encoding") or "").strip().lower() != "base64":
        return body
    decoded = from_base64(body.cut())
    return Span(decoded, 0, len(decoded))


def split_header(span: Span, limit: int) -> tuple[int, int]:
    """Where the header ends and where the body begins.

    A line that is no field ends the header, unless a field follows it.
    """
    position = span.start
    while position < span.end:
        line = span.line(position)
        following = min(span.find(b"\n", position) + 1, span.end)
        if not line:
            return position, following
        if line[:1] not in (b" ", b"\t") and not (
            looks_like_field(line) or looks_like_field(span.line(following))
        ):
            return position, position
        position = following
        if position - span.start > limit:
            ends = (span.find(b"\n\n", position - 1) + 2, span.find(b"\n\r\n", position - 1) + 3)
            return position, min(*ends, span.end)
    return span.end, span.end


def _from_uuencode(body: bytes) -> bytes:
    data = []
    bad = 0
    for line in body.split(b"\n"):
        text = line.rstrip(b"\r")
        if not text or text.startswith((b"begin ", b"end")):
            continue
        try:
            data.append(binascii.a2b_uu(text))
        except binascii.Error:
            # A known fault of old encoders: bytes after the length that the line claims.
            bad += 1
            if bad > _MAX_BAD_LINES:
                break
            size = (((text[0] - 32) & 63) * 4 + 5) // 3
            try:
                data.append(binascii.a2b_uu(text[:size]))
            except binascii.Error:
                continue
    return b"".join(data)
