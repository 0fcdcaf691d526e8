"""The report's HTML pages: they open from a stick, print on A4 and ask for nothing from outside."""

from __future__ import annotations

import importlib.resources
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from fieldbook.assessment.shapes import Shape
from fieldbook.assessment.types import TYPES
from fieldbook.core.i18n import _, language, ngettext
from fieldbook.core.templates import templates
from fieldbook.results.report.report_words import group_name, headlines, judged_line, prompts, reading_line, source_name
from fieldbook.results.statistics.angoff import LEAST_JUDGES
from fieldbook.results.statistics.findings import Findings
from fieldbook.results.statistics.item_bias import LEAST_COMPARED
from fieldbook.results.statistics.item_flags import LEAST_SITTINGS
from fieldbook.results.statistics.small_groups import LEAST_SHOWN

Row = dict[str, Any]

_NOTHING = "\N{EN DASH}"


def pages(found: Findings) -> Iterator[tuple[str, str]]:
    """File name and HTML of every page."""
    filters = {"pct": percent, "num": number, "plain": plain, "count": count, "group": group_name}
    environment = templates("fieldbook.results.report", **filters)
    forms = _forms(found)
    menu = [("index.html", _("The course")), ("questions.html", _("Questions"))]
    menu += [(f"form-{form['id']}.html", form["title"]) for form in forms]
    menu += [("limits.html", _("What the numbers cannot tell")), ("files.html", _("Files"))]
    if len(found.overview.learners):
        menu.append(("learners.html", _("Learners")))
    shared: Row = {"_": _, "ngettext": ngettext, "lang": language(), "menu": menu, "found": found, "forms": forms}
    shared["least"] = {
        "shown": LEAST_SHOWN,
        "judged": LEAST_SITTINGS,
        "compared": LEAST_COMPARED,
        "judges": LEAST_JUDGES,
    }
    shared["titles"] = {form["id"]: form["title"] for form in forms}
    yield (
        "index.html",
        environment.get_template("index.html.j2").render(shared | _course(found) | {"page": "index.html"}),
    )
    yield (
        "questions.html",
        environment.get_template("questions.html.j2").render(
            shared | {"flags": _flags(found), "judged": judged_line(found), "page": "questions.html"}
        ),
    )
    for form in forms:
        name = f"form-{form['id']}.html"
        yield name, environment.get_template("form.html.j2").render(shared | {"form": form, "page": name})
    others: dict[str, Row] = {"limits": {}, "files": _files(found)}
    if len(found.overview.learners):
        others["learners"] = {"learners": _learners(found)}
    for name, more in others.items():
        file = f"{name}.html"
        yield file, environment.get_template(f"{file}.j2").render(shared | more | {"page": file})


def style() -> str:
    """The style sheet: the project's colours and type, and the report's own rules."""
    package = importlib.resources.files("fieldbook")
    return "".join(
        package.joinpath(name).read_text("utf-8") for name in ("web/tokens.css", "results/report/report.css")
    )


def percent(value: float | None) -> str:
    """A share; a dash where there is none."""
    return _NOTHING if value is None or math.isnan(value) else f"{value:.0%}"


def number(value: float | None, places: int = 2) -> str:
    """A figure with a real minus sign; a dash where there is none."""
    if value is None or math.isnan(value):
        return _NOTHING
    return f"{value:.{places}f}".replace("inf", "\N{INFINITY}").replace("-", "\N{MINUS SIGN}")


def count(value: float | None) -> str:
    """A number of people, where it may be shown."""
    return _("not shown") if value is None or math.isnan(value) else f"{value:,.0f}".replace(",", "\N{NO-BREAK SPACE}")


def plain(text: str, most: int = 160) -> str:
    """Markdown as one line of text, shortened at a word."""
    line = " ".join(re.sub(r"[*_`#\[\]]|\{[^}]*\}", "", text).split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def _rows(table: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _forms(found: Findings) -> list[Row]:
    """Every form that was sat, with its tests (a form in one variant) and their items."""
    titles = {row["form"]: row for row in _rows(found.overview.forms)}
    forms: dict[str, Row] = {}
    for test in _rows(found.reliability):
        about = titles.get(test["form"], {})
        form = forms.setdefault(
            test["form"],
            {"id": test["form"], "title": about.get("title") or test["form"], "cut": about.get("cut"), "tests": []},
        )
        form["method"] = about.get("method", "")
        form["judged"] = _judged(found, test["form"])
        form["tests"].append(test | {"questions": _questions(found, test["form"], test["variant"])})
    for form in forms.values():
        form["main"] = max(form["tests"], key=lambda test: 0 if test["withheld"] else test["n"])
    order = list(found.overview.sat["form"])
    return sorted(forms.values(), key=lambda form: order.index(form["id"]))


def _judged(found: Findings, form: str) -> Row | None:
    """The cut score that judges gave a form."""
    row = next(iter(_rows(found.cuts[found.cuts["form"] == form])), None)
    return row and row | {"provisional": row["judges"] < LEAST_JUDGES}


def _questions(found: Findings, form: str, variant: str) -> list[Row]:
    bank = {row["item"]: row for row in _rows(found.overview.items)}
    places = {row["item"]: row["place"] for row in _rows(_of(found.overview.drawn, form, variant))}
    choices = _grouped(_of(found.choices, form, variant))
    curves = _grouped(_of(found.curves, form, variant))
    flags = _grouped(_of(found.flags, form, variant))
    groups = _grouped(_of(found.dif[found.dif["grade"] != ""], form, variant))
    rows = []
    for item in _rows(_of(found.items, form, variant)):
        name = item["item"]
        about = bank.get(name, {})
        rows.append(
            item
            | {
                "about": about,
                "place": places.get(name),
                "options": _options(choices.get(name, []), about),
                "curve": _curve(curves.get(name, [])),
                "flags": flags.get(name, []),
                "groups": groups.get(name, []),
            }
        )
    return sorted(rows, key=lambda row: (row["place"] is None, row["place"] or 0, row["item"]))


def _curve(bands: list[Row]) -> list[Row]:
    """The bands of a plot; none where fewer than two of them can be shown."""
    return bands if sum(not band["withheld"] for band in bands) > 1 else []


def _of(table: pd.DataFrame, form: str, variant: str) -> pd.DataFrame:
    return table[(table["form"] == form) & (table["variant"] == variant)]


def _grouped(table: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in _rows(table):
        found.setdefault(row["item"], []).append(row)
    return found


def _options(choices: list[Row], about: Mapping[str, Any]) -> list[Row]:
    """Every option of an item, chosen or not, with its text."""
    texts: dict[str, str] = json.loads(about.get("options") or "{}")
    keys = set(json.loads(about.get("keys") or "[]"))
    kind = TYPES.get(about.get("type", ""))
    multiple = kind is not None and kind.shape is Shape.CHOICES
    chosen = {_shown(row["response"]): row for row in choices}
    names = sorted({*chosen, *([] if multiple or not chosen else texts)})
    empty = {"n": 0, "share": 0.0, "score": math.nan, "rest": math.nan, "withheld": False}
    rows = []
    for name in names:
        row = {**empty, **chosen.get(name, {})}
        ids = name.split("+")
        rows.append(
            row | {"name": name, "text": texts.get(name, ""), "key": set(ids) == keys if multiple else name in keys}
        )
    return rows


def _shown(response: str) -> str:
    value = json.loads(response)
    return "+".join(value) if isinstance(value, list) else str(value)


def _course(found: Findings) -> Row:
    objectives = found.overview.items.drop_duplicates("objective")
    texts = dict(zip(objectives["objective"], objectives["objective_text"], strict=True))
    asked = set(found.mastery["form"])
    shares = {(r["objective"], r["form"], r["by"], r["group"]): r for r in _rows(found.mastery)}
    groups = {
        by: sorted({group for _o, _f, kind, group in shares if kind == by}) for by in ("component", "gender", "station")
    }
    return {
        "headlines": headlines(found),
        "reading": reading_line(found),
        "people": _by(found.people),
        "gains": _by(found.gain),
        "scores": {row["form"]: row for row in _rows(found.scores[found.scores["by"] == ""])},
        "sat": _rows(found.overview.sat),
        "objectives": texts,
        "mastery": shares,
        "sizes": {(r["form"], r["by"], r["group"]): r["people"] for r in _rows(found.scores)},
        "mastery_forms": [form for form in found.overview.sat["form"] if form in asked],
        "groups": {by: names for by, names in groups.items() if len(names) > 1},
        "prompts": prompts(found, texts),
        "ways": _ways(found),
        "reaction": _rows(found.reaction),
        "exercises": _exercises(found),
        "played": dict(zip(found.overview.played["exercise"], found.overview.played["runs"], strict=True)),
        "written": _rows(found.overview.written),
        "practice": _practice(found),
    }


def _by(table: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in _rows(table):
        found.setdefault(row["by"], []).append(row)
    return found


def _ways(found: Findings) -> dict[str, list[Row]]:
    ways: dict[str, list[Row]] = {}
    for row in _rows(found.overview.ways):
        ways.setdefault(row["scenario"], []).append(row)
    return ways


def _exercises(found: Findings) -> dict[str, list[Row]]:
    exercises: dict[str, list[Row]] = {name: [] for name in found.overview.played["exercise"]}
    for row in _rows(found.overview.exercises):
        exercises[row["exercise"]].append(row)
    return exercises


def _practice(found: Findings) -> list[Row]:
    """Questions of the lessons that most get wrong at first, among those that many answered."""
    table = found.overview.practice
    return _rows(table[table["n"] >= 10].sort_values("first").head(10))


def _flags(found: Findings) -> list[Row]:
    bank = {row["item"]: row for row in _rows(found.overview.items)}
    rows = [row | {"stem": bank.get(row["item"], {}).get("stem", "")} for row in _rows(found.flags)]
    return sorted(rows, key=lambda row: (not row["serious"], row["form"], row["item"], row["code"]))


def _files(found: Findings) -> Row:
    overview = found.overview
    return {
        "sources": [row | {"name": source_name(row["source"])} for row in _rows(overview.sources)],
        "conflicts": _rows(overview.conflicts),
        "notes": _rows(overview.notes),
    }


def _learners(found: Findings) -> Row:
    """Shares by form of everybody, in order of pseudonyms."""
    people: dict[int, Row] = {}
    for row in _rows(found.overview.learners):
        name = row["pseudonym"] if isinstance(row["pseudonym"], str) else str(row["learner"])
        person = people.setdefault(row["learner"], {"name": name, "shares": {}})
        person["shares"][row["form"]] = row["share"]
    forms = sorted({form for person in people.values() for form in person["shares"]})
    return {"forms": forms, "people": list(people.values())}
