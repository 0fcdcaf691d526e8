"""Every table in ../shared/data is imported with the totals that plain pandas finds, or refused for the right reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.mapping_draft import draft_mapping
from fieldbook.context.importing.source_rules import layouts
from fieldbook.context.importing.table_import import import_table
from fieldbook.context.pack import load_context
from fieldbook.core.problems import CourseError

SHARED = Path(__file__).parents[3] / "shared" / "data"
GED, HXL, UN, IDMC = (SHARED / name for name in ("ucdp-ged", "hxl", "un-peace-security", "idmc"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GED.is_dir(), reason="../shared/data is not here"),
]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of the Central African Republic."""
    folder = tmp_path_factory.mktemp("real") / "contexts" / "car"
    import_events(layouts("ucdp"), [GED / "ged_central_african_republic.csv"], "CAF", folder)
    return folder


@pytest.fixture
def pack(real: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(real, tmp_path / "contexts" / "car"))


@pytest.mark.parametrize(("name", "country"), [("ged201_reduced_dr_congo", "COD"), ("ged201_reduced_mali", "Mali")])
def test_reduced_files(tmp_path: Path, name: str, country: str) -> None:
    into = tmp_path / "contexts" / "reduced"
    report = import_events(layouts("ucdp"), [GED / f"{name}.csv"], country, into)
    plain, pack = pd.read_csv(GED / f"{name}.csv"), load_context(into)
    found = pack.incidents
    assert (report.read, report.imported, report.notes) == (len(plain), len(plain), ())
    assert found["killed_best"].sum() == plain["best"].sum() == report.before == report.after
    assert found["civilians_killed"].sum() == plain["deaths_civilians"].sum()
    assert found["date"].dt.year.value_counts().to_dict() == plain["year"].value_counts().to_dict()
    assert set(found["date_precision"]) == {5}
    assert found[["kind", "side_a", "side_b", "killed_low", "killed_high"]].isna().all(axis=None)
    assert sorted(found["lon"]) == sorted(plain["longitude"])
    assert set(found["area"]) == {"area-not-known"}
    assert pack.meta.actors == ()


@pytest.mark.parametrize(
    ("mission", "nationality"), [("MINUSCA", "Central African Republic"), ("UNMISS", "South Sudan")]
)
def test_deaths_of_personnel(pack: Path, mission: str, nationality: str) -> None:
    file = UN / "mission_fatalities_dev.csv"
    report = import_table(layouts("fatalities"), [file], "", [mission], pack)
    plain = pd.read_csv(file)
    plain = plain[plain["mission_acronym"] == mission]
    early = plain[plain["incident_date"] <= "2022-12-31"]
    found = load_context(pack).personnel_deaths
    assert (report.before, report.after, len(found)) == (len(plain), len(early), len(early))
    assert (found["kind"] == "malicious-act").sum() == (early["type_of_incident"] == "Malicious Act").sum()
    assert found["personnel"].value_counts().sort_index().to_list() == (
        early["casualty_personnel_type"].replace({"Local ": "Civilian L", "International Civilian": "Civilian I"})
    ).value_counts().sort_index(key=lambda names: names.map({
        "Civilian I": 0, "Civilian L": 1, "Military": 2, "Military Observer": 3, "Other": 4, "Police": 5,
    })).to_list()  # fmt: skip
    assert (found["gender"] == "female").sum() == (early["gender"] == "F").sum()
    assert found["gender"].isna().sum() == early["gender"].isna().sum()
    assert nationality not in (pack / "personnel_deaths.csv").read_text("utf-8")


def test_displacement_by_year(pack: Path) -> None:
    [file] = IDMC.glob("*.csv")
    report = import_table(layouts("displacement"), [file], "", (), pack)
    plain = pd.read_csv(file)
    plain = plain[plain["iso3"] == "CAF"]
    early = plain[plain["year"] <= 2022]
    found = load_context(pack).new_displacement
    assert (report.before, report.after) == (plain["new_displacement"].sum(), early["new_displacement"].sum())
    assert found["new_displacements"].tolist() == early.sort_values("year")["new_displacement"].tolist()
    assert found["displaced_at_end"].tolist() == early.sort_values("year")["total_displacement"].tolist()


@pytest.mark.parametrize(
    ("word", "path", "message"),
    [
        ("hxl", HXL / "input-valid.csv", "columns are missing: #event or #affected+killed"),
        ("hxl", HXL / "input-valid.json", "columns are missing: #event or #affected+killed"),
        ("hxl", HXL / "input-valid-objects.json", "columns are missing: #event or #affected+killed"),
        ("hxl", HXL / "input-status.csv", "columns are missing: #date, #event or #affected+killed"),
        ("hxl", HXL / "input-multiline.csv", "columns are missing: #date, #event or #affected+killed"),
        ("hxl", HXL / "input-untagged.csv", "has no row of HXL tags"),
        (
            "hxl",
            GED / "ged_south_sudan_hdx.csv",
            "is a file of UCDP GED, not of HXL table of events. Import it as ucdp",
        ),
        ("ucdp", UN / "mission_fatalities_dev.csv", "is a file of UN mission fatalities, not of UCDP GED"),
        ("ucdp", UN / "peacekeeping_missions.csv", "columns are missing: best or best_est, where_coordinates"),
        ("acled", GED / "ged_mali_sample.csv", "is a file of UCDP GED, not of ACLED. Import it as ucdp"),
    ],
)
def test_what_is_no_table_of_events(tmp_path: Path, word: str, path: Path, message: str) -> None:
    with pytest.raises(CourseError) as caught:
        import_events(layouts(word), [path], "Colombia", tmp_path / "contexts" / "none")
    assert message in str(caught.value)
    assert not (tmp_path / "contexts").exists()


@pytest.mark.parametrize(
    "path", [*sorted(HXL.glob("input-*")), UN / "peacekeeping_missions.csv"], ids=lambda path: path.name
)
def test_no_mapping_is_drafted_for_what_no_table_of_a_pack_holds(tmp_path: Path, path: Path) -> None:
    with pytest.raises(CourseError, match=r"fits no table of a pack|has no row with names"):
        draft_mapping(path, tmp_path / "contexts" / "none")


def test_a_mission_list_is_no_list_of_deaths(pack: Path) -> None:
    with pytest.raises(CourseError, match="columns are missing: casualty_personnel_type"):
        import_table(layouts("fatalities"), [UN / "peacekeeping_missions.csv"], "", ["MINUSCA"], pack)
