"""Takes an edited MSEL back into the exercise's file. The rest of the file stays as it is, with its comments."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import Loaded
from fieldbook.exercise.msel_write import SHEETS
from fieldbook.model.exercise import Exercise

_MOST_BYTES, _MOST_ROWS, _LONGEST = 8 * 1024 * 1024, 2000, 20_000
_SIGNED = re.compile(r"([a-z][a-z0-9-]*)\s*([+\u2212-]?\d+)")
_GAUGE = re.compile(r"([a-z][a-z0-9-]*)\s*(<|>=)\s*(\d+)")
_NAMED = re.compile(r"(decision|without)\s*:\s*([a-z][a-z0-9-]*)")

Row = Mapping[str, str]


def workbook_of(name: str, content: bytes) -> dict[str, list[Row]]:
    """Rows of each sheet by column, with ``row`` (1-based); and ``exercise`` and ``context`` of the file under ``""``.

    Raises
    ------
    CourseError
        The file is too large, no spreadsheet, lacks a sheet or a column: everything at once.
    """
    if len(content) > _MOST_BYTES:
        raise CourseError([_problem(name, "", _("is larger than {n} MB").format(n=_MOST_BYTES // 2**20), "FB-MSEL-01")])
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        head = dict(_pairs(book)) if "Read me" in book.sheet_names else {}
        cells = {sheet: _cells(book, sheet) for sheet in SHEETS if sheet in book.sheet_names}
    except (CalamineError, ValueError) as error:
        message = _("is no spreadsheet that can be read (.xlsx or .ods)")
        raise CourseError([_problem(name, "", message, "FB-MSEL-01")]) from error
    faults = list(_shape_faults(name, head, cells))
    if faults:
        raise CourseError(faults)
    return {sheet: _rows(rows) for sheet, rows in cells.items()} | {"": [head]}


def merged(text: str, workbook: Mapping[str, list[Row]], loaded: Loaded[Exercise], name: str) -> str:
    """The exercise's file ``text`` with the injects and the cast of ``workbook``.

    Raises
    ------
    CourseError
        Every cell that cannot be read and every row that is gone.
    """
    faults: list[Problem] = []
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000  # lines stay as they were broken
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load(text)
    old = {inject["id"]: inject for inject in data["injects"]}
    present = {row["inject"] for row in workbook["MSEL"]}
    for gone in [inject for inject in old if inject not in present]:
        message = _("the inject {id} has no row").format(id=gone)
        faults.append(_problem(name, "MSEL", message, "FB-MSEL-03"))
    injects = CommentedSeq()
    for row in workbook["MSEL"]:
        if row["use"].lower() == "no":
            continue
        injects.append(_updated(old.get(row["inject"], CommentedMap()), row, workbook, name, faults))
    _cast(data, workbook, loaded, faults, name)
    if faults:
        raise CourseError(faults)
    data["injects"] = injects
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _pairs(book: CalamineWorkbook) -> Iterator[tuple[str, str]]:
    for row in book.get_sheet_by_name("Read me").to_python(nrows=5):
        if len(row) > 1 and row[0]:
            yield str(row[0]), str(row[1])


def _cells(book: CalamineWorkbook, sheet: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=_MOST_ROWS)
    return [[_text(value) for value in row] for row in rows]


def _text(value: object) -> str:
    """A cell as text: Excel turns ``0:05`` into a time of day and ``10`` into a number."""
    hours = getattr(value, "hour", None)
    if hours is not None:
        return f"{hours}:{getattr(value, 'minute', 0):02}"
    if hasattr(value, "total_seconds"):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").strip()[:_LONGEST]


def _shape_faults(name: str, head: Mapping[str, str], cells: Mapping[str, list[list[str]]]) -> Iterator[Problem]:
    if not head.get("exercise") or not head.get("context"):
        yield _problem(name, "Read me", _("does not say of which exercise and context it is"), "FB-MSEL-02")
    for sheet, columns in SHEETS.items():
        if sheet not in cells:
            yield _problem(name, sheet, _("the sheet is gone"), "FB-MSEL-02")
            continue
        first = cells[sheet][0] if cells[sheet] else []
        for column in columns:
            if column not in first:
                yield _problem(name, sheet, _("the column {name} is gone").format(name=column), "FB-MSEL-02")


def _rows(cells: list[list[str]]) -> list[Row]:
    names = cells[0]
    rows = (dict(zip(names, row, strict=False)) | {"row": str(number)} for number, row in enumerate(cells[1:], 2))
    return [row for row in rows if any(text for name, text in row.items() if name != "row")]


def _updated(
    inject: CommentedMap, row: Row, workbook: Mapping[str, list[Row]], name: str, faults: list[Problem]
) -> CommentedMap:
    """``inject`` with the row's values; what has not changed stays as it was written."""

    def fault(sheet: str, cells: Row, column: str, message: str) -> None:
        faults.append(_problem(name, f"{sheet} row {cells['row']} {column}", message, "FB-MSEL-03"))

    new: dict[str, Any] = {
        "id": row["inject"],
        "at": row["at"] or None,
        "when": _conditions(row, fault),
        "after": _whole(row, "after", fault) if row["after"] else None,
        "from": row["from"],
        "to": [team.strip() for team in row["to"].split(",") if team.strip()],
        "channel": row["channel"],
        "title": row["title"],
        "text": row["text"],
        "attachment": {"title": row["attachment title"], "text": row["attachment text"]}
        if row["attachment title"] or row["attachment text"]
        else None,
        "marks": _marks(row, fault),
        "effects": _effects("MSEL", row, fault),
        "expects": [_expected(one, fault) for one in workbook["Expected"] if one["inject"] == row["inject"]],
        "decisions": [_decision(one, fault) for one in workbook["Decisions"] if one["inject"] == row["inject"]],
    }
    for key, value in new.items():
        if value in (None, [], {}):
            inject.pop(key, None)
        elif _same(inject.get(key), value):
            continue
        else:
            inject[key] = _styled(value)
    return inject


def _same(old: Any, new: Any) -> bool:
    """Whether the file already says so; texts count without the space around them."""
    if isinstance(old, str) and isinstance(new, str):
        return old.strip() == new.strip()
    if isinstance(old, dict) and isinstance(new, dict):
        return {key for key, value in old.items() if value is not None} == set(new) and all(
            _same(old[key], value) for key, value in new.items()
        )
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(_same(a, b) for a, b in zip(old, new, strict=True))
    return bool(old == new)


def _styled(value: Any) -> Any:
    """Long texts as blocks, so that the next change can be read in a diff."""
    if isinstance(value, str) and "\n" in value:
        return LiteralScalarString(value.strip() + "\n")
    if isinstance(value, str) and len(value) > 100:
        return FoldedScalarString(value)
    if isinstance(value, dict):
        return CommentedMap({key: _styled(part) for key, part in value.items()})
    if isinstance(value, list):
        return CommentedSeq([_styled(part) for part in value])
    return value


def _conditions(row: Row, fault: Any) -> list[dict[str, Any]]:
    found = []
    for part in (part.strip() for part in row["when"].split(";") if part.strip()):
        if named := _NAMED.fullmatch(part):
            found.append({named[1]: named[2]})
        elif gauge := _GAUGE.fullmatch(part):
            found.append({"gauge": gauge[1], "below" if gauge[2] == "<" else "from": int(gauge[3])})
        else:
            fault("MSEL", row, "when", _("cannot read {text!r}").format(text=part[:60]))
    return found


def _marks(row: Row, fault: Any) -> list[dict[str, str]]:
    found = []
    for line in (line.strip() for line in row["marks"].split("\n") if line.strip()):
        parts = [part.strip() for part in line.split("|", 2)]
        if len(parts) == 3:
            found.append(dict(zip(("place", "sign", "label"), parts, strict=True)))
        else:
            fault("MSEL", row, "marks", _("cannot read {text!r}").format(text=line[:60]))
    return found


def _effects(sheet: str, row: Row, fault: Any) -> dict[str, int]:
    found = {}
    for part in (part.strip() for part in row["effects"].split(",") if part.strip()):
        if effect := _SIGNED.fullmatch(part):
            found[effect[1]] = int(effect[2].replace("\u2212", "-"))
        else:
            fault(sheet, row, "effects", _("cannot read {text!r}").format(text=part[:60]))
    return found


def _whole(row: Row, column: str, fault: Any, sheet: str = "MSEL") -> int | None:
    try:
        return int(row[column])
    except ValueError:
        fault(sheet, row, column, _("cannot read {text!r}").format(text=row[column][:60]))
        return None


def _expected(row: Row, fault: Any) -> dict[str, Any]:
    made = {key: row[key] for key in ("id", "role", "text", "objective", "tension", "source")}
    made["within"] = _whole(row, "within", fault, "Expected")  # type: ignore[assignment]
    return {key: value for key, value in made.items() if value not in ("", None)}


def _decision(row: Row, fault: Any) -> dict[str, Any]:
    leans = {}
    for part in (part.strip() for part in row["leans"].split(",") if part.strip()):
        tension, _colon, pole = part.partition(":")
        leans[tension.strip()] = pole.strip()
    made = {"id": row["id"], "team": row["team"], "text": row["text"], "effects": _effects("Decisions", row, fault)}
    return {key: value for key, value in (made | {"leans": leans}).items() if value not in ("", {}, None)}


def _cast(
    data: Any, workbook: Mapping[str, list[Row]], loaded: Loaded[Exercise], faults: list[Problem], name: str
) -> None:
    """The trainer's own choices for the workbook's context."""
    context = workbook[""][0]["context"]
    members = {member["id"]: member for member in data["cast"]}
    for row in workbook["Cast"]:
        member = members.get(row["id"])
        if member is None:
            message = _("there is no cast member {id}").format(id=row["id"][:60])
            faults.append(_problem(name, f"Cast row {row['row']} id", message, "FB-MSEL-03"))
            continue
        own = next(one for one in loaded.value.cast if one.id == row["id"]).set
        if row["your choice"] == own.get(context, ""):
            continue
        chosen = {key: value for key, value in own.items() if key != context}
        if row["your choice"]:
            chosen[context] = row["your choice"]
        if chosen:
            member["set"] = CommentedMap(chosen)
        else:
            member.pop("set", None)


def rows_of(workbook: Mapping[str, Sequence[Row]]) -> list[str]:
    """Row of each inject that stays, for faults of the exercise that name ``injects[3]``."""
    return [row["row"] for row in workbook["MSEL"] if row["use"].lower() != "no"]


def _remedies() -> dict[str, str]:
    return {
        "FB-MSEL-01": _("Take the spreadsheet that the exercise's page gives, and save it as .xlsx or .ods."),
        "FB-MSEL-02": _("Put it back, or copy your changes into a fresh spreadsheet; nothing was changed."),
        "FB-MSEL-03": _("Mend the cell; nothing was changed. The sheet Read me shows how cells are written."),
    }


def _problem(name: str, field: str, message: str, code: str) -> Problem:
    return Problem(name, 0, field, message, _remedies()[code], code)
