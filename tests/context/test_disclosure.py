"""What of a pack may leave: totals keep their numbers, single events lose what tells them apart."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from fieldbook.context.disclosure import HIDDEN_ID, disclosable, too_few
from fieldbook.context.pack import ContextPack, load_context
from fieldbook.course.sources import load_course
from fieldbook.model.edition import Audience

ONDARA = Path(__file__).parents[2] / "contexts" / "ondara"
TINY = Path(__file__).parents[1] / "data" / "tiny"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY / "contexts" / "tinyland", tmp_path / "contexts" / "tinyland"))


def _load(pack: Path, line: str, more: str = "") -> ContextPack:
    """The pack with ``line`` in place of ``may_ship: rows``."""
    file = pack / "context.yml"
    file.write_text(file.read_text("utf-8").replace("may_ship: rows", line).rstrip() + f"\n{more}", "utf-8")
    return load_context(pack)


def test_a_pack_whose_rows_may_leave_is_itself(pack: Path) -> None:
    whole = load_context(pack)
    assert disclosable(whole, "learner") is whole
    assert disclosable(whole, "trainer") is whole


@pytest.mark.parametrize("audience", ["learner", "trainer"])
def test_totals_stay_and_marks_of_single_events_go(pack: Path, audience: Audience) -> None:
    whole = _load(pack, "may_ship: totals")
    view = disclosable(whole, audience).incidents
    assert view[["place", "lat", "lon", "source"]].isna().all(axis=None)
    assert set(view["event_id"]).isdisjoint(whole.incidents["event_id"])
    assert view["event_id"].iloc[3] == HIDDEN_ID.format(number=3)
    assert view["event_id"].is_unique
    kept = [
        "area",
        "kind",
        "side_a",
        "side_b",
        "date_precision",
        "civilians_killed",
        "killed_low",
        "killed_best",
        "killed_high",
    ]
    pd.testing.assert_frame_equal(view[kept], whole.incidents[kept])
    assert list(view.dtypes) == list(whole.incidents.dtypes)


def test_months_stay_and_days_go() -> None:
    whole = load_context(ONDARA)
    tables = tuple(table.model_copy(update={"may_ship": "totals"}) for table in whole.meta.tables)
    held = disclosable(ContextPack(**vars(whole) | {"meta": whole.meta.model_copy(update={"tables": tables})}), "learner")
    for name in ("incidents", "alerts"):
        given, view = getattr(whole, name)["date"], getattr(held, name)["date"]
        assert list(given.dt.to_period("M")) == list(view.dt.to_period("M"))
        assert set(view.dt.day) <= {1, 28, 29, 30, 31}
        until = whole.meta.as_of.day
        assert list(given.dt.day <= until) == list(view.dt.day <= until), "up to the as-of day counts stay the same"
    pd.testing.assert_frame_equal(held.displacement, whole.displacement)


@pytest.mark.parametrize(
    ("line", "audience"), [("may_ship: nothing", "trainer"), ("may_ship: rows\n    restricted: true", "learner")]
)
def test_nothing_is_nothing(pack: Path, line: str, audience: Audience) -> None:
    view = disclosable(_load(pack, line), audience)
    assert view.incidents.empty
    assert list(view.incidents.columns) == list(load_context(pack).incidents.columns)
    assert view.areas["incidents"].isna().all(), "counts of areas come from the table"


def test_trainers_see_a_restricted_table_rounded_and_pooled(pack: Path) -> None:
    whole = _load(pack, "may_ship: rows\n    restricted: true", "protect: {least: 3, decimals: 0}\n")
    view = disclosable(whole, "trainer")
    assert list(view.incidents["date"]) == list(whole.incidents["date"])
    assert set(view.incidents["lat"]) <= {-1.0, -0.0, 0.0, 1.0}
    assert set(view.incidents["place"].dropna()) == {"Well"}, "places of fewer than three events are left out"
    assert list(view.areas["incidents"].isna()) == [True, True], "two and six: six would give away two"


def test_small_groups_go_with_the_next_where_the_total_would_tell_them() -> None:
    def kept(counts: list[int], least: int) -> list[int]:
        series = pd.Series(counts)
        return list(series[~too_few(series, least)])

    assert kept([0, 3, 9], 2) == [0, 3, 9]
    assert kept([0, 1, 3, 9], 2) == [0, 9]
    assert kept([1, 1, 3, 9], 2) == [3, 9]
    assert kept([4, 9], 5) == []


def test_what_is_made_from_a_course_is_made_from_the_view(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    file = root / "contexts" / "tinyland" / "context.yml"
    file.write_text(file.read_text("utf-8").replace("may_ship: rows", "may_ship: rows\n    restricted: true"), "utf-8")
    learner, trainer = load_course(root), load_course(root, None, "trainer")
    assert learner.context.incidents.empty
    assert learner.shown.incidents.empty
    assert trainer.context.incidents.empty, "questions are those of the learners"
    assert len(trainer.shown.incidents) == len(trainer.whole.incidents) == 8
