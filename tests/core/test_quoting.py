"""The split of a message text: history in many tongues, signatures, and no line lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.quoting import split_for_reading, split_reply

ATTRIBUTIONS = [
    "On Tue, 3 Nov 2026 at 09:14, Corner Shop <help@shop.example> wrote:",
    "On 3 Nov 2026, at 09:14, Corner Shop <help@shop.example>\nwrote:",
    "On Mon, Nov 2, 2026 at 4:37 PM The Corner Shop <\nhelp-with-a-long-name@shop.example> wrote:",
    "Am 03.11.2026 um 09:14 schrieb Laden <hilfe@laden.example>:",
    "Le mar. 3 nov. 2026 à 09:14, La Boutique <aide@boutique.example> a écrit :",
    "El mar, 3 nov 2026 a las 9:14, Tienda (<ayuda@tienda.example>) escribió:",
    "Em ter., 3 de nov. de 2026 às 09:14, Loja <ajuda@loja.example> escreveu:",
    "Il giorno mar 3 nov 2026 alle ore 09:14 Bottega <aiuto@bottega.example> ha scritto:",
    "Op di 3 nov 2026 om 09:14 schreef Winkel <hulp@winkel.example>:",
    "Den tirs. 3. nov. 2026 kl. 09.14 skrev Butik <hjelp@butik.example>:",
    "ti 3. marrask. 2026 klo 9.14 Kauppa (apu@kauppa.example) kirjoitti:",
    "wt., 3 lis 2026 o 09:14 Sklep <pomoc@sklep.example> napisał(a):",
    "вт, 3 нояб. 2026 г. в 09:14, Магазин <help@magazin.example>:",
    "---- On Tue, 03 Nov 2026 09:14:50 +0000 help@shop.example wrote ----",
    "On Tue, Sales wrote:",
    "-----Original Message-----\nFrom: Corner Shop\nSent: Tuesday\nTo: Ann\nSubject: Mugs",
    "____________________\nFrom: Corner Shop <a@shop.example>\nSent: Tuesday\nTo: Ann\nSubject: Mugs",
    "Von: Laden <hilfe@laden.example>\nGesendet: Dienstag\nAn: Ann\nBetreff: Tassen",
    "Gesendet: Dienstag, 24. November 2026 um 10:12 Uhr\nVon: Laden\nAn: Ann\nBetreff: Tassen",
    "De : Boutique\nEnvoyé : mardi\nÀ : Ann\nObjet : Tasses",
    "Da: Bottega\nInviato: martedì\nA: Ann\nOggetto: Tazze",
    "Van: Winkel\nVerzonden: dinsdag\nAan: Ann\nOnderwerp: Mokken",
    "Fra: Butik\nSendt: tirsdag\nTil: Ann\nEmne: Kopper",
    "---------- Forwarded message ---------\nFrom: Shop <a@shop.example>",
    "在 2026年11月24日，10:12，店 <help@shop.example> 写道：",
    "店 <help@shop.example> 于2026年11月24日周二 10:12写道：",
    "店 <help@shop.example> 於 2026年11月24日 週二 上午10:12寫道：",
    "2026年11月24日(火) 10:12 店 <help@shop.example>:",
    "2026년 11월 24일 (화) 오전 10:12, 가게 <help@shop.example>님이 작성:",
    "вт, 24 лист. 2026 р. о 10:12 Крамниця <help@shop.example> пише:",
    "uto, 24. stu 2026. u 10:12 Dućan <help@shop.example> je napisao/la:",
    "Vào Th 3, 24 thg 11, 2026 vào lúc 10:12 Shop <help@shop.example> đã viết:",
    "בתאריך יום ג׳, 24 בנוב׳ 2026 ב-10:12 מאת Shop <help@shop.example>:",
    "-------- Původní e-mail --------\nOd: Obchod\nKomu: Ann\nDatum: 24. 11. 2026",
    "发件人: 店\n发送时间: 2026年11月24日\n收件人: Ann\n主题: 茶壶",
    "差出人: 店\n送信日時: 2026年11月24日\n宛先: Ann\n件名: 茶壺",
    "Gönderen: Dükkan\nGönderildi: Salı\nKime: Ann\nKonu: Fincan",
    "-----Ursprüngliche Nachricht-----",
    "---------- Enclosed message ----------",
    "Begin forwarded message:",
    "##- Please type your reply above this line -##",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_everything_below_an_attribution_without_marks_is_history(attribution: str) -> None:
    split = split_reply(f"The lid is cracked.\n\n{attribution}\n\nDear Ann, your mug is on its way.\n")
    assert split.fresh.strip() == "The lid is cracked."
    assert split.quoted == f"{attribution}\n\nDear Ann, your mug is on its way.\n"


@pytest.mark.parametrize("attribution", ATTRIBUTIONS[:13])
def test_an_answer_below_marked_lines_is_fresh(attribution: str) -> None:
    split = split_reply(f"{attribution}\n> Which colour?\n\nBlue, please.\n")
    assert split.fresh.strip() == "Blue, please."
    assert "Which colour?" in split.quoted


def test_prose_above_an_attribution_stays_fresh() -> None:
    split = split_reply(
        "I write as I said,\nand again.\nOn 3 Nov 2026 at 9:14 Ann <ann@mail.example> wrote:\n> mug\n"
    )
    assert split.fresh == "I write as I said,\nand again.\n"


@pytest.mark.parametrize(
    "text",
    [
        "On Thursday I wrote:\n\nwhere is my mug?\nNobody answered.",
        "On 3 Nov 2026 I wrote to Kim <kim@shop.example>:\n\nno answer.",
        "The parcel came at 10:12. Please answer to Ann <ann@buyer.example>:\n\nshe signed for it.",
        "On the box you wrote:\n\nunbreakable. It broke.",
        "From: the kitchen\nwith love, your plate broke.",
        'linnet_77 wrote:\n"The spout snapped."',
        "I bought these:\n-- a red cup\n-- a blue cup\n\nBoth leak, as I said.\nPlease call.\nThanks!",
        "Cheers to your driver, who was lovely.\nThe cake was squashed though.",
        "These came late:\n\nItem       Day\n----------------\nblue cup   Monday\nred cup    Friday",
        "Order 4471.\n\n---\n\nThe teapot arrived broken. Where is my refund?\n\nDana\n",
        "Order 4471.\n\n---\n\nthe teapot broke.\n",
        "Bestellung 4471.\n\n_____\n\nWo bleibt mein Geld, bitte?\n",
        "Order 4471.\n\n***\n\nThe lid had a crack in it when I took\nit out of the box\n",
        "注文 4471\n\n---\n\nポットが割れていました。\n",
        "Date: 3 May\nFrom: your shop in Leeds\nThe lid cracked.",
        "It broke.\n\nSent from my shop's own desk, so please answer there.",
        "Best of luck selling these.\nMine fell apart in a day and I am cross about it, to be frank.",
    ],
)
def test_ordinary_letters_are_fresh_as_a_whole(text: str) -> None:
    assert split_reply(text).fresh == text


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnn Reed\n0555 010 020\n",
        "--\nAnn\n",
        "Sent from my iPhone\n",
        "Sent from Postbird<https://p.example/r?b=2>\n",
        "Get Outlook for iOS<https://o.example>\n",
        "Envoyé de mon iPhone\n",
        "Von meinem iPhone gesendet\n",
        "Enviado desde mi iPhone\n",
        "Inviato da iPhone\n",
        "Verstuurd vanaf mijn iPhone\n",
        "Kind regards,\nAnn Reed\nTel. 0555 010 020\n",
        "Mit freundlichen Grüßen\nAnn Reed\n",
        "Cordialement,\nAnn\n",
        "Un cordial saludo\nAnn\n",
        "Best wishes\nAnn\n\nSent from my iPad\n",
        "This e-mail and any attachments are confidential and meant for the addressee.\nDo not read.\n",
    ],
)
def test_a_signature_is_set_apart(signature: str) -> None:
    split = split_reply(f"The lid is cracked.\n\n{signature}")
    assert (split.fresh.strip(), split.signature) == ("The lid is cracked.", signature)


def test_a_postscript_is_not_signature() -> None:
    assert "refund" in split_reply("It broke.\n\nRegards\nAnn\n\nPS I want a refund.\n").fresh


def test_a_signature_above_the_history_is_found() -> None:
    split = split_reply(
        "Thanks!\n\n-- \nAnn\n\nOn Tue, 3 Nov 2026 Shop <a@shop.example> wrote:\n> Sent today.\n"
    )
    assert (split.fresh.strip(), split.signature.strip()) == ("Thanks!", "-- \nAnn")


LINES = st.sampled_from(
    [
        *(
            "> quoted",
            "-- ",
            "--",
            "On 3 Nov 2026 at 9:14, A <a@b.example> wrote:",
            "From: a",
            "To: b",
            "Subject: c",
        ),
        *("", "Cheers", "Sent from my iPhone", "words here", "_____________", "-----Original Message-----"),
    ]
)


@given(st.one_of(st.text(), st.lists(LINES).map("\n".join), st.lists(LINES).map("\r\n".join)))
def test_no_line_is_lost_or_changed(text: str) -> None:
    split = split_reply(text)

    def lines(part: str) -> list[str]:
        return part.split("\n")

    kept = sorted(
        line for part in (split.fresh, split.quoted, split.signature) for line in lines(part) if line
    )
    assert kept == sorted(line for line in lines(text) if line)
    assert len(split.fresh) + len(split.quoted) + len(split.signature) == len(text)


def test_where_links_lead_is_told_beside_the_words_that_hold_them() -> None:
    split = split_reply(
        "See my picture [2].\n\nRegards,\nAnn [3]\n\nOn 3 Nov 2026 at 9:14 Kim <kim@shop.example> wrote:\n"
        "> Follow it here [1].\n\n[1] https://track.example/1 (its words name shop.example)\n[2] https://pictures.example/2\n"
        "[3] mailto:ann@buyer.example\n"
    )
    assert split.fresh.endswith("See my picture [2].\n\n\n[2] https://pictures.example/2\n")
    assert split.quoted.endswith(
        "> Follow it here [1].\n[1] https://track.example/1 (its words name shop.example)\n"
    )
    assert split.signature.endswith("Ann [3]\n\n[3] mailto:ann@buyer.example\n")


def test_a_list_of_addresses_that_a_person_wrote_stays_where_it_is() -> None:
    text = "I looked at\n[2] https://a.example\n[3] https://b.example\n"
    assert split_reply(text).fresh == text


@pytest.mark.parametrize("word", ["break", "brown", "lovely", "cheersy"])
def test_a_word_that_begins_like_a_farewell_is_none(word: str) -> None:
    assert split_reply(f"It fell and will\n{word}\nsoon.\n").signature == ""


def test_a_short_quote_stays_above_its_answer_for_a_reader() -> None:
    text = (
        "On 3 Nov 2026 at 9:14 Kim <kim@shop.example> wrote:\n> Which colour?\n\nBlue, please.\n"
        "> And when?\n> Any day?\nMonday.\n\n> Kim\n> The shop\n\n-- \nAnn\n"
    )
    split = split_for_reading(text)
    assert split.fresh == "> Which colour?\n\nBlue, please.\n> And when?\n> Any day?\nMonday.\n\n\n"
    assert split.quoted == "On 3 Nov 2026 at 9:14 Kim <kim@shop.example> wrote:\n> Kim\n> The shop\n"
    assert split_reply(text).fresh == "\nBlue, please.\nMonday.\n\n\n"


def test_a_long_quote_is_folded_though_an_answer_follows() -> None:
    long = "> and so on\n" * 9
    assert split_for_reading(f"{long}\nNo.\n").quoted == long


@given(st.lists(st.sampled_from(["> q", "a", "", "-- ", "On 3 Nov 2026 at 9:14 Kim <k@s.example> wrote:"])))
def test_no_line_is_lost_for_a_reader(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    split = split_for_reading(text)
    assert sorted(text.split("\n")) == sorted((split.fresh + split.quoted + split.signature).split("\n"))
