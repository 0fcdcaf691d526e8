"""The round uses what tests of paper print and fill in."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "assessment" / "paper"))
