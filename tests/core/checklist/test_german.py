"""German is there as data only: a lexicon and rules, no code. Letters that the rules were not written on."""

import pytest

from inbox_tui.core.checklist import CHECKS, Answer, Checklist, Complaint, Report, Stance

COMPLAINT = Complaint(
    from_name="Sabine Otto",
    subject="Teekanne zerbrochen",
    text="Guten Tag, die blaue Teekanne (Bestellung 4471) kam am Dienstag mit abgebrochener Tülle an. "
    "Sie war ein Geschenk für meine Mutter. Ich möchte mein Geld zurück. Sabine Otto",
)
GOOD = """Liebe Frau Otto,

dass die blaue Kanne Ihrer Mutter mit abgebrochener Tülle ankam, muss sehr enttäuschend gewesen sein. \
Das war unser Fehler: Ich habe nur einen Karton genommen, weil die großen aufgebraucht waren. \
Die 34 Euro sind heute zurücküberwiesen. Seit gestern packen wir jede Kanne in zwei Kartons. \
Am Freitag rufe ich Sie an und frage nach.

Herzliche Grüße
Kim
"""
BAD = """Sehr geehrte Kundin,

vielen Dank für Ihre Nachricht. Es tut uns leid, dass Sie das so empfinden. \
Aufgrund des hohen Aufkommens vor Weihnachten kam es leider zu Verzögerungen, \
und der Paketdienst hat das \
Päckchen beschädigt. Sie hätten die Ware sofort prüfen müssen. Wir bedauern die Unannehmlichkeiten. \
So etwas wird nie wieder vorkommen.

Ihr Kundenservice
"""


def report(text: str) -> Report:
    return Checklist().check(Answer(text=text, complaint=COMPLAINT, customer_name="Sabine Otto"))


def found(text: str) -> set[str]:
    return {each.check for each in report(text).findings if each.found}


def test_a_good_german_letter_has_its_parts_and_no_mistakes() -> None:
    parts = {
        "empathy",
        "validation",
        "explanation",
        "fault",
        "commitment",
        "solution",
        "follow_up",
        "personalised",
    }
    assert found(GOOD) == parts
    assert report(GOOD).stance is Stance.OURS


def test_a_bad_german_letter_shows_its_mistakes_and_no_parts() -> None:
    assert found(BAD) == {"excuse", "blame", "canned", "argue", "overpromise"}


@pytest.mark.parametrize(
    ("sentence", "silent"),
    [
        ("Ich kann Ihnen nicht versprechen, dass so etwas nie wieder vorkommt.", "overpromise"),
        ("Das war nicht der Paketdienst, das waren wir.", "blame"),
        ("Melden Sie sich gern, wenn Sie Fragen haben.", "follow_up"),
        ("Eine Erstattung ist leider nicht möglich.", "solution"),
        ("Falls es unser Fehler war, tut es uns leid.", "fault"),
        ("Wir werden alles tun, damit das nicht wieder vorkommt.", "commitment"),
    ],
)
def test_near_misses_stay_silent(sentence: str, silent: str) -> None:
    # A line of plain words around it, so that the language is heard.
    text = f"Liebe Frau Otto,\n\nwir haben Ihre Zeilen mit der Kanne auf dem Tisch gelesen. {sentence}\n\nKim"
    assert silent not in found(text)


def test_a_language_without_rules_gets_only_what_holds_in_any() -> None:
    text = "Chère Madame,\n\nla théière que vous avez est cassée et nous sommes désolés pour vous [NOM]."
    known = {each.check for each in report(text).findings if each.found is not None}
    assert known <= {"promptness", "placeholder", "personalised"}
    assert len(report(text).findings) == len(CHECKS)
