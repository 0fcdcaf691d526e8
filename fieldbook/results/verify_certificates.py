"""Checks the codes on certificates: against the course's forms, a name, and the records that hold the sittings."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from fieldbook.assessment.certificate import CertificatePlace, Code, CodeError, read_code, sitting_id
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.results.read_record import MOST, is_record, read_record
from fieldbook.results.result_entries import Sheet, Sitting
from fieldbook.results.result_faults import not_ours, too_much
from fieldbook.results.scoring_bank import ScoringBank


@dataclasses.dataclass(frozen=True)
class Verified:
    """What a good code says. ``record`` is the file that holds its sitting, None where no file was given."""

    text: str
    code: Code
    place: CertificatePlace
    title: str
    record: str | None


@dataclasses.dataclass(frozen=True)
class Claims:
    """What a code is held against: the edition on the certificate, the name if it is known, files of records."""

    edition: str
    name: str | None
    records: tuple[Path, ...]


def verify(text: str, bank: ScoringBank, claims: Claims) -> Verified | list[Problem]:
    """What ``text`` says, or everything that is wrong with it."""
    try:
        code = read_code(text)
    except CodeError as error:
        return [Problem(text[:60], 0, "", str(error), _("Copy the code from the certificate again."), "FB-CERT-01")]
    place = next((place for place in _places(bank, claims.edition) if code.belongs_to(place)), None)
    if place is None:
        what = _("belongs to no test of this course's edition {edition}").format(edition=claims.edition)
        remedy = _("Look for a sign that was copied wrong; name another edition with --edition.")
        return [Problem(text[:60], 0, "", what, remedy, "FB-CERT-02")]
    problems = list(_name_faults(text, code, claims.name))
    record = None
    if claims.records:
        record, faults = _in_records(text, code, bank, claims.records)
        problems += faults
    title = bank.course.forms[place.form].value.title
    return problems or Verified(text, code, place, title, record)


def _places(bank: ScoringBank, edition: str) -> Iterator[CertificatePlace]:
    folders = sorted(path.parent.name for path in (bank.course.root / "contexts").glob("*/context.yml"))
    contexts = dict.fromkeys([bank.home, *folders])
    for context, form in itertools.product(contexts, bank.course.forms):
        yield CertificatePlace(bank.id, edition, context, form)


def _name_faults(text: str, code: Code, name: str | None) -> Iterator[Problem]:
    if name is not None and not code.is_of(name):
        what = _("was not made for the name {name!r}").format(name=name)
        yield Problem(text, 0, "", what, _("Compare the spelling with the certificate's."), "FB-CERT-03")


def _in_records(text: str, code: Code, bank: ScoringBank, files: Sequence[Path]) -> tuple[str | None, list[Problem]]:
    """The file that holds the sitting, and what is wrong with the files or the sitting."""
    faults: list[Problem] = []
    for file in files:
        for entry in _entries(file):
            if isinstance(entry, Problem):
                faults.append(entry)
                continue
            held = next((s for s in entry.sittings if code.is_sitting(sitting_id(s.form, s.started))), None)
            if held is not None:
                return str(file), [*faults, *_sitting_faults(text, code, bank, entry.context, held)]
    what = _("is of a sitting that none of the records holds")
    return None, [*faults, Problem(text, 0, "", what, _("Ask for the record of this person."), "FB-CERT-04")]


def _entries(file: Path) -> Iterator[Sheet | Problem]:
    with file.open("rb") as stream:
        data = stream.read(MOST + 1)
    if len(data) > MOST:
        yield too_much(str(file), _("is larger than a record may be"))
    elif is_record(data):
        yield from read_record(str(file), data)
    else:
        yield not_ours(str(file), _("is no record"))


def _sitting_faults(text: str, code: Code, bank: ScoringBank, context: str, sitting: Sitting) -> Iterator[Problem]:
    remedy = _("The record or the certificate was changed. Ask both people who have them.")
    if not sitting.variant.startswith(code.variant) or (sitting.submitted or "")[:10] != code.date.isoformat():
        yield Problem(text, 0, "", _("says another form or day than the record"), remedy, "FB-CERT-05")
    scores = [bank.score(context, a.item, a.variant, a.response) for a in sitting.answers]
    count = bank.count(sitting.form)
    if count is None or None in scores:
        what = _("cannot be scored again: the bank holds other questions today")
        yield Problem(text, 0, "", what, _("Use the course as it was then."), "FB-CERT-06", warning=True)
        return
    score = sum(score or 0 for score in scores) / count
    if not -1e-6 <= score - code.score < 0.001:
        what = _("says {said:.1%}, the answers in the record give {score:.1%}").format(said=code.score, score=score)
        yield Problem(text, 0, "", what, remedy, "FB-CERT-05")
