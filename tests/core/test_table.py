"""Tables of weights: stored, restored and added up."""

from __future__ import annotations

import json

import pytest

from inbox_tui.core.table import restored, stored

WEIGHTS = {"a": [10, 0], "b": [-128, 127], "é": [1, -1]}
STORED = stored(("yes", "no"), (0.5, -1.0), 0.1, WEIGHTS)
TABLE = restored(json.loads(json.dumps(STORED)))


def test_scores_are_bias_plus_scaled_weights() -> None:
    assert TABLE.scores(["a", "b", "unheard of"]) == pytest.approx([-11.3, 11.7])
    assert TABLE.scores([]) == [0.5, -1.0]


def test_many_features_at_once_do_not_run_into_one_another() -> None:
    assert TABLE.scores(["b"] * 5_000 + ["a"]) == pytest.approx([-63_998.5, 63_499.0])


def test_every_weight_survives_being_stored() -> None:
    assert {name: TABLE.weights(name) for name in TABLE.rows} == WEIGHTS


def test_a_table_may_be_empty() -> None:
    assert restored(stored(("yes",), (0.5,), 0.1, {})).scores(["a"]) == [0.5]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"features": ""},
        {"features": STORED["weights"]},
        {"weights": "no base 64"},
        {"weights": "AAAA"},
        {"labels": ["yes"]},
        {"scale": "much"},
        {"weights": None},
    ],
)
def test_a_spoilt_table_is_refused(spoilt: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"table|equally many|decode"):
        restored(STORED | spoilt)
