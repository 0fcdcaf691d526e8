"""Tables of a report, each compared with the same worked out person by person, or on a few rows made by hand."""

from __future__ import annotations

import dataclasses
import math
import statistics
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd
import pytest
from plain_sums import Course, Scored, counted, fill, random_course

from fieldbook.results.overview import overview
from fieldbook.results.statistics.angoff import cut_table
from fieldbook.results.statistics.course_reaction import reaction_table
from fieldbook.results.statistics.findings import Findings, findings
from fieldbook.results.statistics.item_bias import LEAST_COMPARED, dif_table
from fieldbook.results.statistics.item_flags import LEAST_SITTINGS, flag_table
from fieldbook.results.statistics.item_statistics import item_table
from fieldbook.results.statistics.mastery import mastery_table, score_table
from fieldbook.results.statistics.small_groups import LEAST_SHOWN
from fieldbook.results.statistics.sums_tables import TEST, Sums, summed
from fieldbook.results.sums import sums

OBJECTIVES = pd.DataFrame({"item": [f"i-{n}" for n in range(12)], "objective": ["o-0", "o-1"] * 6})
GROUPS = ("", "component", "gender", "station")


@dataclasses.dataclass(frozen=True)
class Made:
    """A random course, its sittings that count, its sums and what a report says."""

    course: Course
    sat: list[Scored]
    sums: Sums
    found: Findings


@pytest.fixture(scope="module")
def made() -> Iterator[Made]:
    course = random_course(5, people=160)
    with duckdb.connect(config={"threads": "1"}) as store:
        fill(store, course)
        added = sums(store)
        yield Made(course, counted(course), added, findings(added, overview(store)))


def _group(one: Scored, by: str) -> str:
    gender, component, _language = one.group
    return {"": "", "gender": gender, "component": component, "station": one.station}[by]


def _grouped(sat: list[Scored]) -> dict[tuple[str, str, str], list[Scored]]:
    found: dict[tuple[str, str, str], list[Scored]] = defaultdict(list)
    for one in sat:
        for by in GROUPS:
            found[one.sitting.form, by, _group(one, by)].append(one)
    return found


def test_scores_and_who_passed(made: Made) -> None:
    """The share that passed is of the people of the group; without a cut score there is none."""
    import scipy.stats  # noqa: PLC0415 slow
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415 slow

    items = summed(item_table(made.sums).assign(items=1), TEST, ["items"])
    sizes = {tuple(row[:2]): row[2] for row in items.to_numpy()}
    cuts = pd.DataFrame(made.course.forms, columns=["form", "series", "cut"])
    table = score_table(made.sums, cuts[["form", "cut"]], items).set_index(["form", "by", "group"])
    wanted = _grouped(made.sat)
    assert set(table.index) == set(wanted)
    known = {form: cut for form, _series, cut in made.course.forms}
    for key, people in wanted.items():
        row, n = table.loc[key], len(people)
        shares = [one.t / 1e6 / sizes[one.test] for one in people]
        assert (row["people"], row["mean"]) == (n, pytest.approx(statistics.fmean(shares)))
        if n > 1 and len(set(shares)) > 1:
            low, high = scipy.stats.t.interval(0.95, n - 1, statistics.fmean(shares), scipy.stats.sem(shares))
            assert (row["low"], row["high"]) == pytest.approx((max(low, 0), min(high, 1)), abs=1e-6)
        assert math.isnan(row["low"]) == math.isnan(row["high"]) == (n == 1)
        cut = known.get(key[0])
        if cut is None:
            assert row[["passed", "passed_low", "passed_high"]].isna().all()
        else:
            passed = sum(one.reaches(cut) for one in people)
            assert row["passed"] == pytest.approx(passed / n)
            ends = proportion_confint(passed, n, method="wilson")
            assert (row["passed_low"], row["passed_high"]) == pytest.approx(ends, abs=1e-6)
    assert table["passed"].between(0, 1, inclusive="neither").sum() > 5, "some passed and some did not"


def test_mastery_of_objectives(made: Made) -> None:
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415 slow

    table = mastery_table(made.sums, OBJECTIVES).set_index(["form", "by", "group", "objective"])
    asked = defaultdict(set)
    for one in made.sat:
        asked[one.test] |= set(one.sitting.answers)
    objectives = dict(zip(OBJECTIVES["item"], OBJECTIVES["objective"], strict=True))
    count = 0
    for key, people in _grouped(made.sat).items():
        for objective in ("o-0", "o-1"):
            own = {test: {item for item in items if objectives.get(item) == objective} for test, items in asked.items()}
            meant = [one for one in people if own[one.test]]
            if not meant:
                assert (*key, objective) not in table.index
                continue
            row = table.loc[(*key, objective)]
            answers = sum(len(own[one.test]) for one in meant)
            x = sum(one.sitting.answers[item].x for one in meant for item in own[one.test] & set(one.sitting.answers))
            assert (row["people"], row["answers"], row["share"]) == (
                len(meant),
                answers,
                pytest.approx(x / answers / 1e6),
            )
            n = len(meant)
            ends = proportion_confint(row["share"] * n, n, method="wilson")
            assert (row["low"], row["high"]) == pytest.approx(ends, abs=1e-6)
            count += 1
    assert count == len(table) > 50


def test_no_finding_is_about_a_few(made: Made) -> None:
    """Each table of a report: a number of people is none, enough or missing, and with it all that was found of them."""
    found, told = made.found, made.found.overview
    tables: dict[str, tuple[pd.DataFrame, str, list[str]]] = {
        "people": (found.people, "people", []),
        "gain": (found.gain, "n", ["before", "after", "change", "change_low", "gain", "gain_high", "effect"]),
        "mastery": (found.mastery, "people", ["answers", "share", "low", "high"]),
        "scores": (found.scores, "people", ["mean", "low", "high", "passed", "passed_low", "passed_high"]),
        "tests": (found.reliability, "n", ["mean", "sd", "alpha", "kr20_low", "half_high", "sem", "minutes"]),
        "items": (found.items, "n", ["answered", "omitted", "difficulty", "low", "right", "discrimination", "seconds"]),
        "options": (found.choices, "n", ["share", "rest"]),
        "curves": (found.curves, "n", ["mean"]),
        "sources": (told.sources, "n", []),
    }
    for name, (table, people, figures) in tables.items():
        assert set(figures) <= set(table.columns)
        assert (table[people].dropna() >= LEAST_SHOWN).all(), name
        assert table[people].isna().tolist() == table["withheld"].tolist(), name
        assert table.loc[table["withheld"], figures].isna().all(axis=None), name
        assert not table["withheld"].all(), name
    for name in tables.keys() - {"sources"}:
        assert tables[name][0]["withheld"].any(), f"{name}: nothing small was met"
    for column in ("begun", "handed_in", "scored", "counted"):
        shown = told.sat[column].dropna()
        assert ((shown == 0) | (shown >= LEAST_SHOWN)).all()
    assert told.people.empty, "crossed groups of a component, a gender and a station are few"
    figures = found.gain[["before", "after", "gain_low"]].dropna()
    assert (figures.round(2) == figures).all(axis=None), "exact differences would tell of those who sat one test only"
    assert not {"n_reference", "n_focal"} & set(found.dif.columns)


ITEM: dict[str, Any] = {
    "form": "f", "variant": "v", "item": "i", "n": 200, "answered": 200, "omitted": 0.0, "difficulty": 0.6, "low": 0.5,
    "high": 0.7, "discrimination": 0.4, "d_low": 0.3, "d_high": 0.5,
}  # fmt: skip
CHOICES = [('"a"', 0.6, 1.0, 1.2), ('"b"', 0.2, 0.0, 0.8), ('"c"', 0.2, 0.0, 0.7)]


def _flags(
    item: dict[str, Any], choices: list[tuple[str, float, float, float]], *grades: tuple[float, str]
) -> pd.DataFrame:
    keys = {"form": "f", "variant": "v", "item": "i"}
    options = [{**keys, "response": r, "n": 9, "share": s, "score": x, "rest": rest} for r, s, x, rest in choices]
    dif = [{**keys, "by": "gender", "reference": "man", "focal": "woman", "delta": d, "grade": g} for d, g in grades]
    return flag_table(
        pd.DataFrame([ITEM | item]),
        pd.DataFrame(options, columns=[*keys, "response", "n", "share", "score", "rest"]),
        pd.DataFrame(dif, columns=[*keys, "by", "reference", "focal", "delta", "grade"]),
        pd.DataFrame({"item": ["i"], "keys": ['["a"]'], "path": ["m1.yml"], "line": [7]}),
    )


@pytest.mark.parametrize(
    ("item", "choices", "codes"),
    [
        ({}, CHOICES, []),
        ({"discrimination": -0.3, "d_high": -0.1}, [('"a"', 0.6, 1.0, 0.8), ('"b"', 0.4, 0.0, 1.3)], ["wrong-key!"]),
        ({"discrimination": -0.3, "d_high": -0.1}, [('"a"', 0.6, 1.0, 1.4), ('"b"', 0.4, 0.0, 1.3)], ["no-discrimination!"]),
        ({"discrimination": -0.3, "d_high": -0.1}, [('"a"', 0.91, 1.0, 0.8), ('"b"', 0.09, 0.0, 1.3)], ["no-discrimination!"]),
        ({"discrimination": 0.05, "d_high": 0.2}, CHOICES, ["no-discrimination!"]),
        ({"discrimination": 0.05, "d_high": 0.45}, CHOICES, []),
        ({"discrimination": 0.15, "d_high": 0.3}, CHOICES, []),
        ({"low": 0.96, "difficulty": 0.98, "high": 0.99}, CHOICES, ["too-easy"]),
        ({"low": 0.94, "difficulty": 0.98, "high": 0.99}, CHOICES, []),
        ({"low": 0.05, "difficulty": 0.1, "high": 0.19}, CHOICES, ["too-hard!"]),
        ({"low": 0.05, "difficulty": 0.1, "high": 0.21}, CHOICES, []),
        ({"omitted": 0.11}, CHOICES, ["omitted"]),
        ({"omitted": 0.1}, CHOICES, []),
        ({}, [*CHOICES, ('"d"', 0.04, 0.0, 0.9)], ["idle-distractor"]),
        ({}, [*CHOICES, ('"d"', 0.05, 0.0, 0.9)], []),
        ({"answered": 99}, [*CHOICES, ('"d"', 0.04, 0.0, 0.9)], []),
        ({"difficulty": 0.9}, [*CHOICES, ('"d"', 0.04, 0.0, 0.9)], []),
        ({"omitted": 0.5, "low": 0.96, "n": LEAST_SITTINGS - 1}, CHOICES, []),
        ({"omitted": 0.5, "n": LEAST_SITTINGS}, CHOICES, ["omitted"]),
    ],
)  # fmt: skip
def test_flags(item: dict[str, Any], choices: list[tuple[str, float, float, float]], codes: list[str]) -> None:
    """Each bound from both sides; ``!`` marks those to look at before the question is used again."""
    table = _flags(item, choices)
    assert [f"{code}{'!' * serious}" for code, serious in zip(table["code"], table["serious"], strict=True)] == codes
    assert table[["path", "line"]].to_numpy().tolist() == [["m1.yml", 7]] * len(codes)


def test_flags_of_groups_name_who_has_it_harder() -> None:
    found = _flags({}, CHOICES, (-1.2, "B"), (1.8, "C"), (-0.4, "A"))
    assert found["serious"].tolist() == [False, True]
    assert "harder for the group “woman” than for “man”" in found["reason"][0]
    assert "harder for the group “man” than for “woman”" in found["reason"][1]


def _two_groups(men: int, women: int) -> Sums:
    """A test of one question, of which every second man and every fourth woman knows the answer."""
    persons, cells = [], []
    about = {"form": "f", "variant": "v", "component": "", "language": ""}
    for gender, n, each in (("man", men, 2), ("woman", women, 4), ("", 50, 1)):
        for level in (1, 2):
            persons.append(about | {"gender": gender, "level": level, "n": n // 2})
            cells.append(about | {"item": "i", "gender": gender, "level": level, "r": n // 2 // each})
    empty = pd.DataFrame()
    tests = pd.DataFrame([{"form": "f", "variant": "v"}])
    return Sums(tests, pd.DataFrame(persons), pd.DataFrame(cells), empty, empty, empty, empty)


@pytest.mark.parametrize(("women", "rows"), [(LEAST_COMPARED, 1), (LEAST_COMPARED - 2, 0)])
def test_groups_are_compared_where_both_are_large(women: int, rows: int) -> None:
    table = dif_table(_two_groups(40, women))
    assert len(table) == rows
    if rows:
        (row,) = table.to_dict("records")
        assert (row["by"], row["reference"], row["focal"], row["n_reference"], row["n_focal"]) == (
            "gender",
            "man",
            "woman",
            40,
            20,
        )
        assert row["delta"] < 0, "below nothing: harder for the second group"
        assert row["delta_low"] < row["delta"] < row["delta_high"]


def test_a_cut_score_of_judges() -> None:
    ratings = pd.DataFrame(
        [("f", "i-1", "A", 0.5), ("f", "i-2", "A", 0.7), ("f", "i-1", "B", 0.9), ("f", "i-2", "B", 0.8), ("g", "i-1", "A", 0.3)],
        columns=["form", "item", "judge", "rating"],
    )  # fmt: skip
    first, other = cut_table(ratings).to_dict("records")
    assert first == {
        "form": "f", "judges": 2, "items": 2, "cut": pytest.approx(0.725), "sd": pytest.approx(statistics.stdev([0.6, 0.85])),
        "se": pytest.approx(0.125),
    }  # fmt: skip
    assert (other["cut"], other["judges"]) == (0.3, 1)
    assert math.isnan(other["sd"])
    assert math.isnan(other["se"])


def test_what_participants_thought() -> None:
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415 slow

    tallies = pd.DataFrame(
        [("B", 1, 2), ("B", 2, 1), ("B", 3, 4), ("B", 4, 2), ("B", 5, 6), ("A", 5, 3), ("none", 3, 0)],
        columns=["statement", "level", "n"],
    )
    first, other = reaction_table(tallies).to_dict("records")
    low, high = proportion_confint(8, 15, method="wilson")
    assert first == {
        "statement": "B", "n": 15, "agree": pytest.approx(8 / 15), "low": pytest.approx(low), "high": pytest.approx(high),
        "against": pytest.approx(3 / 15),
    }  # fmt: skip
    assert (other["statement"], other["n"], other["agree"], other["against"]) == ("A", 3, 1, 0)
