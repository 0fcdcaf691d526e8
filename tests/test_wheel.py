"""The wheel: what it holds, that making it leaves nothing behind, and that it works where nobody knows this folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from building import PROJECT
from fieldbook import __version__

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("hatchling") is None, reason="hatchling is missing: run make test"),
]
SOURCES = ["fieldbook", "pyproject.toml", "README.md", "LICENSE.md"]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FIELDBOOK"))}


def _run(*command: object, folder: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*map(str, command)], cwd=folder, env=CLEAN, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def _listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources as in a clone: nobody has run anything in them."""
    folder = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        path = PROJECT / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our wheel. The back end is the pinned one of this environment, so that no network is asked."""
    out = tmp_path_factory.mktemp("wheel")
    before = _listing(sources)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    _run(*pip, "--no-build-isolation", "--wheel-dir", out, ".", folder=sources)
    assert _listing(sources) == before, "making a wheel leaves something in the source tree"
    (made,) = out.iterdir()
    return made


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``fieldbook`` installed from the wheel in an environment of its own, which borrows our libraries and not our engine."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    _run(sys.executable, "-m", "venv", "--without-pip", folder, folder=folder.parent)
    scripts, scheme = ("Scripts", "nt_venv") if os.name == "nt" else ("bin", "posix_venv")
    own = Path(sysconfig.get_path("purelib", scheme, {"base": str(folder), "installed_base": str(folder)}))
    (own / "borrowed.pth").write_text(
        sysconfig.get_path("purelib") + "\n"
    )  # a folder named so loads no .pth of its own
    pip = [sys.executable, "-m", "pip", "--python", folder, "install", "--quiet", "--disable-pip-version-check"]
    _run(*pip, "--no-deps", "--ignore-installed", wheel, folder=folder.parent)
    return folder / scripts / "fieldbook"


def test_it_holds_every_file_of_the_engine_and_no_other(wheel: Path, sources: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == {
        path.relative_to(sources).as_posix() for path in (sources / "fieldbook").rglob("*") if path.is_file()
    }
    assert "fieldbook/py.typed" in names
    assert wheel.name == f"poc_fieldbook-{__version__}-py3-none-any.whl"


def test_a_new_course_builds_in_a_foreign_folder(command: Path, tmp_path: Path) -> None:
    assert _run(command, "--version", folder=tmp_path).stdout == f"fieldbook {__version__}\n"
    where = _run(command.parent / "python", "-c", "import fieldbook; print(fieldbook.__file__)", folder=tmp_path).stdout
    assert command.parent.parent in Path(where).parents
    _run(command, "new", "course", "My course", folder=tmp_path)
    said = _run(command, "check", folder=tmp_path / "My course").stdout
    assert "1 modules, 2 items, context ambria: no faults" in said
    _run(command, "build", folder=tmp_path / "My course")
    page = (tmp_path / "My course" / "dist" / "html" / "modules" / "1-water" / "1-minutes.html").read_text("utf-8")
    assert "the Public Libraries of Ambria" in page
    assert "Switch off the electricity from a dry place" in page
    assert "an author should know" not in page
    assert (tmp_path / "My course" / "dist" / "starter-ambria-en-offline.zip").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["My course"]
