"""``check``: the checklist on files, without an account."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..core.checklist import Answer, Checklist, Complaint, Finding, Level, Report, Stance
from ..core.triage import Incoming, dangers, triage
from ..desk.shop_rules import shop_rules
from ..paths import paths
from .output import print_json
from .settings import common_options, read_words, settings_of
from .triage import mail_file

STANCES = [stance.value for stance in Stance]


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
    """What the checklist says of a reply. It reads wording; it cannot see into a heart."""
    if (draft is None) == (jsonl is None):
        raise click.UsageError("Give --draft FILE or --jsonl FILE.")
    own = shop_rules(paths(settings_of(ctx).home).checklist_file)
    if own.bad:
        click.echo(own.bad, err=True)
    checklist = Checklist(own.rules)
    if jsonl is not None:
        for number, line in _lines(jsonl):
            report = checklist.check(_answer(line, number))
            print_json(_report_json(str(line.get("id", number)), report, explain=explain))
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
    if settings_of(ctx).json:
        print_json(_report_json(draft, report, explain=explain))
        return
    click.echo(report.summary)
    for notice in report.notices:
        click.echo(f"note   {notice}")
    for finding in report.findings:
        click.echo(f"{finding.level.value:<6} {finding.check:<12} {finding.message}")
        for told in _explained(finding, answer.text) if explain else ():
            click.echo(f"{'':20}{told}")


def _lines(file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(read_words(file).split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise click.UsageError(f"Line {number} is not JSON: {error}.") from error
        if not isinstance(value, dict):
            raise click.UsageError(f"Line {number} is not a JSON object.")
        yield number, value


def _text(line: dict[str, Any], key: str) -> str:
    value = line.get(key)
    return value if isinstance(value, str) else ""


def _answer(line: dict[str, Any], number: int) -> Answer:
    said = line.get("complaint")
    stance, hours = line.get("stance"), line.get("hours_since")
    if not isinstance(line.get("reply"), str):
        raise click.UsageError(f"Line {number} has no “reply”.")
    if stance is not None and stance not in STANCES:
        raise click.UsageError(f"Line {number}: “{stance}” is no stance. Use one of: {', '.join(STANCES)}.")
    complaint = None
    if isinstance(said, dict):
        complaint = Complaint(
            from_name=_text(said, "from_name"), subject=_text(said, "subject"), text=_text(said, "text")
        )
    return Answer(
        text=line["reply"],
        complaint=complaint,
        customer_name=_text(line, "customer_name"),
        hours_since=float(hours) if isinstance(hours, int | float) else None,
        stance=Stance(stance) if stance else None,
        alarms=_alarms(complaint),
    )


def _alarms(complaint: Complaint | None) -> tuple[str, ...]:
    """The dangers that a complaint speaks of."""
    if complaint is None:
        return ()
    mail = Incoming(from_name=complaint.from_name, subject=complaint.subject, text=complaint.text)
    return dangers(triage(mail).why)


def _complaint_file(file: str) -> Complaint:
    if Path(file).suffix.lower() != ".eml":
        return Complaint(text=read_words(file))
    mail = mail_file(file)
    return Complaint(from_name=mail.from_name, subject=mail.subject, text=mail.text)


def _explained(finding: Finding, text: str) -> Iterator[str]:
    """Which rule decided, on which words; and for what is open, why it matters and an example."""
    if finding.rule:
        said = ", ".join(f"“{' '.join(text[start:end].split())}”" for start, end in finding.spans)
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
            }
            | (
                {"rule": finding.rule, "why": finding.why, "example": finding.example, "key": finding.key}
                if explain
                else {}
            )
            for finding in report.findings
        ],
    }
