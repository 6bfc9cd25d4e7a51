"""The values of the house behave as those of the standard library, and are made without a compiler."""

import dataclasses
from collections.abc import Callable
from copy import deepcopy
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Any

import pytest

from inbox_tui.core import frozen


def values(dataclass: Callable[..., Any]) -> tuple[Any, Any]:
    """Two classes made by this decorator."""

    @dataclass(frozen=True, kw_only=True)
    class Mug:
        """A mug."""

        glaze: str
        chips: int = 0
        marks: list[str] = field(default_factory=list)
        note: str = field(default="", compare=False, repr=False)

        @property
        def words(self) -> str:
            return f"{self.glaze} with {self.chips}"

    @dataclass(frozen=True, kw_only=True)
    class Nothing:
        """Nothing."""

    return Mug, Nothing


OURS, THEIRS = values(frozen.dataclass), values(dataclasses.dataclass)
Mug, Nothing = OURS


def test_it_is_not_the_standard_one() -> None:
    assert frozen.dataclass is not dataclasses.dataclass  # type: ignore[comparison-overlap]


@pytest.mark.parametrize(
    "say",
    [
        lambda mug, nothing: repr(mug(glaze="blue", chips=2, note="x")).partition(".<locals>.")[2],
        lambda mug, nothing: repr(nothing()).partition(".<locals>.")[2],
        lambda mug, nothing: mug(glaze="blue") == mug(glaze="blue", note="not compared"),
        lambda mug, nothing: mug(glaze="blue") == mug(glaze="blue", chips=1),
        lambda mug, nothing: mug(glaze="blue") == "blue",
        lambda mug, nothing: nothing() == nothing(),
        lambda mug, nothing: hash(mug(glaze="blue", marks=())) == hash(mug(glaze="blue", marks=(), note="x")),
        lambda mug, nothing: hash(nothing()) == hash(nothing()),
        lambda mug, nothing: mug(glaze="blue").marks is mug(glaze="blue").marks,
        lambda mug, nothing: asdict(mug(glaze="blue", marks=["KP"])),
        lambda mug, nothing: [(each.name, each.default) for each in fields(mug)][:2],
        lambda mug, nothing: replace(mug(glaze="blue", note="x"), chips=3).words,
        lambda mug, nothing: deepcopy(mug(glaze="blue")) == mug(glaze="blue"),
        lambda mug, nothing: (mug.chips, mug.__match_args__, mug.__doc__, nothing.__match_args__),
    ],
)  # fmt: skip
def test_it_says_what_the_standard_one_says(say: Callable[[Any, Any], object]) -> None:
    assert say(*OURS) == say(*THEIRS)


@pytest.mark.parametrize("classes", [OURS, THEIRS])
@pytest.mark.parametrize("given", [{}, {"chips": 1}, {"glaze": "blue", "handle": 1}, {"handle": 1}])
def test_what_is_missing_or_unknown_is_refused(classes: Any, given: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"glaze|handle"):
        classes[0](**given)
    with pytest.raises(TypeError):
        classes[0]("blue")


@pytest.mark.parametrize("classes", [OURS, THEIRS])
def test_nothing_can_be_changed(classes: Any) -> None:
    mug = classes[0](glaze="blue")
    with pytest.raises(FrozenInstanceError, match="glaze"):
        mug.glaze = "red"
    with pytest.raises(FrozenInstanceError, match="handle"):
        mug.handle = 1
    with pytest.raises(FrozenInstanceError, match="chips"):
        del mug.chips
    with pytest.raises(TypeError):
        hash(mug)  # a list is in it


def test_it_is_matched_by_its_fields() -> None:
    match Mug(glaze="blue"):
        case Mug(glaze=glaze, chips=0):
            assert glaze == "blue"
        case _:
            pytest.fail("not matched")
