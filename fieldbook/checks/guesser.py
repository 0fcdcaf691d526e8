"""The model behind the blind reading: three learners that compare the options of an item with each other.

It is an adversary, so it takes what finds most. Alone each of them misses a kind of cue: the pairwise logistic model
finds many weak ones that add up, the support vector machine and the trees those that count together only, or in the
middle of a range only. All are deterministic. Needs scikit-learn, from the extra ``blind``.
"""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import logit, softmax

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem

Seen = tuple[np.ndarray, np.ndarray]
"""Counts of one item's options (options x cues), and whether each option is right."""

_STRENGTH = 0.005
"""Of the pairwise model (``C``): weak, because there are as many cues as items in a module."""
_TREES = 200


@dataclasses.dataclass(frozen=True, eq=False)
class Said:
    """What a guesser says of the options of one item."""

    chances: np.ndarray
    """Of each option to be the right one; they add up to 1."""
    reasons: np.ndarray
    """How much each cue speaks for each option in the pairwise model: options x cues, log odds."""


class Guesser:
    """Learns from items how right options look beside the other options of their item."""

    def __init__(self, items: Sequence[Seen]) -> None:
        """Raises ``CourseError`` where scikit-learn is not installed (``FB-BLIND-03``)."""
        self._pairwise, self._singly = _learners()
        differences = [_differences(counts) for counts, _right in items]
        options, right = np.vstack(differences), np.concatenate([right for _counts, right in items])
        self._scale = _spread(options)
        pairs = np.array(
            [
                (difference[best] - difference[other]) / self._scale
                for difference, (_counts, right) in zip(differences, items, strict=True)
                for best in np.flatnonzero(right)
                for other in np.flatnonzero(~right)
            ]
        )
        self._pairwise.fit(np.vstack([pairs, -pairs]), np.repeat([1, 0], len(pairs)))
        for learner in self._singly:
            learner.fit(options / self._scale, right)

    def ask(self, items: Sequence[np.ndarray]) -> list[Said]:
        """What it says of items that it has not seen, from the counts of their options."""
        scaled = [_differences(counts) / self._scale for counts in items]
        ends = np.cumsum([len(options) for options in scaled])[:-1]
        together = np.vstack(scaled)
        singly = [learner.predict_proba(together)[:, 1].clip(1e-3, 1 - 1e-3) for learner in self._singly]
        odds = [together @ self._pairwise.coef_[0], *map(logit, singly)]
        said = zip(scaled, *(np.split(learner, ends) for learner in odds), strict=True)
        return [Said(_mean_chance(each), options * self._pairwise.coef_[0]) for options, *each in said]


def _mean_chance(odds: Sequence[np.ndarray]) -> np.ndarray:
    """Mean over the learners of the chances that follow from their log odds of the options of one item."""
    return np.asarray(np.mean([softmax(learner) for learner in odds], axis=0))


def _differences(counts: np.ndarray) -> np.ndarray:
    """Each option beside the others of its item: the difference from their mean in each cue."""
    return np.asarray(counts - counts.mean(axis=0))


def _spread(columns: np.ndarray) -> np.ndarray:
    spread = columns.std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def _learners() -> tuple[Any, list[Any]]:
    """A model of pairs of options, and models of single ones."""
    try:
        from sklearn.calibration import CalibratedClassifierCV  # noqa: PLC0415 an extra, and slow
        from sklearn.ensemble import ExtraTreesClassifier  # noqa: PLC0415
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
        from sklearn.svm import SVC  # noqa: PLC0415
    except ImportError:
        what = _("is needed for the blind reading and not installed")
        command = subprocess.list2cmdline([sys.executable, "-m", "pip", "install", "scikit-learn"])
        remedy = _("Install it: {command}").format(command=command)
        raise CourseError([Problem("scikit-learn", 0, "", what, remedy, "FB-BLIND-03")]) from None
    pairwise = LogisticRegression(C=_STRENGTH, fit_intercept=False, max_iter=2000)
    machine = CalibratedClassifierCV(SVC(gamma="auto"), ensemble=False)
    trees = ExtraTreesClassifier(_TREES, min_samples_leaf=3, random_state=0)
    return pairwise, [machine, trees]
