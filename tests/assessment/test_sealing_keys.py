"""Keys of sealed forms: made once, never written over, never mixed up; no build goes without the right one."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest
from forms_book import with_forms

from building import quiet
from fieldbook.assessment.sealing_keys import key_id, private_key, public_point, raw_point, write_pair
from fieldbook.core.problems import CourseError, OutputError
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return write_pair(tmp_path / "trainer.key")


def test_the_halves_belong_together_and_one_is_private(pair: tuple[Path, Path]) -> None:
    private, public = pair
    point = base64.b64decode(public_point(public))
    assert (len(point), point[0]) == (65, 4), "an uncompressed point of P-256, which browsers take"
    assert raw_point(private_key(private).public_key()) == point
    assert len(key_id(point)) == 16
    assert stat.S_IMODE(private.stat().st_mode) == 0o600


@pytest.mark.parametrize("there", ["trainer.key", "trainer.key.pub"])
def test_a_key_is_not_written_over(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("kept", "utf-8")
    with pytest.raises(OutputError, match="FB-KEY-01"):
        write_pair(tmp_path / "trainer.key")
    assert [path.name for path in tmp_path.iterdir()] == [there]


RSA = """-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL7yF8HCp3V3VwOqRuRlgMeFM6vPzXGM
-----END PUBLIC KEY-----
"""


@pytest.mark.parametrize("text", ["", "no key", RSA])
def test_what_is_no_key_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.pub"
    path.write_text(text, "utf-8")
    for read in (public_point, private_key):
        with pytest.raises(CourseError, match="FB-KEY-02"):
            read(path)


def test_a_build_refuses_the_private_half(pair: tuple[Path, Path]) -> None:
    with pytest.raises(CourseError, match="FB-KEY-03"):
        public_point(pair[0])


def test_a_key_without_a_sealed_form_is_a_mistake(tiny: Path, pair: tuple[Path, Path]) -> None:
    request = Request(tiny, None, "learner", "en", public_point(pair[1]))
    with pytest.raises(CourseError, match="FB-FORM-06"):
        build_edition(request, ["html"], tiny / "dist", quiet)


def test_a_sealed_form_without_a_key_is_a_fault_of_its_page(tiny: Path) -> None:
    request = Request(with_forms(tiny, {"exam": {"sealed": True}}), None, "learner", "en")
    with pytest.raises(CourseError, match=r"book/tests/exam\.md:3.*no key to seal answers with.*FB-PAGE-01"):
        build_edition(request, ["html"], tiny / "dist", quiet)
