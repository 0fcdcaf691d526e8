"""What is about a few people is hidden, and so is what would tell it: figures by figures, on small tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from fieldbook.results.statistics.lessons_read import LessonsRead, lessons_read
from fieldbook.results.statistics.small_groups import (
    LEAST_SHOWN,
    counts_shown,
    of_many,
    one_sided,
    withheld,
    without_few,
)
from fieldbook.results.statistics.sums_tables import Sums


def _hidden(sizes: list[int], *, also: list[int] | None = None, within: Sequence[str] | None = ()) -> list[int]:
    """Sizes of the groups that are hidden, of groups that add up to a known whole."""
    table = pd.DataFrame({"n": sizes, "x": [float(n) for n in sizes]})
    marked = None if also is None else table["n"].isin(also)
    found = withheld(table, "n", within, ["x"], also=marked)
    assert found["n"].isna().tolist() == found["x"].isna().tolist() == found["withheld"].tolist()
    shown = found[~found["withheld"]]
    assert (
        shown["n"].tolist()
        == shown["x"].tolist()
        == [n for n, away in zip(sizes, found["withheld"], strict=True) if not away]
    )
    return [n for n, away in zip(sizes, found["withheld"], strict=True) if away]


def test_the_least_group_is_five() -> None:
    assert LEAST_SHOWN == 5
    assert _hidden([4, 5, 6], within=None) == [4]
    assert _hidden([0, 1, 9], within=None) == [1], "none is no person"


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ([9, 8, 7], []),
        ([3, 9, 8], [3, 8]),
        ([9, 3, 8, 8], [3, 8]),
        ([3, 2, 8], [3, 2]),
        ([1, 2, 8, 9], [1, 2, 8]),
        ([4, 5, 5], [4, 5]),
        ([4], [4]),
        ([], []),
    ],
)
def test_a_small_group_is_no_difference(sizes: list[int], hidden: list[int]) -> None:
    """One hidden group, or hidden groups of few people together, would be what the others lack of the whole."""
    assert _hidden(sizes) == hidden


@pytest.mark.parametrize(
    ("sizes", "also", "hidden"),
    [
        ([10, 20, 30], [10], [10, 20]),
        ([10, 20, 30], [20], [10, 20]),
        ([10, 20, 30], [30], [10, 30]),
        ([10, 20, 30], [10, 20], [10, 20]),
        ([10, 20, 30], [], []),
        ([3, 20, 30], [30], [3, 30]),
        ([3, 2, 20, 30], [30], [3, 2, 30]),
        ([10], [10], [10]),
    ],
)
def test_a_group_hidden_for_another_reason_is_no_difference_either(
    sizes: list[int], also: list[int], hidden: list[int]
) -> None:
    assert _hidden(sizes, also=also) == hidden


def test_of_equal_groups_the_first_goes() -> None:
    """Else the same store would give another report."""
    table = pd.DataFrame({"n": [3, *[9] * 60]})
    assert withheld(table, "n", [], [])["withheld"].to_numpy().nonzero()[0].tolist() == [0, 1]


def test_each_whole_for_itself() -> None:
    table = pd.DataFrame(
        {"form": list("aabbbcc"), "by": [None, None, *["x"] * 3, "y", "z"], "n": [3, 9, 9, 8, 7, 3, 9], "x": 1.0}
    )
    found = withheld(table, "n", ["form", "by"], ["x"])
    assert found["withheld"].tolist() == [True, True, False, False, False, True, False]
    assert withheld(table, "n", None, [])["withheld"].tolist() == [True, False, False, False, False, True, False]
    assert table["n"].tolist() == [3, 9, 9, 8, 7, 3, 9], "the table itself stays as it was"


def test_counts_are_hidden_one_by_one() -> None:
    table = pd.DataFrame({"form": ["a", "b", "c"], "begun": [9, 5, 4], "done": [4, 0, 1], "other": [1, 2, 3]})
    found = counts_shown(table, ["begun", "done"])
    assert found["begun"].fillna(-1).tolist() == [9, 5, -1]
    assert found["done"].fillna(-1).tolist() == [-1, 0, -1]
    assert found["other"].tolist() == [1, 2, 3]


def _sums(tests: dict[tuple[str, str], int]) -> Sums:
    rows = pd.DataFrame([{"form": form, "variant": variant, "n": n} for (form, variant), n in tests.items()])
    empty = pd.DataFrame()
    return Sums(
        rows, rows.assign(what="person"), rows.assign(what="cell"), rows.assign(what="station"), rows, rows, empty
    )


def _names(table: pd.DataFrame) -> str:
    return "".join(table["variant"])


def test_tests_of_few_are_left_out_of_their_form() -> None:
    sums = _sums(
        {("a", "p"): 9, ("a", "q"): 4, ("b", "r"): 4, ("c", "s"): 3, ("c", "t"): 3, ("c", "u"): 8, ("d", "v"): 5}
    )
    found = without_few(sums)
    for name in ("tests", "persons", "cells", "stations"):
        assert _names(getattr(found, name)) == "prstuv", name
        assert getattr(found, name).columns.tolist() == getattr(sums, name).columns.tolist()
    assert _names(found.choices) == _names(found.times) == "pqrstuv", "those are shown test by test"
    assert found.tests.index.tolist() == list(range(6))
    assert dataclasses.replace(found).pairs.empty


def test_answers_are_shown_of_tests_of_many_only() -> None:
    sums = _sums({("a", "p"): 5, ("a", "q"): 4, ("b", "q"): 9})
    assert [tuple(row) for row in of_many(sums.choices, sums)[["form", "variant"]].to_numpy()] == [
        ("a", "p"),
        ("b", "q"),
    ]
    assert _names(of_many(sums.choices, _sums({("a", "p"): 5}))) == "pqq"


def _groups(**groups: tuple[int, int, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A gain and scores of groups: how many sat both tests, the first one, the last one."""
    gain: list[dict[str, Any]] = []
    scores: list[dict[str, Any]] = []
    for name, (both, first, last) in groups.items():
        about = {"by": "" if name == "all" else "gender", "group": name}
        gain.append({"before_form": "pre", "after_form": "post", **about, "n": float(both)})
        scores += [{"form": "pre", **about, "people": first}, {"form": "post", **about, "people": last}]
    return pd.DataFrame(gain), pd.DataFrame(scores)


def test_groups_of_which_a_few_sat_one_test_only() -> None:
    gain, scores = _groups(
        same=(10, 10, 10), one=(10, 11, 10), four=(10, 10, 14), five=(10, 15, 10), both=(10, 12, 13), all=(10, 11, 10)
    )
    few = one_sided(gain, scores)
    assert dict(zip(gain["group"], few, strict=True)) == {
        "same": False, "one": True, "four": True, "five": False, "both": True, "all": False,
    }  # fmt: skip


def test_a_group_without_scores_is_no_difference() -> None:
    gain, scores = _groups(woman=(10, 12, 12))
    assert not one_sided(gain, scores[scores["form"] == "none"]).any()


@pytest.mark.parametrize(
    ("read", "found"),
    [
        ([4, 4, 9, 2], None),
        ([4, 4, 9, 2, 2], LessonsRead(5, 4, 0)),
        ([0, 4, 9, 2, 2], LessonsRead(5, 2, None)),
        ([0, 0, 0, 0, 7], LessonsRead(5, 0, None)),
        ([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], LessonsRead(10, 0, 5)),
        ([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2], LessonsRead(11, 1, 5)),
        ([0, 0, 0, 0, 0], LessonsRead(5, 0, 5)),
        ([0, 0, 0, 0, 0, 1, 1, 1], LessonsRead(8, 0, None)),
        ([1, 1, 1, 4, 4, 4], LessonsRead(6, 1, 0)),
    ],
)
def test_lessons_read(read: list[int], found: LessonsRead | None) -> None:
    table = pd.Series(read).value_counts().rename_axis("lessons").reset_index(name="n")
    assert lessons_read(table.sort_values("lessons")) == found
