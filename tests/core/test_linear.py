"""Dense linear models: restored and added up."""

from __future__ import annotations

import pytest

from inbox_tui.core.linear import dense, probability


def test_a_dense_model_knows_its_places() -> None:
    data = {"names": ["x", "y"], "bias": [0.5], "weights": [[2.0, -1.0]]}
    assert dense(data, ("x", "y")).score(0, [1.0, 0.5]) == pytest.approx(2.0)
    with pytest.raises(ValueError, match="other features"):
        dense(data, ("y", "x"))


def test_probability_is_safe_at_both_ends() -> None:
    assert probability(0.0) == 0.5
    assert 0.0 <= probability(-1e9) < 1e-9
    assert 1 - 1e-9 < probability(1e9) <= 1.0
