"""A figure is worked out once: its payload gives a page in a second language, in which no word is left in English."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from babel.messages.pofile import read_po
from lxml import html
from made_up_language import LANG, made_up, made_up_language

from building import PROJECT
from fieldbook.context.pack import ContextPack, Limit, load_context
from fieldbook.core.i18n import use_language
from fieldbook.core.message import words
from fieldbook.drawing.draw import draw, picture
from fieldbook.evidence import figures
from fieldbook.evidence.evidence import Figure
from fieldbook.evidence.evidence_html import evidence_html, evidence_text, missing_html, missing_text
from fieldbook.evidence.figures import people
from fieldbook.model.context import ContextFile
from fieldbook.model.payload import PAYLOAD, EvidencePayload, MissingPayload

CODES = {"id", "of", "kind", "level", "members", "component", "areas", "area", "actor", "tier", "tiers", "file", "may_ship", "poc"}  # fmt: skip
"""Fields of a description whose text is no text for people."""
NUMERALS = {"I", "II", "III"}
"""Tiers are named so in every language."""
ALL = [*figures.__all__, "personnel_deaths", "new_displacement"]


def _foreign(part: Any, key: str = "") -> Any:
    """A description in which nothing that people read has a Latin letter."""
    if isinstance(part, dict):
        return {name: _foreign(value, name) for name, value in part.items()}
    if isinstance(part, list):
        return [_foreign(value, key) for value in part]
    return made_up(part) if isinstance(part, str) and key not in CODES and not re.match(r"\d{4}-\d\d", part) else part


def _foreign_rows(table: pd.DataFrame) -> pd.DataFrame:
    names = [name for name in ("side_a", "side_b", "place", "area_name", "event_id", "source") if name in table]
    changed = {
        name: table[name].map(lambda text: text if text == "Civilians" else made_up(text), na_action="ignore")
        for name in names
    }
    return table.assign(**changed)


def _pack() -> ContextPack:
    """Ondara with foreign names, a second source, and the tables that few packs have."""
    pack = load_context(PROJECT / "contexts" / "ondara")
    meta = _foreign(pack.meta.model_dump(mode="json"))
    second = meta["tables"][0] | {"file": "incidents_other.csv", "cannot_show": made_up("Other limits.")}
    tables = {name: _foreign_rows(getattr(pack, name)) for name in ("incidents", "alerts", "displacement")}
    return dataclasses.replace(
        pack,
        **tables,
        meta=ContextFile.model_validate(meta | {"tables": [*meta["tables"], second]}),
        incidents_other=tables["incidents"].iloc[::3],
        personnel_deaths=pd.DataFrame({"date": pd.to_datetime(["2024-02-01"] * 3), "kind": ["malicious-act"] * 3}),
        new_displacement=pd.DataFrame(
            {"year": [2023, 2024], "cause": "conflict", "new_displacements": 5, "displaced_at_end": 9, "source": "x"}
        ),
    )


def _figure(name: str, pack: ContextPack) -> Figure:
    found: Figure = (getattr(figures, name, None) or getattr(people, name))(pack)
    return found


@pytest.fixture(scope="module")
def packs() -> dict[str, ContextPack]:
    whole = _pack()
    files = ("incidents.csv", "alerts.csv", "displacement.csv", "personnel_deaths.csv", "incidents_other.csv")
    totals = {file: Limit("totals", 3, restricted=True, blurred=True) for file in files}
    nothing = {file: Limit("nothing", 3, restricted=False, blurred=True) for file in files}
    empty = {name: getattr(whole, name).iloc[:0] for name in ("incidents", "alerts", "displacement")}
    few = whole.incidents.iloc[:3].assign(side_b=["Civilians", None, "Б"])
    return {
        "whole": whole,
        "totals": dataclasses.replace(whole, limits=totals),
        "nothing": dataclasses.replace(whole, limits=nothing, **empty),
        "few": dataclasses.replace(whole, incidents=few, alerts=whole.alerts.dropna().iloc[:2]),
        "bare": dataclasses.replace(
            whole, **empty, meta=whole.meta.model_copy(update={"actors": (), "threats": (), "bodies": (), "protection_actors": ()}),
            areas=whole.areas.assign(vulnerability=pd.NA),
        ),
    }  # fmt: skip


@pytest.fixture(scope="module")
def payloads(packs: dict[str, ContextPack]) -> dict[str, str]:
    """JSON of every figure, worked out in English."""
    use_language("en")
    return {f"{name} {label}": _figure(name, pack).model_dump_json() for label, pack in packs.items() for name in ALL}


@pytest.fixture
def second(tmp_path: Path) -> Iterator[None]:
    """Pages are made in the made-up language."""
    with made_up_language(tmp_path):
        use_language(LANG)
        yield


def _english(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", text)) - NUMERALS


def _page(payload: EvidencePayload | MissingPayload) -> Any:
    if isinstance(payload, MissingPayload):
        return html.fragment_fromstring(missing_html(payload))
    svg = draw(picture(payload.chart, payload.alt)) if payload.chart else None
    return html.fragment_fromstring(evidence_html(payload, svg, {}))


@pytest.mark.usefixtures("second")
def test_no_word_of_a_figure_is_left_in_english(payloads: dict[str, str]) -> None:
    for name, packed in payloads.items():
        payload = PAYLOAD.validate_json(packed)
        assert isinstance(payload, EvidencePayload | MissingPayload)
        page = _page(payload)
        codes = page.xpath("//code")
        for code in codes:
            code.text = ""
        texts = [*page.itertext(), *page.xpath("//@aria-label")]
        assert not _english(" ".join(texts)), f"{name}: {html.tostring(page, encoding='unicode')[:3000]}"
        plain = missing_text(payload) if isinstance(payload, MissingPayload) else evidence_text(payload)
        assert not _english(
            plain.replace(getattr(payload, "file", ""), "").replace(getattr(payload, "field", "\n"), "")
        ), name


@pytest.mark.usefixtures("second")
def test_numbers_and_dates_follow_the_language(payloads: dict[str, str]) -> None:
    payload = PAYLOAD.validate_json(payloads["where_map whole"])
    assert isinstance(payload, EvidencePayload)
    assert re.search(r"\d\xa0\d{3} оф \d\xa0\d{3}|\d{3} оф \d\xa0\d{3}, \d+\xa0%", words(payload.title))
    page = _page(payload)
    assert "30 сентября 2026" in page.text_content()
    trend = PAYLOAD.validate_json(payloads["incident_trend whole"])
    assert isinstance(trend, EvidencePayload)
    assert "30 сентября" in words(trend.title)
    season = PAYLOAD.validate_json(payloads["seasonality whole"])
    assert isinstance(season, EvidencePayload)
    assert [words(row[0]) for row in season.table.rows[:2]] == ["январь", "февраль"]  # type: ignore[arg-type]


@pytest.mark.usefixtures("second")
def test_a_chart_makes_room_for_longer_words(payloads: dict[str, str]) -> None:
    payload = PAYLOAD.validate_json(payloads["response_by_responder whole"])
    assert isinstance(payload, EvidencePayload)
    use_language("en")
    english = _bars(payload)
    use_language(LANG)
    assert _bars(payload) < english, "the same number of letters, but wider ones"


def _bars(payload: EvidencePayload) -> float:
    assert payload.chart
    svg = html.fragment_fromstring(draw(picture(payload.chart, payload.alt)))
    return max(float(x) for x in re.findall(r"d=\"M[^\"]*?h([\d.]+)", html.tostring(svg, encoding="unicode")))


def test_every_template_stands_in_the_catalogue(payloads: dict[str, str]) -> None:
    with (PROJECT / "fieldbook" / "core" / "locale" / "fieldbook.pot").open("rb") as file:
        known = {message.id if isinstance(message.id, tuple) else (message.id, None) for message in read_po(file)}
    used = {pair for packed in payloads.values() for pair in _templates(json.loads(packed))}
    assert used - known == set()
    assert len(used) > 150


def _templates(part: Any) -> Iterator[tuple[str, str | None]]:
    if isinstance(part, dict):
        if part.get("kind") == "message":
            yield part["template"], part["plural"]
        for value in part.values():
            yield from _templates(value)
    elif isinstance(part, list):
        for value in part:
            yield from _templates(value)


def test_a_payload_holds_no_sentence(payloads: dict[str, str]) -> None:
    """But for templates, its strings are codes, and texts of the pack, which have no Latin letter here."""
    for name, packed in payloads.items():
        left = {text for text in _strings(json.loads(packed)) if " " in text and re.search(r"[A-Za-z]{2}", text)}
        assert not left, name


def _strings(part: Any, key: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            yield from _strings(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from _strings(value, key)
    elif isinstance(part, str) and key not in ("template", "plural", "file", "field"):
        yield part
