"""Places the nodes of a graph without circles in rows: each below all that lead to it, those that lead nowhere last."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence

Place = tuple[float, int]
"""Middle of a node in columns, and its row."""

_Cell = tuple[str, str, int]
"""What takes room in a row: a node (``target`` is empty), or the way from a node to a target further down."""

_BEND = 0.3
"""Room for a way that passes a row, in columns."""
_SWEEPS = 5


@dataclasses.dataclass(frozen=True)
class Layers:
    """Where everything stands. ``bends`` has for each pair of nodes the places at which its way passes rows between."""

    places: dict[str, Place]
    bends: dict[tuple[str, str], list[Place]]
    columns: float
    rows: int


def layered(targets: Mapping[str, Sequence[str]]) -> Layers:
    """Rows by the longest way from the start; in a row, nodes stand near those that they are joined with."""
    rows = _rows(targets)
    passed: dict[tuple[str, str], list[_Cell]] = {
        (name, target): [(name, target, row) for row in range(rows[name] + 1, rows[target])]
        for name, leads in targets.items()
        for target in leads
    }
    chains = [
        [(name, "", rows[name]), *between, (target, "", rows[target])] for (name, target), between in passed.items()
    ]
    layers: list[list[_Cell]] = [[] for _row in range(max(rows.values()) + 1)]
    for cell in dict.fromkeys(itertools.chain.from_iterable(chains)):
        layers[cell[2]].append(cell)
    at = _order(layers, chains)
    return Layers(
        {name: (at[name, "", row], row) for name, row in rows.items()},
        {pair: [(at[cell], cell[2]) for cell in between] for pair, between in passed.items()},
        _widest(layers),
        len(layers),
    )


def _rows(targets: Mapping[str, Sequence[str]]) -> dict[str, int]:
    rows = dict.fromkeys(targets, 0)
    for _round in targets:  # long enough, because there is no circle
        for name, leads in targets.items():
            for target in leads:
                rows[target] = max(rows[target], rows[name] + 1)
    last = max(rows.values())
    return {name: row if targets[name] else last for name, row in rows.items()}


def _order(layers: list[list[_Cell]], chains: Iterable[Sequence[_Cell]]) -> dict[_Cell, float]:
    """Sort each row by the mean place of its neighbours above, then below, and so on; where each stands in the end."""
    above: dict[_Cell, list[_Cell]] = {}
    below: dict[_Cell, list[_Cell]] = {}
    for chain in chains:
        for upper, lower in itertools.pairwise(chain):
            above.setdefault(lower, []).append(upper)
            below.setdefault(upper, []).append(lower)
    widest = _widest(layers)
    at = {cell: place for layer in layers for cell, place in _spread(layer, widest)}
    for sweep in range(_SWEEPS):
        near = below if sweep % 2 else above
        for layer in reversed(layers) if sweep % 2 else layers:
            wanted = {cell: _mean([at[other] for other in near.get(cell, [cell])]) for cell in layer}
            layer.sort(key=wanted.__getitem__)
            at.update(_spread(layer, widest))
    return at


def _spread(layer: Sequence[_Cell], widest: float) -> Iterable[tuple[_Cell, float]]:
    """The row's cells side by side in the middle."""
    start = (widest - sum(map(_width, layer))) / 2
    for cell in layer:
        yield cell, start + _width(cell) / 2
        start += _width(cell)


def _widest(layers: Iterable[Iterable[_Cell]]) -> float:
    return max(sum(map(_width, layer)) for layer in layers)


def _width(cell: _Cell) -> float:
    return _BEND if cell[1] else 1


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
