"""Makes ``scores.csv``: 240 people, 14 questions, one with a difference between groups, one with partial credit."""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Write the file; the same on every machine."""
    chance = random.Random(20261123)  # noqa: S311
    with (HERE / "scores.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["gender", *(f"i-{n:02}" for n in range(14))])
        for person in range(240):
            gender = "fm"[person % 5 > 1]
            ability = chance.gauss(0, 1.2)
            row: list[float] = []
            for item in range(14):
                hard = -1.6 + item * 0.25 + (1.1 if item == 6 and gender == "f" else 0)
                chances = 1 / (1 + math.exp(hard - ability))
                if item == 13:
                    row.append(sum(chance.random() < chances for _ in range(4)) / 4)
                elif item == 3:
                    row.append(int(chance.random() < 0.6))
                else:
                    row.append(int(chance.random() < chances))
            writer.writerow([gender, *row])


if __name__ == "__main__":
    main()
