"""Colours of figures. Each literal is a sentinel: ``draw`` turns it into a class, whose look the theme decides.

The literal stays as fallback where no theme is (JupyterLab, an SVG on its own), chosen for light paper.
"""

from __future__ import annotations

INK = "#1b2129"
MUTED = "#59636f"
LINE = "#d3d8de"
CONTEXT = "#8a949f"
"""What a point is compared with: 3:1 on light and on dark paper."""
SOFT = "#cfdcee"
"""Tint of the accent behind ink text."""
ACCENT = "#1d4f91"
"""The point that the finding makes."""
PAPER = "#fdfdfb"
WARM = "#a4501c"

CLASSES = {
    INK: "ink",
    MUTED: "muted",
    LINE: "line",
    CONTEXT: "context",
    SOFT: "soft",
    ACCENT: "accent",
    PAPER: "paper",
    WARM: "warm",
}
"""Sentinel -> last part of the class: ``fb-c-<name>`` for fills, ``fb-s-<name>`` for strokes."""
