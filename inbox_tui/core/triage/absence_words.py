"""How absence notes name months, days and the end of an absence, in the languages that a small shop meets."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier janv enero ene gennaio januari janeiro stycznia",
            "february feb februar fevrier fevr febrero febbraio februari fevereiro lutego",
            "march mar marz maerz mrz mars marzo maart marco marts marca",
            "april apr avril avr abril abr aprile kwietnia",
            "may mai mayo maggio mei maio maj maja",
            "june jun juni juin junio giugno junho czerwca",
            "july jul juli juillet juil julio luglio julho lipca",
            "august aug aout agosto augustus augusti sierpnia",
            "september sep sept septembre septiembre settembre setembro wrzesnia",
            "october oct oktober okt octobre octubre ottobre outubro pazdziernika",
            "november nov novembre noviembre novembro listopada",
            "december dec dezember dez decembre diciembre dic dicembre dezembro desember grudnia",
        ),
        start=1,
    )
    for name in names.split()
}
DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday montag lundi lunes lunedi maandag mandag segunda poniedzialek",
            "tuesday dienstag mardi martes martedi dinsdag tirsdag tisdag terca wtorek",
            "wednesday mittwoch mercredi miercoles mercoledi woensdag onsdag quarta srode",
            "thursday donnerstag jeudi jueves giovedi donderdag torsdag quinta czwartek",
            "friday freitag vendredi viernes venerdi vrijdag fredag sexta piatek",
            "saturday samstag sonnabend samedi sabado sabato zaterdag lordag sobote",
            "sunday sonntag dimanche domingo domenica zondag sondag niedziele",
        )
    )
    for name in names.split()
}
TOMORROW = frozenset(("tomorrow", "demain", "manana", "domani", "imorgen", "amanha", "jutro"))
NEXT_WEEK = re.compile(
    r"\b(?:next week|nächste[rn]? woche|la semaine prochaine|la semana que viene|la próxima semana"
    r"|la settimana prossima|volgende week|næste uge|nästa vecka|próxima semana|w przyszłym tygodniu)\b",
    re.IGNORECASE,
)
NUMBERS = {
    name: number
    for number, names in enumerate(
        ("a one einen eine un une una", "two zwei deux dos due", "three drei trois tres tre", "four vier"),
        start=1,
    )
    for name in names.split()
}
LASTING = re.compile(
    r"\b(?:for|für|pendant|durante|per) (?:the next |die nächsten |les |los próximos )?"
    r"(?P<many>\d{1,2}|[a-zé]{1,5}) (?:(?P<weeks>weeks?|wochen?|semain|semanas?|settiman)"
    r"|(?:days?|tagen?|tage|jours?|días?|giorni))",
    re.IGNORECASE,
)
# "Ab 30. November im Urlaub": what begins is the absence.
_AWAY = (
    r"(?!(?:(?!(?<!\d)[.!?]).){0,45}\b(?:bis|tot|urlaub|ferien|abwesend|krank|elternzeit|nicht|unterwegs|afwezig"
    r"|vakantie|verlof|niet|ziek)\b)"
)
# "back on" names the day itself; "until" the last day away, so the person is there the day after.
BACK = re.compile(
    r"\b(?:return(?:ing|s)?(?: to (?:the office|work|my desk))?|back(?: (?:in|at)(?: the)? (?:office"
    r"|work|desk))?|(?:available|reachable|contactable) again|next working day(?: is)?|wieder (?:da|im büro"
    r"|im haus|erreichbar|für sie da)|zurück|de retour|serai de retour|reprendrai|retour|(?:estaré"
    r"|estare) de (?:vuelta|regreso)"
    rf"|de vuelta|regreso|volveré|volvere|vuelvo|regresaré|ab(?: dem)?\b{_AWAY}"
    r"|terug|weer (?:bereikbaar|aanwezig)|tornerò|tornero|rientrerò|rientrero|rientro|torno|di ritorno"
    r"|de volta|voltarei|volto|retornarei|regressarei|tilbage|tilbake|tillbaka"
    rf"|vanaf\b{_AWAY}(?= (?:de )?(?:\d|[a-z]+dag))|regresso|wracam|wrócę|będę z powrotem)\b",
    re.IGNORECASE,
)
# The day stands before these, in their own half: “am 7. Dezember wieder im Büro”, not “away from 1 December
# and will be back”.
THERE_AGAIN = re.compile(
    r"(?:\bwieder (?:da|im büro|im haus|erreichbar|am platz|für sie da)|(?<!mich )(?<!ihnen )\bzurück"
    r"|\bweer (?:bereikbaar|aanwezig|terug|op kantoor)|(?<!u )(?<!je )\bterug|\b(?:i am|i'm|i’m|be) back"
    r"|\b(?:tilbage|tilbake|tillbaka|de retour|di ritorno|de vuelta|de volta))\b",
    re.IGNORECASE,
)
OTHER_HALF = re.compile(r"\b(?:and|but|und|aber|en|maar|et|mais|og|och)\b", re.IGNORECASE)
UNTIL = re.compile(
    r"\b(?:until|till|thr(?:ough|u)|up to|bis(?: (?:zum|einschließlich|einschliesslich|inklusive))*"
    r"|jusqu['’]?(?:au|à|a)|hasta(?: el)?|tot(?: en met)?|t/m|fino al?|sino al?|até(?: (?:o|ao))?"
    r"|(?:frem )?til(?: og med)?(?= (?:den |\d))|till(?: och med)?(?= (?:den |\d))|do(?= (?:dnia )?\d))\b",
    re.IGNORECASE,
)
RANGE_END = re.compile(r"(?:\bto\b|\bau\b|\bal?\b|\bbis\b|–|—|\s-\s|(?<=\d)-(?=\d))", re.IGNORECASE)
