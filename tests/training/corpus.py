"""The labelled replies of this folder, as the checklist reads them.

Each line of replies/*.jsonl is one reply: its complaint and its sentences with their labels. README.md tells
what the labels mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from inbox_tui.core.checklist import CHECKS, Answer, Complaint
from inbox_tui.core.checklist.context import LABELS
from inbox_tui.core.checklist.rules import rule_files

HERE = Path(__file__).parent
MARKS = {
    "-": "",
    "m": "empathy",
    "v": "validation",
    "e": "explanation",
    "f": "fault",
    "t": "commitment",
    "s": "solution",
    "u": "follow_up",
    "x": "excuse",
    "b": "blame",
    "c": "canned",
    "a": "argue",
    "o": "overpromise",
    "n": "declines",
    "k": "unsure",
}
"""The marks at the start of a line in the compact form; PARAGRAPH may stand with them or alone."""
PARAGRAPH = "p"
_DETAIL = ("validation", "solution", "commitment", "explanation", "blame", "excuse", "argue")


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """One reply with the labels of its sentences; a range is half-open in `answer.text`.

    `known` are the checks that were labelled at all; `whole` is False for a piece of a reply. `stance` is
    empty where nobody said it.
    """

    id: str
    batch: str
    answer: Answer
    sentences: tuple[tuple[int, int, frozenset[str], frozenset[str]], ...]
    known: frozenset[str] = frozenset(LABELS)
    whole: bool = True
    stance: str = ""

    def labels_at(self, start: int, end: int) -> frozenset[str]:
        """The labels of the labelled sentences that make up most of a range or mostly lie in it."""
        found: set[str] = set()
        for begin, stop, labels, _ in self.sentences:
            shared = min(end, stop) - max(start, begin)
            if shared > 0.5 * min(end - start, stop - begin):
                found |= labels
        return frozenset(found)

    def piece(self, first: int, last: int) -> Labelled:
        """A run of its sentences, as if nothing else had been typed yet."""
        chosen = self.sentences[first:last]
        start, end = chosen[0][0], chosen[-1][1]
        return replace(
            self,
            id=f"{self.id}[{first}:{last}]",
            answer=replace(self.answer, text=self.answer.text[start:end]),
            sentences=tuple((a - start, b - start, labels, near) for a, b, labels, near in chosen),
            whole=False,
        )

    @property
    def truth(self) -> dict[str, bool]:
        """Which checks a careful reader finds in the reply as a whole."""
        carried = [labels for _, _, labels, _ in self.sentences]
        found = {check: any(check in labels for labels in carried) for check in LABELS}
        phrases = sum("canned" in labels for labels in carried)
        has_detail = any(found[check] for check in _DETAIL)
        found["canned"] = phrases >= 2 or (phrases == 1 and not has_detail)
        return found


def labelled(folder: Path = HERE / "replies") -> list[Labelled]:
    """All replies, batch by batch; raises ValueError at a line that is no reply or has an unknown label."""
    return [reply for path in sorted(folder.glob("*.jsonl")) for reply in _batch(path)]


def examples_of_rules() -> list[Labelled]:
    """The right and wrong examples of the rules, of which only the rule's own check is known."""
    found = []
    for check, file in rule_files().items():
        for rule in file.rules if check in LABELS else ():
            sure = rule.language == "en" and not rule.when and rule.weight >= 1
            said = [(text, True) for text in rule.right if sure] + [(text, False) for text in rule.wrong]
            for number, (text, right) in enumerate(said):
                labels = frozenset({check}) if right else frozenset[str]()
                found.append(
                    Labelled(
                        id=f"{check}/{rule.id}-{number}",
                        batch="rules",
                        answer=Answer(text=text),
                        sentences=((0, len(text), labels, frozenset()),),
                        known=frozenset({check}) - {"canned"},
                        whole=False,
                    )
                )
    return found


def fragments(folder: Path = HERE / "fragments") -> list[Labelled]:
    """Short replies in the compact form; raises ValueError at a line that starts with no known mark."""
    known = frozenset(LABELS) - {"validation", "explanation"}
    return [reply for path in sorted(folder.glob("*.txt")) for reply in _blocks(path, "fragments", known)]


def letters(folder: Path = HERE / "letters") -> list[Labelled]:
    """Whole replies in the compact form, all checks labelled; raises ValueError like `fragments`."""
    return [
        reply
        for path in sorted(folder.glob("*.txt"))
        for reply in _blocks(path, "letters", frozenset(LABELS))
    ]


def held_out() -> list[Labelled]:
    """Short replies on which nothing is ever trained, for the tests; labelled like fragments."""
    known = frozenset(LABELS) - {"validation", "explanation"}
    return list(_blocks(HERE / "held_out/mixed.txt", "held_out", known))


def unseen() -> list[Labelled]:
    """Whole replies of many writers on which nothing is ever trained, all checks labelled."""
    return [reply for path in sorted((HERE / "held_out").glob("replies-*.txt")) for reply in compact(path)]


def compact(path: Path, kind: str = "unseen") -> list[Labelled]:
    """The whole replies of one file in the compact form; raises ValueError like `fragments`."""
    return list(_blocks(path, kind, frozenset(LABELS)))


def _blocks(path: Path, kind: str, known: frozenset[str]) -> Iterator[Labelled]:
    for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n"), 1):
        told = named = ""
        ranges = []
        text = ""
        for line in block.splitlines():
            marks, _, sentence = line.partition(" ")
            if marks == "?":
                told = sentence
                continue
            if marks == "@":
                named = sentence
                continue
            if not sentence.strip() or not marks or set(marks) - {*MARKS, PARAGRAPH}:
                raise ValueError(f"{path.name}, block {number}: no mark and sentence: {line!r}")
            if PARAGRAPH in marks and text:
                text = text.rstrip() + "\n\n"
            labels = frozenset(MARKS[mark] for mark in marks if mark not in (PARAGRAPH, "-"))
            ranges.append((len(text), len(text) + len(sentence), labels, frozenset[str]()))
            text += sentence + ("\n\n" if sentence.endswith(",") else " ")
        yield Labelled(
            id=f"{path.stem}-{number}",
            batch=f"{kind}-{path.stem}",
            known=known,
            answer=Answer(
                text=text.rstrip(),
                complaint=Complaint(text=told, from_name=named) if told else None,
                customer_name=named,
            ),
            sentences=tuple(ranges),
        )


def _batch(path: Path) -> Iterator[Labelled]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield _reply(json.loads(line), path.stem)
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error


def _reply(data: dict[str, Any], batch: str) -> Labelled:
    text = ""
    ranges = []
    for sentence in data["sentences"]:
        labels = frozenset(sentence["labels"])
        near = frozenset(sentence.get("near") or ())
        unknown = (labels - set(LABELS)) | (near - set(CHECKS))
        if unknown:
            raise ValueError(f"unknown label {', '.join(sorted(unknown))}")
        ranges.append((len(text), len(text) + len(sentence["text"]), labels, near))
        ends = sentence.get("para") or sentence["text"].endswith(",")
        text += sentence["text"] + ("\n\n" if ends else " ")
    told = data.get("complaint")
    return Labelled(
        id=data["id"],
        batch=batch,
        stance=data.get("stance", ""),
        answer=Answer(
            text=text.rstrip(),
            complaint=Complaint(
                from_name=told.get("from_name") or "",
                subject=told.get("subject") or "",
                text=told.get("text") or "",
            )
            if told
            else None,
            customer_name=data.get("customer_name") or "",
            hours_since=data.get("hours_since"),
        ),
        sentences=tuple(ranges),
    )
