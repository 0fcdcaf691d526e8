"""Questions to look at again, each with the reason and what to do. A flag is a reason to read, not a verdict."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from fieldbook.core.i18n import _

LEAST_SITTINGS = 30
"""Sittings below which an item is not judged."""

_ITEM = ["form", "variant", "item"]


class Flag(NamedTuple):
    """``serious``: look at it before the question is used again."""

    code: str
    serious: bool
    reason: str
    advice: str


def flag_table(items: pd.DataFrame, choices: pd.DataFrame, dif: pd.DataFrame, bank: pd.DataFrame) -> pd.DataFrame:
    """Every flag of every item.

    Parameters
    ----------
    items, choices, dif
        ``item_table``, ``choice_table``, ``dif_table``.
    bank
        ``item, keys`` (JSON list of ids of right options), ``path, line``; may lack items.

    Returns
    -------
    pandas.DataFrame
        ``form, variant, item, code, serious, reason, advice, path, line``.

    Notes
    -----
    Bounds are usual ones: discrimination below 0.10 is none (Ebel, R. L. and Frisbie, D. A. (1991). Essentials of
    Educational Measurement, chapter 13: below 0.20 poor), difficulty above 0.95 or below 0.20; a distractor is idle
    below 5 % (Haladyna and Downing 1993, Educational and Psychological Measurement 53, 999-1010).
    """
    by_item: dict[Any, pd.DataFrame] = dict(iter(choices.groupby(_ITEM)))
    differing: dict[Any, pd.DataFrame] = dict(iter(dif.groupby(_ITEM)))
    rows = []
    for row in ({str(name): value for name, value in row.items()} for row in items.to_dict("records")):
        if row["n"] < LEAST_SITTINGS:
            continue
        key = tuple(row[name] for name in _ITEM)
        for rule in _RULES:
            rows += [
                {**dict(zip(_ITEM, key, strict=True)), **flag._asdict()}
                for flag in rule(
                    {str(name): value for name, value in row.items()},
                    by_item.get(key, _EMPTY),
                    differing.get(key, _EMPTY),
                )
            ]
    table = pd.DataFrame(rows, columns=[*_ITEM, *Flag._fields]).astype({"serious": bool})
    return table.merge(bank[["item", "path", "line"]], on="item", how="left")


_EMPTY = pd.DataFrame()


def _discrimination(item: dict[str, Any], choices: pd.DataFrame, _dif: pd.DataFrame) -> Iterator[Flag]:
    r = item["discrimination"]
    better = _better_distractor(choices)
    if r < -0.1 and item["d_high"] < 0.2 and better is not None:
        yield Flag(
            code="wrong-key",
            serious=True,
            reason=_(
                "Learners who did well in the rest chose option {option}, not the key (discrimination {r})."
            ).format(option=better, r=_figure(r, 2)),
            advice=_(
                "Check the key first. If it is right, the option that attracts them may be right too, "
                "or the question misleads."
            ),
        )
    elif r < 0.1 and item["d_high"] < 0.4:
        yield Flag(
            code="no-discrimination",
            serious=True,
            reason=_("Those who know more do not answer it more often rightly (discrimination {r}).").format(
                r=_figure(r, 2)
            ),
            advice=_(
                "Read it for two right answers, a clue that everybody sees, or wording that only guessing solves."
            ),
        )


def _difficulty(item: dict[str, Any], _choices: pd.DataFrame, _dif: pd.DataFrame) -> Iterator[Flag]:
    if item["low"] > 0.95:
        yield Flag(
            code="too-easy",
            serious=False,
            reason=_("Nearly everybody answers it rightly ({p:.0%}).").format(p=item["difficulty"]),
            advice=_(
                "Keep it if the point must be known by all. In a test that is to tell people apart it does nothing."
            ),
        )
    if item["high"] < 0.2:
        yield Flag(
            code="too-hard",
            serious=True,
            reason=_("Few answer it rightly ({p:.0%}).").format(p=item["difficulty"]),
            advice=_("Check the key, then whether the lesson teaches this at all."),
        )


def _omitted(item: dict[str, Any], _choices: pd.DataFrame, _dif: pd.DataFrame) -> Iterator[Flag]:
    if item["omitted"] > 0.1:
        yield Flag(
            code="omitted",
            serious=False,
            reason=_("{share:.0%} leave it out.").format(share=item["omitted"]),
            advice=_(
                "Look at its place in the form and its length: time may have run out. "
                "If not, the wording may be at fault."
            ),
        )


def _distractors(item: dict[str, Any], choices: pd.DataFrame, _dif: pd.DataFrame) -> Iterator[Flag]:
    if choices.empty or item["answered"] < 100:
        return
    wrong = choices[choices["score"] <= 0]
    idle = [_option(r) for r, share in zip(wrong["response"], wrong["share"], strict=True) if share < 0.05]
    if idle and item["difficulty"] < 0.9:
        yield Flag(
            code="idle-distractor",
            serious=False,
            reason=_("Hardly anybody chooses {options}.").format(options=", ".join(idle)),
            advice=_("Replace it by a mistake that learners really make, or take it out."),
        )


def _differs(_item: dict[str, Any], _choices: pd.DataFrame, dif: pd.DataFrame) -> Iterator[Flag]:
    for row in dif.to_dict("records"):
        if row["grade"] not in {"B", "C"}:
            continue
        harder, easier = (row["focal"], row["reference"]) if row["delta"] < 0 else (row["reference"], row["focal"])
        reason = _(
            "With the same total it is harder for the group “{harder}” than for “{easier}” "
            "({by}; Mantel-Haenszel delta {delta}, {grade})."
        )
        yield Flag(
            code="group-difference",
            serious=row["grade"] == "C",
            reason=reason.format(
                harder=harder, easier=easier, by=row["by"], delta=_figure(row["delta"], 1), grade=row["grade"]
            ),
            advice=_("Have people of both groups read it: does it need words or experience that only one group has?"),
        )


_Rule = Callable[[dict[str, Any], pd.DataFrame, pd.DataFrame], Iterator[Flag]]
_RULES: tuple[_Rule, ...] = (_discrimination, _difficulty, _omitted, _distractors, _differs)


def _better_distractor(choices: pd.DataFrame) -> str | None:
    """The wrong option whose choosers did best in the rest, where they did better than those who chose the key."""
    if choices.empty:
        return None
    wrong, right = choices[choices["score"] < 0.5], choices[choices["score"] >= 0.5]
    wrong = wrong[wrong["share"] >= 0.1]
    if wrong.empty:
        return None
    best = wrong.sort_values("rest", ascending=False).to_dict("records")[0]
    return _option(best["response"]) if right.empty or best["rest"] > right["rest"].max() else None


def _figure(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace("inf", "\N{INFINITY}").replace("-", "\N{MINUS SIGN}")


def _option(response: str) -> str:
    value = json.loads(response)
    return "+".join(value) if isinstance(value, list) else str(value)
