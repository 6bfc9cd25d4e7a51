"""HTML letters, as a person reads them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_tui.core.text import clean, is_clean
from inbox_tui.mail.html import MAX_HTML, html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ("<h2>Order <b>42</b></h2><p>is <i>late</i></p>", "Order 42\n\nis late"),
        ("<ul><li>mug<li>plate<ul><li>blue</ul></ul>", "- mug\n- plate\n  - blue"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<blockquote>she said<blockquote>he said</blockquote></blockquote>", "> she said\n>\n> > he said"),
        (
            "<table><tr><th>Item<th>Price</tr><tr><td>Mug | big<td>5</tr></table>",
            "Item | Price\nMug | big | 5",
        ),
        (
            "2 * 3 * 4 a_b_c [x] <p># no<p>1. no<p>- no<p>&gt; no",
            "2 * 3 * 4 a_b_c [x]\n\n# no\n\n1. no\n\n- no\n\n> no",
        ),
        (r"<p>C:\temp \\server\x \* back*</p>", r"C:\temp \\server\x \* back*"),
        ("<pre>a *  b\n  c\\*</pre>", "a *  b\n  c\\*"),
        ("a&nbsp;b &lt;b&gt; &amp;amp; &euro;", "a b <b> &amp; €"),
        (
            "<script>x</script><style>y</style><title>t</title><!-- z -->words<svg><text>s</text></svg>",
            "words",
        ),
        ("<div style='display:none'>secret</div><p hidden>h</p><p>shown</p>", "shown"),
        ("<img src='https://t.example/p.gif' width=1><img src='data:image/png;base64,AAAA'>words", "words"),
        (
            "<img src='cid:1' alt='IMG_1.jpeg'> and <img src='https://x.example/l.png' alt='Logo'>",
            "[picture: IMG_1.jpeg] and Logo",
        ),
        ("<p>My\nteapot\r\n  is <b>broken</b>\nnow</p>", "My teapot is broken now"),
        ("<p style='white-space: pre-wrap'>one\ntwo</p>", "one\ntwo"),
        ("Hi,<div>a</div><div>b</div><div><br></div><div>c</div>end", "Hi,\na\nb\n\nc\nend"),
        ("<blockquote><div>a</div><div>b</div></blockquote><div>c</div>", "> a\n> b\n\nc"),
        (
            "<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal>b</p>"
            "<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>c</p><p>d</p><div>e</div>",
            "a\nb\n\nc\n\nd\n\ne",
        ),
        ("<p class=MsoListParagraph>·<span>&nbsp;&nbsp; &nbsp;</span>mug</p>", "- mug"),
        ("<dl><dt>Order<dd>4471<dt>Day<dd>Monday</dl>", "Order\n  4471\n\nDay\n  Monday"),
        ("<p>press <kbd>j</kbd></p>", "press j"),
        (
            "<div style='max-height:0;overflow:hidden'>secret</div><p style='opacity: 0'>s</p><p>shown</p>",
            "shown",
        ),
        ("<span style='color:#FFF; background:white'>secret</span>shown", "shown"),
        ("<span style='color:transparent'>secret</span>shown", "shown"),
        ("<p style='position:absolute; left:-9999px'>secret</p><p>shown</p>", "shown"),
        ("<p style='position:absolute; left:-20px'>shown</p>", "shown"),
        ("<p style='text-indent: -999px'>secret</p><p>shown</p>", "shown"),
        ("<p style='text-indent: -36pt'>shown</p>", "shown"),
        (
            "<div style='color:#fff; font-size:1px'>secret</div><span style='font-size:.1px'>s</span>shown",
            "shown",
        ),
        ("<table><tr><td style='font-size:1px'><p style='font-size:13px'>shown</table>", "shown"),
        ("<p style='font-size:1.2em'>shown</p>", "shown"),
        ("<p style='color:#fff;background:#000'>shown</p>", "shown"),
        ("<div style='color:#fff;background:#fff'><p style='color:#000'>shown</p></div>", "shown"),
        ("<div style='font-size:0px'><p style='font-size:13px'>shown</p></div>", "shown"),
        ("<div style='height:0;width:0;overflow:hidden'>secret</div><p style='height:0'>shown", "shown"),
        (
            "<style>/* a */ p.pre, #x { display:none } @media (max-width:9px) {.wide{display:none}}</style>"
            "<p class='big pre'>secret</p><p id=x>secret</p><p class=wide>shown</p><p class=pre-x>too</p>",
            "shown\n\ntoo",
        ),
        ("<iframe src='http://evil.example/'></iframe><object data=x>o</object>shown", "shown"),
        ("<p style='opacity:0.9;max-height:0.5em'>shown</p>", "shown"),
        ("<img src='https://t.example/p.gif' width='1' height=1 alt='open'>words", "words"),
        ("no tags at all", "no tags at all"),
        ("", ""),
    ],
)
def test_what_becomes_of_html(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize("words", ["Sign in", "evil.example"])
def test_a_link_with_a_user_name_that_looks_like_a_site_says_where_it_leads(words: str) -> None:
    text = html_to_text(f"<a href='https://bank.example@evil.example/in'>{words}</a>")
    assert text.endswith("[1] https://bank.example@evil.example/in (leads to evil.example)")
    assert html_to_text("<a href='https://two.example/a@b.example'>two</a>").endswith("/a@b.example")


def test_links_become_notes_with_their_real_targets() -> None:
    html = (
        '<p><a href="https://evil.example/?a=1&amp;copy=2">www.bank.example</a>, '
        '<a href="https://two.example/x_(y)">two</a>, <a href="https://two.example/x_(y)">again</a>, '
        '<a href="mailto:ann@x.example">write</a></p>'
    )
    assert html_to_text(html) == (
        "www.bank.example [1], two [2], again [2], write [3]\n\n"
        "[1] https://evil.example/?a=1&copy=2 (its words name bank.example)\n"
        "[2] https://two.example/x_(y)\n[3] mailto:ann@x.example"
    )


@pytest.mark.parametrize(
    ("words", "href", "named"),
    [
        ("https://bank.example/in", "http://login.evil.example/in", "bank.example"),
        ("bank.example", "https://bank.example@evil.example/", "bank.example"),
        ("BANK.example", "https://www.bank.example/in", ""),
        ("www.bank.example", "https://go.bank.example/x", ""),
        ("Sign in", "https://evil.example/", ""),
        ("version 2.10", "https://evil.example/", ""),
        ("Node.js", "https://evil.example/", ""),
    ],
)
def test_a_link_whose_words_name_another_site_says_so(words: str, href: str, named: str) -> None:
    text = html_to_text(f"<a href='{href}'>{words}</a>")
    assert text.endswith(f"(its words name {named})" if named else href)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "#top",
        "/relative",
        "",
    ],
)
def test_other_links_lose_their_target(href: str) -> None:
    assert html_to_text(f'<p>Click <a href="{href}">here</a></p>') == "Click here"


def test_a_link_that_shows_its_target_needs_no_note() -> None:
    html = '<a href="https://x.example/">https://x.example/</a> <a href="mailto:a@x.example">a@x.example</a>'
    assert html_to_text(html) == "https://x.example/ a@x.example"


def test_a_picture_that_is_a_link_says_where_it_leads() -> None:
    html = "<a href='https://x.example/a'><img src=a.png alt='Pay now'></a> <a href='https://x.example/b'><img></a>"
    assert html_to_text(html) == (
        "Pay now [1] [picture] [2]\n\n[1] https://x.example/a\n[2] https://x.example/b"
    )


def test_a_mail_cannot_bring_its_own_marks() -> None:
    for mark in "\ue000\ue001\ue002\ue003\ue004":
        assert html_to_text(f"<p>a{mark}b</p><div>{mark}c</div>") == "ab\n\nc"
    assert (
        html_to_text("<p>\ue0007\ue001 <a href='https://x.example'>x</a></p>")
        == "7 x [1]\n\n[1] https://x.example"
    )


def test_a_broken_link_takes_none_of_our_marks_along() -> None:
    text = html_to_text("<a href='https://x.example/<div>a</p><p class=MsoNormal>'>pay</a>")
    assert text.startswith("pay [1]") and not any("\ue000" <= char <= "\uf8ff" for char in text)


def test_layout_tables_do_not_squeeze_a_letter_into_one_row() -> None:
    html = (
        "<table><tr><td><table><tr><td><p>Dear shop,</p><p>it broke.</p></td></tr></table></td></tr>"
        "<tr style='display:none'><td>preheader</td></tr></table>"
    )
    assert html_to_text(html) == "Dear shop,\n\nit broke."


def test_deep_nesting_is_stripped_and_not_lost() -> None:
    html = "<div>" * 5000 + "words &amp; more<p>next" + "</div>" * 5000 + "<script>no</script>"
    assert html_to_text(html) == "words & more\nnext"


def test_pictures_inside_do_not_count_for_the_limit() -> None:
    html = f'<img src="data:image/png;base64,{"A" * MAX_HTML}">The letter.'
    assert html_to_text(html) == "The letter."


@pytest.mark.parametrize(
    "unit",
    [
        "<b>",
        "<p>x",
        "<table><tr><td>",
        "<td>x",
        "<ul><li>",
        "<!--",
        "<a href='x",
        "<script>",
        "&#27;",
        "\0",
        "<",
        "&",
        " ",
        "<b><i>",
    ],
)
def test_hostile_html_takes_no_time(unit: str) -> None:
    start = time.process_time()
    html_to_text("<table>" + unit * (600_000 // len(unit)))
    # Measured: 1.2 s for the worst, which is the converter's own work; quadratic work would take minutes.
    assert time.process_time() - start < 6


PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [
                "<a href='https://x.example/%s'>",
                "</a>",
                "<table>",
                "<tr>",
                "<td>",
                "</td>",
                "</table>",
                "<b>",
                "<!--",
            ]
        ),
        st.sampled_from(
            [
                "<blockquote>",
                "<pre>",
                "<img alt='x' src='cid:1'>",
                "-->",
                "<div hidden>",
                "\\*",
                "|",
                "&#x1b;",
            ]
        ),
    ),
    max_size=25,
).map("".join)


@settings(max_examples=200)
@given(PIECES)
def test_any_html_gives_text(html: str) -> None:
    text = html_to_text(html)
    assert is_clean(clean(text))
    assert "\ue000" not in text and "\ue001" not in text


def test_a_fault_in_the_converter_costs_a_letter_its_looks_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panics(*_: object, **__: object) -> None:
        raise PanicException

    monkeypatch.setattr("inbox_tui.mail.html.convert", panics)
    assert html_to_text("<p>The lid</p><p>broke.</p>") == "The lid\n\nbroke."
