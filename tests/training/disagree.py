"""Show how the checklist does on files in the compact form, and where it differs from their labels.

    python tests/training/disagree.py                                  held_out/replies-*.txt, figures only
    python tests/training/disagree.py letters/l12-hosts.txt            one file, reply by reply
    python tests/training/disagree.py letters/l12-hosts.txt blame      one check only

Files are looked for in this folder. On replies that the weights were trained on the figures flatter.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from inbox_tui.core.checklist import Checklist, Report
from inbox_tui.core.checklist.context import LABELS
from tests.training.corpus import HERE, Labelled, compact, unseen
from tests.training.scoring import macro, scores, table


def differences(reply: Labelled, report: Report, checks: list[str]) -> list[str]:
    """One line for every check whose verdict on the whole reply differs, with the words that are at stake."""
    lines = []
    for finding in report.findings:
        truth = reply.truth.get(finding.check)
        if finding.check not in checks or truth is None or bool(finding.found) == truth:
            continue
        spans = (
            [(start, end) for start, end, labels, _ in reply.sentences if finding.check in labels]
            if truth
            else finding.spans
        )
        words = " / ".join(reply.answer.text[slice(*span)] for span in spans)
        lines.append(
            f"{reply.id} {'misses' if truth else 'invents'} {finding.check} ({finding.rule}): {words}"
        )
    return lines


def main() -> None:
    """Read, check, print."""
    files = [HERE / name for name in sys.argv[1:] if name.endswith(".txt")]
    checks = [name for name in sys.argv[1:] if name in LABELS] or list(LABELS)
    replies = [reply for path in files for reply in compact(path)] if files else unseen()
    checklist = Checklist()
    reports = [checklist.check(reply.answer) for reply in replies]
    if files:
        for reply, report in zip(replies, reports, strict=True):
            for line in differences(reply, report, checks):
                print(line)
    found = [{f.check: bool(f.found) for f in report.findings} for report in reports]
    truth = [reply.truth for reply in replies]
    print(table(found, truth))
    mean = macro({k: v for k, v in scores(found, truth).items() if k in checks})
    print(f"{len(replies)} replies; macro F1 of {len(checks)} checks {mean:.3f}")


if __name__ == "__main__":
    main()
