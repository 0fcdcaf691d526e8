"""What one team may know of a run. Twin of ``page/feed.js``; the server sends this and nothing else to a team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldbook.exercise.play import Play, PlayedInject


def team_feed(dressed: Mapping[str, Any], state: Play, team: str) -> dict[str, Any]:
    """The team, its roles, its messages and its own answers; names of the cast that stand in these texts.

    ``dressed`` is the exercise with its texts as HTML; ``state`` was played with it.
    """
    got = state.inbox(team)
    return {
        "team": next(one for one in dressed["teams"] if one["id"] == team),
        "roles": [role for role in dressed["roles"] if role["team"] == team],
        "start": dressed["start"],
        "cast": state.cast,
        "messages": [_message(entry) for entry in got],
        "marked": [{"inject": {"marks": entry.inject["marks"]}} for entry in got],
        "answers": [
            {key: one[key] for key in ("id", "t", "inject", "text")} for one in state.answers if one["team"] == team
        ],
    }


def _message(entry: PlayedInject) -> dict[str, Any]:
    inject = entry.inject
    shown = {key: inject[key] for key in ("id", "from", "channel", "title", "text")}
    return shown | {"t": entry.t, "attachment": inject.get("attachment")}
