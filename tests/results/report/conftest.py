"""One cohort of the real course for all tests of the report: 320 people, three bad questions planted in the pre-test."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from cohorts import PROJECT, Simulated, key_of, record, write
from report_cohort import HOSTILE, Cohort

from fieldbook.assessment.types import SingleChoiceItem
from fieldbook.results.collect import collect
from fieldbook.results.evaluate import report
from fieldbook.results.readers import Means
from fieldbook.results.scoring_bank import ScoringBank


class _Planted(Simulated):
    """A course in which three questions of the pre-test went wrong."""

    def __init__(self) -> None:
        super().__init__(seed=11)
        simple = [
            item.bound
            for item in self.forms["pre-test"].items
            if isinstance(item.bound, SingleChoiceItem) and len(item.bound.options) > 3
        ]
        names = [item.id for item in simple]
        self.planted = dict(zip(names, ("wrong-key", "no-discrimination", "group-difference"), strict=False))
        self.dice = random.Random(5)  # noqa: S311

    def spoil(self, sat: dict[str, Any], ability: float, gender: str) -> dict[str, Any]:
        """``sat`` with the answers that such questions get."""
        for drawn in self.forms["pre-test"].items:
            item, kind = drawn.bound, self.planted.get(drawn.bound.id)
            if kind is None:
                continue
            keys = list(item.keys)
            wrong = [ref for ref, option in item.refs() if not option.is_right]
            draw = self.dice.random()
            chosen = {
                "wrong-key": wrong[0]
                if draw < 1 / (1 + 2.7 ** (-1.3 * ability))
                else self.dice.choice(keys + wrong[1:]),
                "no-discrimination": keys[0] if draw < 0.5 else self.dice.choice(wrong),
                "group-difference": keys[0]
                if draw < 1 / (1 + 2.7 ** (-ability - (1.2 if gender == "m" else -1.2)))
                else self.dice.choice(wrong),
            }[kind]
            sat["answers"][item.id] |= {"response": chosen, "score": item.outcome(chosen).score}
        return sat


@pytest.fixture(scope="session")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    """Collected in two goes and reported."""
    folder = tmp_path_factory.mktemp("cohort")
    made, chance = _Planted(), random.Random(9)  # noqa: S311
    sittings = []
    people = ["pseudonym,gender,component,station"]
    for n in range(320):
        ability, gender = chance.gauss(0, 1), "fm"[n % 2]
        pre = made.spoil(made.sitting("pre-test", ability, n), ability, gender)
        sittings.append(pre)
        attempts = {key_of(pre): pre}
        if n % 4:
            post = made.sitting("post-test", ability + 1, 700 + n)
            attempts[key_of(post)] = post
        name = HOSTILE if n == 0 else f"secret-{n}"
        component = "military" if n < 200 else "police" if n < 317 else "civilian"
        people.append(
            f"{name if n else ''},{gender},{component},{HOSTILE if n in (1, 2, 3, 4, 5, 6) else 'Tano'}".replace(
                '"', ""
            )
        )
        write(folder / f"in/{'ab'[n % 2]}/real-name-{n}.json", record(name, attempts=attempts))
    (folder / "in/people.csv").write_text("\n".join(people) + "\n", "utf-8")
    bank = ScoringBank(PROJECT)
    for part in ("b", "a", "people.csv", "b"):
        collect([folder / "in" / part], folder / "c.duckdb", Means(bank), dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    report(folder / "c.duckdb", folder / "report")
    return Cohort(folder, made.planted, sittings)
