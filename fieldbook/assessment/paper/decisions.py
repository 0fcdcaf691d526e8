"""The list of doubtful places: a table to fill in and a page that shows each place, and the table read back."""

from __future__ import annotations

import csv
import dataclasses
import html
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from fieldbook.core.atomic import new_folder
from fieldbook.core.i18n import _, language
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.spreadsheet import harmless

TABLE = "decisions.csv"
PAGE = "index.html"
_COLUMNS = ("place", "sheet", "question", "why", "read", "choices", "picture", "decision")
_MOST_BYTES = 20_000_000


@dataclasses.dataclass(frozen=True)
class DoubtfulMark:
    """A place for a person to decide. ``id`` stays the same for the same picture."""

    id: str
    sheet: str
    question: str
    why: str
    read: str
    choices: str
    crop: bytes

    @property
    def picture(self) -> str:
        """Name of the crop's file."""
        return self.id.replace("/", "-") + ".png"


def read_decisions(path: Path) -> dict[str, tuple[int, str]]:
    """Line and text of each decision by its place. Raises ``CourseError`` (``FB-PAPER-09``)."""
    file = path / TABLE if path.is_dir() else path
    try:
        with file.open("rb") as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8-sig")
        first = text.partition("\n")[0]
        rows = csv.DictReader(io.StringIO(text), delimiter=max(";,\t", key=first.count))
        known = {"place", "decision"} <= set(rows.fieldnames or ())
        found = {row["place"]: (rows.line_num, (row["decision"] or "").strip()) for row in rows} if known else None
    except (OSError, ValueError, csv.Error):
        found = None
    if found is None:
        remedy = _("Give the file {name} that fieldbook paper scan wrote, saved as CSV.").format(name=TABLE)
        problem = Problem(file.as_posix(), 0, "", _("is no list of decisions"), remedy, "FB-PAPER-09")
        raise CourseError([problem])
    return {place: decision for place, decision in found.items() if place and decision[1]}


def wrong_decision(path: Path, line: int, text: str, choices: str) -> Problem:
    """A decision that cannot be meant."""
    what = _("{text!r} is no decision that fits here").format(text=text[:40])
    remedy = _("Write: {choices}").format(choices=choices)
    return Problem(path.as_posix(), line, "decision", what, remedy, "FB-PAPER-09")


def unknown_decision(path: Path, line: int, place: str) -> Problem:
    """A decision about a picture that was not given."""
    what = _("no picture that was given has the place {place!r}").format(place=place[:60])
    remedy = _("Give the same files of pictures again, together with their decisions.")
    return Problem(path.as_posix(), line, "place", what, remedy, "FB-PAPER-09", warning=True)


def write_doubts(folder: Path, doubts: Sequence[DoubtfulMark], made: Mapping[str, tuple[int, str]]) -> None:
    """Table, page and pictures as one folder, with the decisions that were ``made``. Raises ``OutputError``."""
    with new_folder(folder) as beside:
        table = io.StringIO()
        rows = csv.DictWriter(table, _COLUMNS, lineterminator="\r\n")
        rows.writeheader()
        for doubt in doubts:
            rows.writerow(_row(doubt, _made(doubt, made)))
            (beside / doubt.picture).write_bytes(doubt.crop)
        listed = {doubt.id for doubt in doubts}
        rows.writerows({"place": name, "decision": made[name][1]} for name in sorted(set(made) - listed))
        (beside / TABLE).write_text("\ufeff" + table.getvalue(), "utf-8", newline="")
        (beside / PAGE).write_text(_page(doubts, made), "utf-8")


def _made(doubt: DoubtfulMark, made: Mapping[str, tuple[int, str]]) -> str:
    return made.get(doubt.id, (0, ""))[1]


def _row(doubt: DoubtfulMark, decision: str) -> dict[str, str]:
    return {
        "place": doubt.id,
        "sheet": harmless(doubt.sheet),
        "question": doubt.question,
        "why": doubt.why,
        "read": harmless(doubt.read),
        "choices": doubt.choices,
        "picture": doubt.picture,
        "decision": decision,
    }


def _page(doubts: Sequence[DoubtfulMark], made: Mapping[str, tuple[int, str]]) -> str:
    """The pictures with what to write beside them; typed decisions are saved as the table by the page itself."""
    rows = "\n".join(_entry(doubt, _made(doubt, made)) for doubt in doubts)
    title = html.escape(_("Marks to decide"))
    how = html.escape(
        _("Look at each picture and write what the participant meant. Then save, and give the file back: {command}")
    ).format(command="<code>fieldbook paper scan … --decisions decisions.csv</code>")
    save = html.escape(_("Save decisions.csv"))
    return _HTML.format(lang=html.escape(language()), title=title, how=how, save=save, rows=rows)


def _entry(doubt: DoubtfulMark, decision: str) -> str:
    name, value = html.escape(doubt.id, quote=True), html.escape(decision, quote=True)
    label = html.escape(_("Question {n}").format(n=doubt.question) if doubt.question else _("Participant's code"))
    why, sheet, choices, read = (html.escape(t) for t in (doubt.why, doubt.sheet, doubt.choices, doubt.read))
    seen = html.escape(_("The machine sees: {read}")).format(read=read) if read else ""
    return (
        f'<li><img src="{html.escape(doubt.picture, quote=True)}" alt="{label}">'
        f"<div><h2>{label}</h2><p>{why}. {seen}</p>"
        f'<label>{choices} <input data-place="{name}" value="{value}" autocomplete="off"></label>'
        f"<small>{sheet}</small></div></li>"
    )


_HTML = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body{{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-inline-size:60rem;padding-inline:1rem;color:#1b1b1b}}
ol{{list-style:none;padding:0}}
li{{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:1rem 2rem;
  border-block-start:1px solid #999;padding-block:1.2rem}}
img{{max-inline-size:100%;align-self:start;border:1px solid #ccc}}
h2{{font-size:1.1rem;margin:0}} p{{margin:.2rem 0 .6rem}}
label{{display:block}} input{{font:inherit;display:block;min-block-size:2.5rem;inline-size:16rem;padding-inline:.6rem}}
small{{display:block;color:#555;margin-block-start:.4rem}} button{{font:inherit;padding:.6rem 1.2rem}}
</style></head><body><h1>{title}</h1><p>{how}</p>
<ol>
{rows}
</ol>
<button type="button" id="save">{save}</button>
<script>
document.getElementById("save").addEventListener("click", () => {{
  const quote = (text) => '"' + text.replaceAll('"', '""') + '"';
  const lines = [...document.querySelectorAll("input[data-place]")]
    .map((input) => quote(input.dataset.place) + "," + quote(input.value.trim()));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["place,decision\\r\\n", lines.join("\\r\\n")], {{type: "text/csv"}}));
  link.download = "decisions.csv";
  link.click();
}});
</script></body></html>
"""
