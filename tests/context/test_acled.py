"""ACLED -> context pack, on generated files in each of the forms in which its exports come."""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd
import pytest

from acled_files import DATES, KINDS, Form, write_acled
from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.source_rules import layouts
from fieldbook.context.pack import ContextPack, load_context

FORMS = [Form(*parts) for parts in itertools.product(("old", "new"), (",", ";"), DATES)] + [Form(tags=True)]


def _import(path: Path, into: Path, country: str = "Hilland") -> ContextPack:
    import_events(layouts("acled"), [path], country, into)
    return load_context(into)


@pytest.fixture
def pack(tmp_path: Path) -> ContextPack:
    return _import(write_acled(tmp_path / "acled.csv", Form()), tmp_path / "contexts" / "hilland")


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_each_form_gives_the_same_rows_as_pandas(tmp_path: Path, form: Form) -> None:
    path = write_acled(tmp_path / "acled.csv", form)
    report = import_events(layouts("acled"), [path], "Hilland", tmp_path / "contexts" / "hilland")
    found = pd.read_csv(tmp_path / "contexts" / "hilland" / "incidents.csv", parse_dates=["date"])
    file = pd.read_csv(path, sep=form.separator, skiprows=[1] if form.tags else None)
    file = file[file["country"] == "Hilland"].reset_index(drop=True)
    kinds = pd.Series([KINDS[number % len(KINDS)] for number in range(len(file))])
    kept = file[kinds.notna()]
    assert (report.read, report.imported) == (len(file), len(kept))
    assert (report.before, report.after) == (file["fatalities"].sum(), kept["fatalities"].sum())
    assert found["killed_best"].sum() == kept["fatalities"].sum()
    assert found["kind"].value_counts().to_dict() == kinds.value_counts().to_dict()
    assert sorted(found["event_id"]) == sorted("acled-" + kept["event_id_cnty"])
    days = pd.to_datetime(kept["event_date"], format=form.date)
    assert sorted(found["date"]) == sorted(days)
    at_civilians = kept[
        kept["actor2"].fillna("").str.startswith("Civilians") | kept["sub_event_type"].str.startswith("Exc")
    ]
    assert found["civilians_killed"].sum() == at_civilians["fatalities"].sum()
    assert found["civilians_killed"].isna().sum() == len(kept) - len(at_civilians)


def test_who_attacked_stands_first_and_civilians_are_called_so(pack: ContextPack) -> None:
    rows = pack.incidents.set_index("event_id")
    assert rows.loc["acled-HIL9", ["side_a", "side_b"]].tolist() == ["Police Forces of Hilland", "Civilians"]
    assert rows.loc["acled-HIL10", ["side_a", "side_b"]].tolist() == ["Rioters (Hilland)", "Civilians"]
    assert "Civilians (Hilland)" not in set(rows["side_b"])


def test_kinds_of_actors_come_from_the_codes(pack: ContextPack) -> None:
    assert {actor.name: actor.kind for actor in pack.meta.actors} == {
        "Hill Front": "armed-group",
        "Lower Side Militia": "communal",
        "Military Forces of Hilland (2011-)": "host-state",
        "Military Forces of Otherland": "foreign",
        "Police Forces of Hilland": "host-state",
        "Rioters (Hilland)": "community",
        "Unidentified Armed Group (Hilland)": "unknown",
        "Upper Side Militia": "communal",
    }


def test_precision_counts_as_in_a_pack(pack: ContextPack) -> None:
    assert pack.incidents.set_index("event_id").loc[
        ["acled-HIL0", "acled-HIL1", "acled-HIL2"], "date_precision"
    ].tolist() == [
        1,
        3,
        4,
    ]


def test_totals_alone_may_leave_and_no_label_is_an_events_place(pack: ContextPack) -> None:
    assert {table.may_ship for table in pack.meta.tables} == {"totals"}
    for shape in pack.shapes["features"]:
        assert all(round(value, 1) == value for value in shape["geometry"]["coordinates"])


def test_what_a_pack_has_no_place_for_is_counted(tmp_path: Path) -> None:
    path = write_acled(tmp_path / "acled.csv", Form())
    report = import_events(layouts("acled"), [path], "Hilland", tmp_path / "contexts" / "hilland")
    assert report.left_out == {"Protests": 4, "Riots": 4, "Strategic developments": 4}
    expected = "Left out, for a pack has no place for them: Protests (4), Riots (4), Strategic developments (4)"
    assert expected in list(report.lines())


def test_an_event_type_that_is_not_known_is_refused(tmp_path: Path) -> None:
    path = write_acled(tmp_path / "acled.csv", Form())
    path.write_text(path.read_text("utf-8").replace("Battles,Armed clash,Upper", "Quarrels,Words,Upper", 1), "utf-8")
    report = import_events(layouts("acled"), [path], "Hilland", tmp_path / "contexts" / "hilland")
    [note] = report.notes
    assert (note.field, note.code) == ("sub_event_type", "FB-IMP-07")
    assert note.message.startswith("'Words' is none of 'attack-on-civilians'")


def test_years_in_several_files(tmp_path: Path) -> None:
    first = write_acled(tmp_path / "a.csv", Form(), events=20)
    second = write_acled(tmp_path / "b.csv", Form("new", ";", DATES[1]), events=30)
    report = import_events(layouts("acled"), [first, second], "Hilland", tmp_path / "contexts" / "hilland")
    twice = [note for note in report.notes if "stands twice" in note.message]
    assert len(twice) == sum(kind is not None for kind in (KINDS * 2)[:20])
    assert report.imported == sum(kind is not None for kind in (KINDS * 2)[:30])


def test_days_before_months_are_read_where_the_column_tells(tmp_path: Path) -> None:
    plain = _import(write_acled(tmp_path / "a.csv", Form()), tmp_path / "contexts" / "a")
    pack = _import(write_acled(tmp_path / "b.csv", Form(date="%d/%m/%Y")), tmp_path / "contexts" / "b")
    pd.testing.assert_frame_equal(plain.incidents, pack.incidents)


def test_codes_that_went_through_pandas(tmp_path: Path) -> None:
    """Numbers beside empty fields become 7.0, on which rules for civilians and State forces depend."""
    path = write_acled(tmp_path / "acled.csv", Form())
    plain = _import(path, tmp_path / "contexts" / "a")
    frame = pd.read_csv(path)
    frame["inter2"] = frame["inter2"].mask(frame["inter2"] == 0)
    frame.astype({"inter1": float, "time_precision": float, "fatalities": float}).to_csv(tmp_path / "b.csv")
    pack = _import(tmp_path / "b.csv", tmp_path / "contexts" / "b")
    pd.testing.assert_frame_equal(plain.incidents, pack.incidents)
    assert [actor.kind for actor in plain.meta.actors] == [actor.kind for actor in pack.meta.actors]
