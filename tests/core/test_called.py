"""What people are called, as their mail programs write it."""

import time

import pytest

from inbox_tui.core.called import first_name, shown_as


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Dana Reed", "Dana"),
        ("DANA REED", "Dana"),
        ("dana", "Dana"),
        ("Reed, Dana", "Dana"),
        ("Ruth Adeyemi, The Copper Kettle", "Ruth"),
        ("Dr Helen Strand", "Helen"),
        ("Dr. Helen Strand", "Helen"),
        ("Jean-Luc O’Neill", "Jean-Luc"),
        ("Łukasz Żółć", "Łukasz"),
        ("McKenzie Ash", "McKenzie"),
        ("Jo Lund", "Jo"),
        # Nothing that one could write after “Dear”.
        ("R. Templeton", ""),
        ("R Templeton", ""),
        ("J.P. Smith", ""),
        ("J.-P. Smith", ""),
        ("Mrs Ashdown", ""),
        ("Herr Müßig", ""),
        ("The Copper Kettle", ""),
        ("owner@shop.example", ""),
        ("", ""),
        (" , ", ""),
        ("4471", ""),
    ],
)
def test_what_to_write_after_dear(name: str, first: str) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize(
    ("name", "address", "shown"),
    [
        ("Dana Reed", "dana@buyer.example", "Dana Reed"),
        ("", "dana@buyer.example", "dana@buyer.example"),
        ("owner@shop.example", "thief@else.example", "thief@else.example"),
        ("owner@shop.example (shop)", "thief@else.example", "thief@else.example"),
        ("owner@shop.example", "", "owner@shop.example"),
        ("Dana @ the mill", "dana@buyer.example", "Dana @ the mill"),
        ("[@click=app.bell] Nasty", "nasty@buyer.example", "[@click=app.bell] Nasty"),
        ("", "", ""),
    ],
)
def test_a_name_that_is_an_address_is_not_believed(name: str, address: str, shown: str) -> None:
    assert shown_as(name, address) == shown


def test_a_name_without_an_end_is_cut_and_an_address_never() -> None:
    name, address = "Featherstonehaugh " * 20, "a" * 80 + "@buyer.example"
    assert shown_as(name, address) == ("Featherstonehaugh " * 4)[:59] + "…"
    assert shown_as("", address) == address


def test_a_name_of_any_length_is_looked_at_once() -> None:
    began = time.process_time()
    assert shown_as("a" * 100_000, "dana@buyer.example").endswith("…")
    assert time.process_time() - began < 3  # half a minute, where each letter begins the search anew
