"""How a figure shows itself in a notebook."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from fieldbook import figures
from fieldbook.load.context import ContextPack
from fieldbook.model.payload import MIME


def test_in_jupyterlab_the_chart_is_drawn(monkeypatch: pytest.MonkeyPatch, make_pack: Any) -> None:
    monkeypatch.delenv("FIELDBOOK_BUILD", raising=False)
    bundle = figures.who_harms_whom(make_pack([{}]))._repr_mimebundle_()
    assert html.fromstring(bundle["text/html"]).xpath("//figure//*[local-name()='svg']")
    assert bundle[MIME]["title"] in bundle["text/plain"]


def test_in_the_build_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch, make_pack: Any) -> None:
    monkeypatch.setenv("FIELDBOOK_BUILD", "1")
    bundle = figures.who_harms_whom(make_pack([{}]))._repr_mimebundle_()
    assert set(bundle) == {MIME, "text/plain"}
    assert bundle[MIME]["chart"]["description"] == bundle[MIME]["alt"]


def test_missing_names_the_file_and_the_field(monkeypatch: pytest.MonkeyPatch, make_pack: Any) -> None:
    monkeypatch.delenv("FIELDBOOK_BUILD", raising=False)
    bundle = figures.actor_map(make_pack([{}]))._repr_mimebundle_()
    assert bundle[MIME]["kind"] == "missing"
    assert "contexts/test/context.yml" in bundle["text/html"]
    assert "actors[].stance" in bundle["text/plain"]


def test_ids_tell_questions_apart(ondara: ContextPack) -> None:
    plain, asked, other = (figures.where_map(ondara, question=q).id for q in (None, "Why?", "Where?"))
    assert plain == "fig-where-map"
    assert len({plain, asked, other}) == 3
