"""What stands in the frame of the list: what is listed, and what else there is."""

from collections.abc import Mapping

from textual.dom import DOMNode

from ....desk.cases.sections import Order, Section, orders_of
from ...keys import key_of
from ...show import Showable, join, line, styled
from ...theming import glyph


def title_words(node: DOMNode, section: Section, order: Order, *, words: str, count: int | None) -> Showable:
    """``To answer (38) · newest``, or what is searched for; without a number that is not known."""
    title = f"Search: {words}" if words else section.value
    usual = words or order is orders_of(section)[0]
    number = "" if count is None else f" ({count:,})"
    return join(
        f" {glyph(node, 'dot')} ", [line(title, number), "" if usual else styled(order.value, "muted")]
    )


def others_words(node: DOMNode, counts: Mapping[Section, int], *, besides: Section) -> Showable:
    """What else there is, by its size, and the keys."""
    keys = [
        line(styled(key_of(node, "list.order"), "key"), " order"),
        line(styled(key_of(node, "list.section"), "key"), " lists"),
    ]
    known = [f"{each.short} {n:,}" for each, n in counts.items() if n and each is not besides]
    return join("  ", [join(f" {glyph(node, 'dot')} ", known), *keys])


def selected_words(node: DOMNode, count: int) -> Showable:
    """How many are selected, and how that ends."""
    return line(f"{count} selected, ", styled(key_of(node, "desk.back"), "key"), " none") if count else ""
