"""Show what an edit of rules or weights gained and lost on the replies in this folder, sentence by sentence.

    python tests/training/compare.py              the working tree against what was committed last
    python tests/training/compare.py v0.3 blame   against another revision, one check only

The replies that weights were trained on flatter them: read this for what changed, and `train.py --score` for
how good it is.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, os.environ.get("CHECKLIST_FROM", str(ROOT)))

import tests  # noqa: E402

tests.__path__[:] = [str(ROOT / "tests")]

from inbox_tui.core.checklist import Checklist  # noqa: E402
from tests.training.corpus import LABELS, Labelled, fragments, labelled, letters  # noqa: E402
from tests.training.scoring import macro, scores  # noqa: E402

Found = dict[str, dict[str, list[int]]]


def replies() -> list[Labelled]:
    """Everything with labels, in a fixed order."""
    return [*labelled(), *letters(), *fragments()]


def found_now(of: list[Labelled]) -> Found:
    """For each reply and check the sentences that are pointed at; a check that is not found has no entry."""
    checklist = Checklist()
    found: Found = {}
    for reply in of:
        report = checklist.check(reply.answer)
        found[reply.id] = {
            finding.check: [
                number
                for number, (start, end, _, _) in enumerate(reply.sentences)
                if any(a < end and start < b for a, b in finding.spans)
            ]
            for finding in report.findings
            if finding.found and finding.check in LABELS
        }
    return found


def found_then(revision: str) -> Found:
    """The same, by the program as it was at a revision of the repository."""
    packed = subprocess.run(
        ["git", "archive", revision, "inbox_tui", "tests/__init__.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(folder, filter="data")
        told = subprocess.run(
            [sys.executable, str(Path(__file__).resolve()), "--dump"],
            cwd=folder,
            env={**os.environ, "CHECKLIST_FROM": folder},
            check=True,
            capture_output=True,
            text=True,
        )
    found: Found = json.loads(told.stdout)
    return found


def changes(of: list[Labelled], then: Found, now: Found, check: str) -> list[str]:
    """One line for every sentence at which a check began or ceased to point, right changes marked +."""
    lines = []
    for reply in of:
        before = set(then[reply.id].get(check, ()))
        after = set(now[reply.id].get(check, ()))
        for number in sorted(before ^ after):
            start, end, labels, _ = reply.sentences[number]
            began = number in after
            mark = "+" if began == (check in labels) else "-"
            verb = "points at" if began else "no longer points at"
            lines.append(f"{mark} {check} {verb} {reply.id}: {reply.answer.text[start:end]}")
    return lines


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", nargs="?", default="HEAD")
    parser.add_argument("check", nargs="*", help="only these checks")
    parser.add_argument("--dump", action="store_true", help="print what is found, for this script itself")
    options = parser.parse_args()
    of = replies()
    now = found_now(of)
    if options.dump:
        print(json.dumps(now))
        return
    then = found_then(options.revision)
    for check in options.check or LABELS:
        for line in changes(of, then, now, check):
            print(line)
    truth = [reply.truth for reply in of]
    before, after = (
        scores([{label: label in found[reply.id] for label in LABELS} for reply in of], truth)
        for found in (then, now)
    )
    for check in options.check or LABELS:
        old, new = before[check], after[check]
        print(
            f"{check:12} P {old.precision:.3f} -> {new.precision:.3f}  R {old.recall:.3f} -> {new.recall:.3f}"
            f"  F1 {old.f1:.3f} -> {new.f1:.3f}"
        )
    print(f"macro F1     {macro(before):.3f} -> {macro(after):.3f}")


if __name__ == "__main__":
    main()
