"""The list of last time, as it is shown before the casebook is open."""

from dataclasses import replace

import pytest

from ..ui.shop import Shop
from .test_cases import shop as shop


def test_the_list_of_last_time_is_the_list_without_its_running_clock(shop: Shop) -> None:
    shop.case("c1", "Dana Reed", "Arrived in pieces", order_numbers=("4471",))
    rows = shop.desk.inbox.rows()
    shop.desk.glance.keep(rows)
    (seen,) = shop.desk.glance.rows()
    assert (seen.id, seen.due.at, seen.order_numbers) == ("c1", rows[0].due.at, ("4471",))


def test_every_instant_of_a_row_is_one_again(shop: Shop) -> None:
    shop.case("c1", "Dana Reed", "Arrived in pieces")
    at = shop.desk.office.now()
    row = replace(shop.desk.inbox.rows()[0], snoozed_until=at, follow_up_at=at, reply_at=at)
    shop.desk.glance.keep([row])
    (seen,) = shop.desk.glance.rows()
    assert replace(seen, due=row.due) == row


@pytest.mark.parametrize("text", ["", "{", "[1]", "[{}]", '[{"id": 3}]', "null"])
def test_a_spoilt_list_of_last_time_is_none(shop: Shop, text: str) -> None:
    shop.desk.office.shelf.write("first-list", text)
    assert shop.desk.glance.rows() == []
