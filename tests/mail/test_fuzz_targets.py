"""The targets of the fuzzer hold for the sample letters, so it never starts from what fails."""

import pytest

from tests.fuzz.targets import SEEDS, TARGETS


@pytest.mark.parametrize("name", list(TARGETS))
def test_a_target_holds_for_its_seeds(name: str) -> None:
    seeds = list(SEEDS[name]())
    assert seeds
    for seed in seeds:
        TARGETS[name](seed)
