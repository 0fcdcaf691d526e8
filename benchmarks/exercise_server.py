"""How long an inject takes to forty players on this machine, over real sockets; players and server share its cores.

python benchmarks/exercise_server.py
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "tabletop")]

from exercising import serving  # noqa: E402 the tests' own helpers
from test_server import forty_players  # noqa: E402


def main() -> None:
    """Print the delays."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "run.jsonl") as served:
        delays = sorted(1000 * delay for delay in asyncio.run(forty_players(served)))
    print(
        f"{len(delays)} deliveries: median {median(delays):.0f} ms, "
        f"95th percentile {delays[int(0.95 * len(delays))]:.0f} ms, slowest {delays[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
