"""Packs for the tests of figures: small ones, packs at the edges, and the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest
from figures_packs import EDGES, MakePack, make

from fieldbook.context.pack import ContextPack, load_context

ONDARA = Path(__file__).parents[3] / "contexts" / "ondara"


@pytest.fixture
def make_pack() -> MakePack:
    """Builds a small pack."""
    return make


@pytest.fixture(scope="session")
def ondara() -> ContextPack:
    """The shipped fictional mission."""
    return load_context(ONDARA)


@pytest.fixture(params=sorted(EDGES))
def edge(request: pytest.FixtureRequest) -> ContextPack:
    """Packs at the edges of what a mission may bring."""
    return EDGES[request.param]()
