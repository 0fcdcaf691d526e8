"""Ids for imported questions: short, made of their names, and never one that the bank has."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 32
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Ids:
    """Hands out ids. ``used`` are those of the bank; ``modules`` begin an id that our own exports have written."""

    def __init__(self, used: set[str], modules: set[str], module: str | None) -> None:
        self._used, self._modules = set(used), modules
        self._prefix = f"{module}-i-" if module else "q-"

    def take(self, own: str, name: str) -> tuple[str, bool]:
        """An id for the question that its file calls ``own``, and whether it had to give up its own."""
        ours = own if self._is_ours(own) else ""
        wanted = ours or f"{self._prefix}{slug(name)}"
        found, number = wanted, 1
        while found in self._used:
            number += 1
            found = f"{wanted}-{number}"
        self._used.add(found)
        return found, bool(ours) and found != ours

    def _is_ours(self, own: str) -> bool:
        return bool(_ID.fullmatch(own)) and len(own) <= 50 and own.split("-", maxsplit=1)[0] in self._modules


def slug(name: str) -> str:
    """Words of ``name`` in small letters without accents, as many as fit."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words: list[str] = re.findall(r"[a-z0-9]+", plain.replace("'", "")) or ["question"]
    found = words[0][:_LONGEST]
    for word in words[1:]:
        if len(found) + 1 + len(word) > _LONGEST:
            break
        found += f"-{word}"
    return found
