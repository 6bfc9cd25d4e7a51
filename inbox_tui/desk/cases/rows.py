"""One row of a list for each conversation, with all that the shop should see of it at a glance."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from ...core.case import Case, CaseState
from ...core.customer import Closings, is_complaint
from ...core.deadlines import Due, Pace, due
from ...core.outbox import WAITING, Kind, OutboxItem
from ...core.promises import Promise, PromiseState, Standing, by_urgency, standing
from ...ports import Conversation
from ..office import Office
from ..views import Row


class CaseRows:
    """Makes rows of cases: what is due, promised, leaving, and who is writing; and of mail that is none."""

    def __init__(self, office: Office, *, others: Callable[[], Mapping[str, str]]) -> None:
        """``others`` tells who else is writing right now, by case."""
        self._office = office
        self._others = others

    def of(self, cases: list[Case]) -> list[Row]:
        """The rows of these cases, in this order."""
        if not cases:
            return []
        book = self._office.casebook
        mail = {each.id: each for each in self._office.cache.conversations(ids=[c.id for c in cases])}
        drafts = book.drafts()
        overdue = self.late_promises()
        others = self._others()
        follow_ups: dict[str, datetime] = {}
        replies: dict[str, datetime] = {}
        for item in self.leaving():
            found = replies if item.kind is Kind.REPLY else follow_ups
            found.setdefault(item.case_id, item.send_at)
        known = [case for case in book.cases_from({c.from_addr for c in cases} - {""}) if is_complaint(case)]
        per_customer = Counter(case.from_addr.lower() for case in known)
        again = Closings(known)
        return [
            Row(
                id=case.id,
                account=case.account,
                from_name=case.from_name,
                from_addr=case.from_addr,
                subject=case.subject,
                received_at=case.received_at,
                last_at=max(filter(None, (case.last_in_at, case.last_out_at, case.received_at))),
                state=case.state.value,
                is_complaint=is_complaint(case),
                category=case.category,
                due=self.due(case),
                escalate=case.escalate,
                owner=case.owner,
                urgency=case.urgency,
                order_numbers=case.order_numbers,
                unread=mail[case.id].unread if case.id in mail else 0,
                messages=mail[case.id].messages if case.id in mail else 1,
                has_draft=case.id in drafts,
                other_cases=max(0, per_customer[case.from_addr.lower()] - 1) if case.from_addr else 0,
                snoozed_until=case.snoozed_until,
                waiting_on=case.waiting_on,
                recurs=again.before(case) is not None,
                late_promise=overdue[case.id].text if case.id in overdue else "",
                writing=others.get(case.id, ""),
                follow_up_at=follow_ups.get(case.id),
                reply_at=replies.get(case.id),
                came_to=self._came_to(case.account),
            )
            for case in cases
        ]

    def of_mail(self, mail: Conversation) -> Row:
        """A conversation that is no case: nothing is due on it."""
        return Row(
            id=mail.id,
            account=mail.account,
            from_name=mail.from_name,
            from_addr=mail.from_addr,
            subject=mail.subject,
            received_at=mail.received_at,
            last_at=mail.last_at,
            state=CaseState.NOT_COMPLAINT.value,
            is_complaint=False,
            category=mail.category or "other",
            due=Due(pace=Pace.NOTHING_DUE),
            unread=mail.unread,
            messages=mail.messages,
            came_to=self._came_to(mail.account),
        )

    def _came_to(self, account: str) -> str:
        """The account, where it does not go without saying."""
        return account if len(self._office.config.accounts) > 1 else ""

    def due(self, case: Case) -> Due:
        """What the clock says of a case now."""
        return due(case, now=self._office.now(), target=self._office.answer_within)

    def late_promises(self) -> dict[str, Promise]:
        """The oldest promise of each case that is overdue."""
        now = self._office.now()
        found: dict[str, Promise] = {}
        for one in by_urgency(self._office.casebook.promises(states={PromiseState.OPEN})):
            if standing(one, now=now) is Standing.LATE:
                found.setdefault(one.case_id, one)
        return found

    def leaving(self) -> list[OutboxItem]:
        """Everything that leaves by itself, the next first."""
        return sorted(self._office.casebook.outbox(states=WAITING), key=lambda each: each.send_at)
