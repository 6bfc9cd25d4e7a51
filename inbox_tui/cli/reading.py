"""``check``: the checklist on files, without an account."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..core.checklist import Answer, Checklist, Complaint, Finding, Level, Report, Stance
from ..core.text import clean
from ..core.triage import Incoming, dangers, triage
from ..desk.writing.shop_rules import shop_rules
from ..errors import InboxError
from ..paths import paths
from .jsonl import BadLineError, Lines, Record, name_of, text_in
from .output import print_json
from .settings import common_options, read_words, settings_of
from .triage import mail_file

STANCES = [stance.value for stance in Stance]
_LONGEST = 1_000_000  # hours, more than a hundred years


@click.command("check")
@click.option("--draft", "draft", metavar="FILE", help="The reply to look at; - reads standard input.")
@click.option("--complaint", "complaint", metavar="FILE", help="What the customer wrote (.eml or text).")
@click.option("--customer", default="", metavar="NAME")
@click.option("--stance", type=click.Choice(STANCES))
@click.option("--hours", type=float, help="How many hours ago the complaint came in.")
@click.option("--jsonl", "jsonl", metavar="FILE", help="Many replies, one JSON object per line; - for stdin.")
@click.option("--explain", is_flag=True, help="Say which rule decided, why it matters, and a better example.")
@common_options
@click.pass_context
def check_command(
    ctx: click.Context,
    draft: str | None,
    complaint: str | None,
    customer: str,
    stance: str | None,
    hours: float | None,
    jsonl: str | None,
    explain: bool,
) -> None:
    """What the checklist says of a reply. It reads wording; it cannot see into a heart.

    A line that cannot be read is named on stderr, and the others are done.
    """
    if (draft is None) == (jsonl is None):
        raise click.UsageError("Give --draft FILE or --jsonl FILE.")
    own = shop_rules(paths(settings_of(ctx).home).checklist_file)
    if own.bad:
        click.echo(own.bad, err=True)
    checklist = Checklist(own.rules)
    if jsonl is not None:
        lines = Lines(jsonl, _answer)
        for name, answer in lines:
            print_json(_report_json(name, checklist.check(answer), explain=explain))
        if lines.passed_over:
            ctx.exit(InboxError.exit_code)
        return
    assert draft is not None  # noqa: S101 - one of the two is given
    said = _complaint_file(complaint) if complaint else None
    answer = Answer(
        text=read_words(draft),
        complaint=said,
        customer_name=customer or (said.from_name if said else ""),
        hours_since=hours,
        alarms=_alarms(said),
        stance=Stance(stance) if stance else None,
    )
    report = checklist.check(answer)
    print_report(draft, report, answer.text, as_json=settings_of(ctx).json, explain=explain)


def print_report(name: str, report: Report, text: str, *, as_json: bool, explain: bool = False) -> None:
    """What the checklist says of ``text``: a sentence for each check, or one JSON value."""
    if as_json:
        print_json(_report_json(name, report, explain=explain))
        return
    click.echo(report.summary)
    for notice in report.notices:
        click.echo(f"note   {notice}")
    for finding in report.findings:
        aside = "put aside: " if finding.dismissed else ""
        click.echo(f"{finding.level.value:<6} {finding.check:<12} {aside}{finding.message}")
        for told in _explained(finding, text) if explain else ():
            click.echo(f"{'':20}{told}")


def _answer(record: Record, number: int) -> tuple[str, Answer]:
    """The name and the answer of one JSON line. Raises BadLineError with the rest of a sentence."""
    said, stance, hours = record.get("complaint"), record.get("stance"), record.get("hours_since")
    if not isinstance(record.get("reply"), str):
        raise BadLineError("has no “reply” that is a text")
    if stance is not None and stance not in STANCES:
        raise BadLineError(f"has a “stance” that is none of: {', '.join(STANCES)}")
    if said is not None and not isinstance(said, dict):
        raise BadLineError("has a “complaint” that is no object of from_name, subject and text")
    if hours is not None and not _are_hours(hours):
        raise BadLineError("has an “hours_since” that is no number of hours")
    complaint = None
    if said is not None:
        complaint = Complaint(
            from_name=clean(text_in(said, "from_name"), multiline=False),
            subject=clean(text_in(said, "subject"), multiline=False),
            text=clean(text_in(said, "text")),
        )
    answer = Answer(
        text=record["reply"],
        complaint=complaint,
        customer_name=clean(text_in(record, "customer_name"), multiline=False),
        hours_since=None if hours is None else float(hours),
        stance=Stance(stance) if stance else None,
        alarms=_alarms(complaint),
    )
    return name_of(record, number), answer


def _are_hours(value: object) -> bool:
    """Whether this is a number that can be hours: JSON lets NaN, infinity and any digits through."""
    return not isinstance(value, bool) and isinstance(value, int | float) and 0 <= value <= _LONGEST


def _alarms(complaint: Complaint | None) -> tuple[str, ...]:
    """The dangers that a complaint speaks of."""
    if complaint is None:
        return ()
    mail = Incoming(from_name=complaint.from_name, subject=complaint.subject, text=complaint.text)
    return dangers(triage(mail).why)


def _complaint_file(file: str) -> Complaint:
    if Path(file).suffix.lower() != ".eml":
        return Complaint(text=clean(read_words(file)))
    mail = mail_file(file)
    return Complaint(from_name=mail.from_name, subject=mail.subject, text=mail.text)


def _explained(finding: Finding, text: str) -> Iterator[str]:
    """Which rule decided, on which words; and for what is open, why it matters and an example."""
    if finding.rule:
        said = ", ".join(f"“{' '.join(clean(text[start:end]).split())}”" for start, end in finding.spans)
        yield f"by {finding.rule}{': ' if said else ''}{said}"
    if finding.level is not Level.OK:
        yield f"why: {finding.why}"
        if finding.example:
            yield f"better: {finding.example}"


def _report_json(name: str, report: Report, *, explain: bool = False) -> dict[str, Any]:
    return {
        "id": name,
        "ready": report.ready,
        "stance": report.stance.value,
        "summary": report.summary,
        "notices": list(report.notices),
        "findings": [
            {
                "check": finding.check,
                "found": finding.found,
                "level": finding.level.value,
                "spans": [list(span) for span in finding.spans],
                "message": finding.message,
                "suggestion": finding.suggestion,
                "put_aside": finding.dismissed,
            }
            | (
                {"rule": finding.rule, "why": finding.why, "example": finding.example, "key": finding.key}
                if explain
                else {}
            )
            for finding in report.findings
        ],
    }
