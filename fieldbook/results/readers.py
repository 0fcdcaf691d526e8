"""Every reader of result files. A new source is one module with two functions, and one line here."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fieldbook.assessment.sealing_keys import key_id, raw_point
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.results.intake import Plain
from fieldbook.results.open_sealed import MOST as MOST_SEALED
from fieldbook.results.open_sealed import is_sealed, open_sealed
from fieldbook.results.read_csv import header
from fieldbook.results.read_exercise import is_exercise, read_exercise
from fieldbook.results.read_moodle import is_moodle, read_moodle
from fieldbook.results.read_paper import MOST as MOST_PAPER
from fieldbook.results.read_paper import is_paper, read_paper
from fieldbook.results.read_ratings import is_ratings, read_ratings
from fieldbook.results.read_reaction import is_reaction, read_reaction
from fieldbook.results.read_record import MOST, is_record, read_record
from fieldbook.results.read_roster import is_roster, read_roster
from fieldbook.results.read_xapi import is_xapi, read_xapi
from fieldbook.results.result_entries import ExerciseRun, JudgeRating, Reaction, Roster, Sheet
from fieldbook.results.result_faults import not_ours, other_table, too_much

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from fieldbook.results.scoring_bank import ScoringBank

Entry = Sheet | ExerciseRun | Roster | JudgeRating | Reaction | Problem


@dataclasses.dataclass(frozen=True)
class Means:
    """What a reader may use where it is at hand: the course's bank, and the private key that opens sealed files."""

    bank: ScoringBank | None = None
    key: EllipticCurvePrivateKey | None = None

    @property
    def key_name(self) -> str:
        """What names the key; empty without one."""
        return key_id(raw_point(self.key.public_key())) if self.key else ""


@dataclasses.dataclass(frozen=True)
class ResultReader:
    """One source: ``knows`` looks at the content alone, ``read`` gives what can be saved and says what cannot."""

    name: str
    knows: Callable[[bytes], bool]
    read: Callable[[str, bytes, Means], Iterator[Entry]]
    most: int = 512 * 1024**2


def _read_sealed(name: str, data: bytes, means: Means) -> Iterator[Entry]:
    if means.key is None or means.bank is None:
        remedy = _("Collect it again with --key, where the course is at hand.")
        yield Problem(name, 0, "", _("is sealed"), remedy, "FB-RES-08")
        return
    for opened in open_sealed(name, data, means.key, means.bank):
        if isinstance(opened, Problem):
            yield opened
        else:
            yield from read_record(name, json.dumps(opened).encode())


READERS: tuple[ResultReader, ...] = (
    ResultReader("record", is_record, lambda name, data, _means: read_record(name, data), MOST),
    ResultReader("sealed", is_sealed, _read_sealed, MOST_SEALED),
    ResultReader("paper", is_paper, lambda name, data, _means: read_paper(name, data), MOST_PAPER),
    ResultReader("exercise", is_exercise, lambda name, data, _means: read_exercise(name, data)),
    ResultReader("xapi", is_xapi, lambda name, data, _means: read_xapi(name, data)),
    ResultReader("moodle", is_moodle, lambda name, data, means: read_moodle(name, data, means.bank)),
    ResultReader("ratings", is_ratings, lambda name, data, _means: read_ratings(name, data)),
    ResultReader("reaction", is_reaction, lambda name, data, _means: read_reaction(name, data)),
    ResultReader("participants", is_roster, lambda name, data, _means: read_roster(name, data)),
)


def reader_of(data: bytes) -> ResultReader | None:
    """The first reader that knows ``data``."""
    return next((reader for reader in READERS if reader.knows(data)), None)


def entries(plain: Plain, means: Means) -> Iterator[Entry]:
    """What ``plain`` holds; a fault of one file never stops the others."""
    reader = reader_of(plain.data)
    if reader is None:
        columns = header(plain.data) if plain.name.casefold().endswith((".csv", ".tsv")) else []
        yield other_table(plain.name, columns) if columns else not_ours(plain.name, _("is no file that is known here"))
    elif len(plain.data) > reader.most:
        yield too_much(plain.name, _("is larger than a {kind} may be").format(kind=reader.name))
    else:
        yield from reader.read(plain.name, plain.data, means)
