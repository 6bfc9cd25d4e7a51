"""Linear models: stored, restored and added up."""

from __future__ import annotations

import json

import pytest

from inbox_tui.core.linear import Linear, dense, folded, probability, read, restored, stored, unfolded

MODEL = Linear(("yes", "no"), (0.5, -1.0), 0.1, {"a": [0, 10], "b": [0, -5, 1, 20]})


def test_scores_are_bias_plus_scaled_weights() -> None:
    assert MODEL.scores(["a", "b", "unheard of"]) == pytest.approx([1.0, 1.0])
    assert MODEL.scores([]) == [0.5, -1.0]


def test_a_model_survives_being_stored() -> None:
    again = read(json.dumps(stored(MODEL)))
    assert again.scores(["a", "b"]) == MODEL.scores(["a", "b"])
    assert json.dumps(stored(again)) == json.dumps(stored(MODEL))


@pytest.mark.parametrize(
    "spoilt",
    [{"features": "a"}, {"labels": ["yes"]}, {"scale": "much"}, {"weights": None}],
)
def test_a_spoilt_model_is_refused(spoilt: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"model|equally many"):
        restored(stored(MODEL) | spoilt)


def test_names_are_folded_and_come_back() -> None:
    names = ["1 refund", "1 refunded", "2 refund it", "3", "3 £ 12 \\ x", "é", "éa"]
    assert unfolded(folded(names)) == names
    assert folded(names).startswith("01 refund\n8ed\n")
    assert unfolded(folded([])) == []


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="object"):
        read("[]")


def test_a_dense_model_knows_its_places() -> None:
    data = {"names": ["x", "y"], "bias": [0.5], "weights": [[2.0, -1.0]]}
    assert dense(data, ("x", "y")).score(0, [1.0, 0.5]) == pytest.approx(2.0)
    with pytest.raises(ValueError, match="other features"):
        dense(data, ("y", "x"))


def test_probability_is_safe_at_both_ends() -> None:
    assert probability(0.0) == 0.5
    assert 0.0 <= probability(-1e9) < 1e-9
    assert 1 - 1e-9 < probability(1e9) <= 1.0
