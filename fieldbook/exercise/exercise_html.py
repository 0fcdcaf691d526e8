"""Pages of a table top exercise: the run page (controller and teams), the paper, the list. Each is one HTML file."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from fieldbook.core.i18n import _
from fieldbook.core.templates import templates
from fieldbook.drawing.sketch_map import FieldMap
from fieldbook.exercise.page.exercise_words import channels, runner_strings, signs

Exercise = Mapping[str, Any]
"""As ``bind.exercises.bind_exercise`` gives it."""

_CAST = re.compile(r"\{\{ ([Cc])ast\.([a-z0-9-]+) \}\}")
_BLOCKS = {"text", "brief", "knows", "wants", "purpose", "paper"}
_LINES = {"title", "name", "label", "from", "story", "audience"}


def dressed(exercise: Exercise) -> dict[str, Any]:
    """The exercise with every text as HTML; the cast in ``<span data-cast="…">``, which a page can change.

    Texts of expected actions, decisions, questions and levels become one line, others paragraphs.
    """
    names = {member["id"]: member["text"] for member in exercise["cast"]}

    def dress(part: Any, field: str, *, inline: bool) -> Any:
        if isinstance(part, dict):
            return {key: dress(value, key, inline=inline or field in _SHORT) for key, value in part.items()}
        if isinstance(part, list):
            return [dress(one, field, inline=inline) for one in part]
        if isinstance(part, str) and field in _BLOCKS | _LINES | {"levels"}:
            one_line = field in _LINES or field == "levels" or inline
            return rich(part, names, inline=one_line)
        return part

    cast = exercise["cast"]
    return {key: dress(value, key, inline=False) for key, value in exercise.items() if key != "cast"} | {"cast": cast}


_SHORT = {"expects", "decisions", "hot_wash", "rubric", "marks"}


def rich(text: str, names: Mapping[str, str], *, inline: bool) -> Markup:
    """HTML of Markdown; raw HTML in it is shown, not obeyed."""
    made = _markdown().renderInline(text.strip()) if inline else _markdown().render(text)

    def named(found: re.Match[str]) -> str:
        word = names[found[2]]
        shown = html.escape(word[:1].upper() + word[1:] if found[1] == "C" else word, quote=False)
        return f'<span data-cast="{found[2]}"{" data-cap" if found[1] == "C" else ""}>{shown}</span>'

    return Markup(_CAST.sub(named, str(made)).strip())  # noqa: S704 made by the Markdown renderer, names escaped


def plain(text: str, names: Mapping[str, str]) -> str:
    """The same as text without markup, for a spreadsheet or a label."""
    without = re.sub(r"<[^>]+>", "", rich(text, names, inline=True))
    return html.unescape(without)


def run_page(exercise: Exercise, ground: FieldMap | None, head: Mapping[str, Any]) -> str:
    """The page that runs the exercise. ``head`` is ``build.exercises.page_head`` with the page's own ``paper``."""
    return _run_html(exercise, ground, head, {"live": ""})


def _run_html(exercise: Exercise, ground: FieldMap | None, head: Mapping[str, Any], more: Mapping[str, Any]) -> str:
    shown = dressed(exercise)
    data = {
        "exercise": shown,
        "map": None if ground is None else {"svg": ground.svg, "places": ground.places},
        **_words(),
        "objectives": {
            name: {"text": text, "short": name.rsplit("-o-", 1)[-1].replace("-", " ")}
            for name, text in head["objectives"].items()
            if name in exercise["objectives"]
        },
        "head": {name: head[name] for name in ("course", "context", "lang", "paper")},
        **more,
    }
    page = templates("fieldbook.exercise").get_template("exercise.html.j2")
    return page.render(_=_, exercise=shown, data=_script_json(data), head=head, base="/" if more["live"] else "")


def _words() -> dict[str, Any]:
    return {"strings": runner_strings(), "channels": channels(), "signs": signs()}


def paper_page(exercise: Exercise, ground: FieldMap | None, head: Mapping[str, Any]) -> str:
    """Everything for play on paper, on A4 pages: MSEL, inject cards, role cards, map, observer's sheets, hot wash."""
    shown = dressed(exercise)
    names = {member["id"]: member["text"] for member in shown["cast"]}
    sketched = {member["id"] for member in shown["cast"] if member["sketched"]}
    return (
        templates("fieldbook.exercise")
        .get_template("exercise-paper.html.j2")
        .render(
            _=_,
            exercise=shown,
            teams={team["id"]: team["name"] for team in shown["teams"]},
            roles={role["id"]: role["title"] for role in shown["roles"]},
            gauges={gauge["id"]: gauge["name"] for gauge in shown["state"]},
            decisions={one["id"]: one["text"] for inject in shown["injects"] for one in inject["decisions"]},
            places_text=names,
            map=None if ground is None else Markup(ground.named(names, sketched)),  # noqa: S704 drawn by us
            channels=channels(),
            signs=signs(),
            head=head,
            clock=clock,
        )
    )


def list_page(exercises: Sequence[Exercise], head: Mapping[str, Any]) -> str:
    """The exercises of one edition, with what each needs."""
    shown = [dressed(exercise) for exercise in exercises]
    return templates("fieldbook.exercise").get_template("exercises.html.j2").render(_=_, exercises=shown, head=head)


def clock(minute: int) -> str:
    """Minutes as ``1:05``."""
    return f"{minute // 60}:{minute % 60:02}"


def _script_json(data: object) -> Markup:
    """JSON that cannot end its script element."""
    packed = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return Markup(packed.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def live_pages(
    exercise: Exercise, ground: FieldMap | None, head: Mapping[str, Any], joining: Mapping[str, Any], address: str
) -> dict[str, str]:
    """Pages of the exercise server: ``control``, ``team`` (which holds no exercise), ``join``, ``join-wrong``.

    ``joining`` has url, code and qr (SVG) for each team.
    """
    team = _words() | {"live": "team", "map": None if ground is None else {"svg": ground.svg}}
    page = templates("fieldbook.exercise").get_template("exercise-team.html.j2")
    join = templates("fieldbook.exercise").get_template("exercise-join.html.j2")
    return {
        "control": _run_html(exercise, ground, head, {"live": "control", "joining": joining, "address": address}),
        "team": page.render(_=_, head=head, data=_script_json(team)),
        "join": join.render(_=_, head=head, wrong=False),
        "join-wrong": join.render(_=_, head=head, wrong=True),
    }
