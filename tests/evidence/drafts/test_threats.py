"""A draft of the threat assessment: counts as reported, judgements left open."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from fieldbook.cli.app import app
from fieldbook.context.pack import ContextPack, load_context
from fieldbook.core.problems import CourseError
from fieldbook.core.yamlfile import read_yaml
from fieldbook.evidence.drafts.threat_draft import draft
from fieldbook.evidence.drafts.threat_sheet import block, write_draft
from fieldbook.model.context import ContextFile

PROJECT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def ondara() -> ContextPack:
    return load_context(PROJECT / "contexts" / "ondara")


def test_counts_equal_those_of_plain_pandas(ondara: ContextPack) -> None:
    frame = pd.read_csv(PROJECT / "contexts" / "ondara" / "incidents.csv", parse_dates=["date"])
    attacks = frame[(frame["side_b"] == "Civilians") & frame["side_a"].notna()]
    end = pd.Timestamp(ondara.meta.as_of)
    year = attacks[attacks["date"] > end - pd.DateOffset(years=1)]
    lines = [line for line in draft(ondara) if "clash of" not in line.actor and line.actor != "not named"]
    counts = attacks.groupby(["side_a", "area"]).size()
    assert {(line.actor, line.area_id): line.whole.reports for line in lines} == counts.to_dict()
    recent = year.groupby(["side_a", "area"]).size()
    assert {
        (line.actor, line.area_id): line.recent.reports for line in lines if line.recent.reports
    } == recent.to_dict()


def test_killed_in_a_clash_are_laid_to_neither_side(ondara: ContextPack) -> None:
    clashes = [line for line in draft(ondara) if line.actor.startswith("clash of")]
    assert clashes
    assert {(line.actor_id, line.intent, line.capability) for line in clashes} == {(None, None, None)}


def test_judgements_come_from_people_or_stay_open(ondara: ContextPack) -> None:
    front = next(line for line in draft(ondara) if line.actor_id == "mrf" and line.area_id == "upper-merin")
    actor = next(actor for actor in ondara.meta.actors if actor.id == "mrf")
    assert (front.intent, front.capability) == (actor.intent, actor.capability)
    assert front.assessed
    bare = ondara.meta.model_copy(
        update={
            "actors": tuple(one.model_copy(update={"intent": None, "capability": None}) for one in ondara.meta.actors)
        }
    )
    assert {line.intent for line in draft(dataclasses.replace(ondara, meta=bare))} == {None}
    assert not {"likelihood", "impact", "risk"} & {field.name for field in dataclasses.fields(front)}


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_sheet_marks_each_line_and_leaves_decisions_empty(ondara: ContextPack, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"threats.{suffix}"
    count = write_draft(ondara, path)
    if suffix == "csv":
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(path)["Draft"]
        head, *cells = list(sheet.iter_rows(values_only=True))
        rows = [dict(zip(head, row, strict=True)) for row in cells]
    assert len(rows) == count > 10
    assert {row["Status"] for row in rows} == {"DRAFT"}
    decide = [name for name in rows[0] if "decide" in name]
    assert len(decide) == 4
    assert {row[name] or None for row in rows for name in decide} == {None}
    assert all("as of 30 September 2026" in row["Source"] for row in rows)


def test_nothing_of_the_block_counts_until_somebody_decides(ondara: ContextPack, tmp_path: Path) -> None:
    text = block(ondara, draft(ondara))
    assert all(line.startswith("#") for line in text.splitlines())
    source = (PROJECT / "contexts" / "ondara" / "context.yml").read_text("utf-8")
    without = source[: source.index("\nthreats:")] + source[source.index("\nbodies:") :]
    path = tmp_path / "context.yml"
    path.write_text(f"{without}\n{text}", "utf-8")
    assert read_yaml(path, ContextFile, tmp_path).value.threats == ()
    open_lines = "\n".join(
        line[2:] for line in text.splitlines() if not line.startswith(("# DRAFT", "# replace", "# UNSMON"))
    )
    path.write_text(f"{without}\n{open_lines}\n", "utf-8")
    with pytest.raises(CourseError) as caught:
        read_yaml(path, ContextFile, tmp_path)
    assert {problem.field.split(".")[-1] for problem in caught.value.problems} == {"likelihood", "impact"}
    decided = open_lines.replace("likelihood: TODO", "likelihood: 3").replace("impact: TODO", "impact: 2")
    path.write_text(f"{without}\n{decided}\n", "utf-8")
    ids = [threat.id for threat in read_yaml(path, ContextFile, tmp_path).value.threats]
    assert len(ids) == len(set(ids)) > 10


def test_a_sheet_in_which_somebody_worked_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "threats.xlsx"
    path.write_text("mine", "utf-8")
    command = ["context", "threats", "ondara", "--course", str(PROJECT), "--out", str(path)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    assert "FB-OUT-04" in str(result.exception) + result.output
    assert path.read_text("utf-8") == "mine"
    assert CliRunner().invoke(app, [*command[:-1], str(tmp_path / "threats.doc")]).exit_code == 2


def test_a_formula_in_a_name_stays_text(ondara: ContextPack, tmp_path: Path) -> None:
    frame = ondara.incidents.head(1).assign(
        side_a="=1+1", side_b="Civilians", date=pd.Timestamp(dt.date(2026, 9, 1)), area=ondara.meta.areas[0].id
    )
    path = tmp_path / "threats.csv"
    write_draft(dataclasses.replace(ondara, incidents=frame), path)
    assert "'=1+1" in path.read_text("utf-8-sig")
