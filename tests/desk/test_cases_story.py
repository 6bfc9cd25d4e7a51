"""Two complaints in one letter, and two letters about one complaint, over real mail servers."""

from .shop import Shop
from .test_story import complain, reply_sent

SECOND = """Dear Dana,

you were charged twice for order 4471, and that was my mistake. I have sent the 24 pounds back today, and
you will have them by Friday. I will write to you on Friday to hear whether they arrived.

Kim
"""


def test_the_answer_to_a_split_case_comes_back_to_it(shop: Shop) -> None:
    shop.add_account()
    case, _ = complain(shop)
    second = shop.json("case", case, "split", "billing", "Charged", "twice")["id"]
    assert {row["id"] for row in shop.json("list")} == {case, second}
    shown = shop.json("show", second)
    assert ["teapot" in each["text"] for each in shown["messages"]] == [True]
    assert shop.json("reply", second, "--file", "-", "--now", words=SECOND)["to"] == shop.customer.address
    assert shop.json("send-due")["accepted"] == 1
    (ours,) = shop.customer.waits_for(1)
    assert shop.json("case", second, "show")["state"] == "waiting"
    assert shop.json("case", case, "show")["state"] in ("new", "open")
    shop.customer.write(shop.address, "Re: Charged twice", "The money is still not there!", answers=ours)
    shop.synced_until(lambda rows: any(r["id"] == second and r["state"] == "open" for r in rows))
    texts = [each["text"].strip() for each in shop.json("show", second)["messages"]]
    assert texts[-1] == "The money is still not there!"
    assert all("still not there" not in each["text"] for each in shop.json("show", case)["messages"])


def test_a_letter_to_a_merged_conversation_is_heard_and_unmerging_is_refused_kindly_after_a_reply(
    shop: Shop,
) -> None:
    shop.add_account()
    case, _ = complain(shop)
    second = shop.customer.write(
        shop.address, "Teapot again", "My blue teapot is still broken and I am waiting!"
    )
    rows = shop.synced_until(lambda found: any(r["subject"] == "Teapot again" for r in found))
    other = next(row["id"] for row in rows if row["subject"] == "Teapot again")
    if shop.json("case", other, "show")["state"] == "not_complaint":
        shop.json("case", other, "complaint")
    assert shop.json("case", other, "merge", case)["id"] == case
    reply_sent(shop, case)
    assert "letter has left" in shop.refuses("undo")
    shop.customer.write(
        shop.address, "Re: Teapot again", "And the new one is cracked as well.", answers=second
    )
    shop.synced_until(lambda found: any(r["id"] == case and r["state"] == "open" for r in found))
    assert any("cracked as well" in each["text"] for each in shop.json("show", case)["messages"])
