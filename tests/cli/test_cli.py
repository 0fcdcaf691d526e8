"""The command line as a user meets it: exit codes, messages, help, and no traceback."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from building import PROJECT, TINY
from fieldbook import __version__, cli
from fieldbook.cli.app import app
from fieldbook.packages.registry import FORMATS, OTHER_VERSIONS

Run = Callable[..., tuple[int, str, str]]
GED = Path(__file__).parents[1] / "data" / "ged"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``fieldbook`` with arguments: exit code, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr(sys, "argv", ["fieldbook", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return int(ended.value.code or 0), shown.out, shown.err

    return call


def _commands(group: typer.Typer, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [(*prefix, info.name or info.callback.__name__.rstrip("_")) for info in group.registered_commands]
    for inner in group.registered_groups:
        found += _commands(inner.typer_instance, (*prefix, inner.name))
    return found


COMMANDS = _commands(app)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(run: Run, command: tuple[str, ...]) -> None:
    code, out, err = run(*command, "--help")
    assert (code, err) == (0, "")
    text = " ".join(out.split())
    assert f"Usage: fieldbook {' '.join(command)}" in text
    about = text.split("Options")[0].split("Arguments")[0]
    assert about.rstrip("─╭ ").endswith("."), "a sentence says what it does"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_stands_in_the_readme(command: tuple[str, ...]) -> None:
    text = (PROJECT / "README.md").read_text("utf-8").replace("\\|", "|")
    group, *names = command
    listed = [line for line in text.splitlines() if line.startswith(f"| `fieldbook {group}")]
    assert listed
    assert all(name in listed[0] for name in names)


def test_version_and_the_module_as_a_command(run: Run) -> None:
    assert run("--version") == (0, f"fieldbook {__version__}\n", "")
    done = subprocess.run([sys.executable, "-m", "fieldbook", "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"fieldbook {__version__}\n", "")
    done = subprocess.run([sys.executable, "-m", "fieldbook", "fly"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Usage: fieldbook [OPTIONS]" in done.stderr


def test_a_library_that_is_gone_is_named_with_the_local_way(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation of last month after ``git pull``."""
    monkeypatch.delitem(sys.modules, "fieldbook.editions.preview", raising=False)
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    code, out, err = run("serve", "--course", TINY)
    assert (code, out) == (1, "")
    assert err == (
        "watchfiles: is not installed. In the folder of Fieldbook's README, type: "
        ".venv/bin/python -m pip install --requirement requirements.txt [FB-LIB-01]\n"
    )
    assert (PROJECT / "requirements.txt").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["build", "--audience", "everybody"],
        ["check", "--course", "/no/such/folder"],
        ["context", "import", "ucdp", "/no/such/file.csv", "--country", "X", "--into", "x"],
        ["context", "import", "idmc", GED / "small.csv", "--country", "X", "--into", "x"],
        ["context", "import", "ucdp", GED / "small.csv"],
        ["context", "show"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments)).replace(str(GED), ""),
)
def test_wrong_use_is_exit_2_on_standard_error(run: Run, arguments: list[object]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Usage: fieldbook" in err


def test_an_unknown_format_lists_the_known_ones(run: Run) -> None:
    code, _out, err = run("build", "--course", TINY, "--format", "pdf")
    assert code == 2
    assert "unknown format pdf; use one of: html, offline" in " ".join(err.replace("│", " ").split())


def test_check_of_a_good_course(run: Run) -> None:
    code, out, err = run("check", "--course", TINY)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].endswith("context tinyland: no faults")


def test_check_shows_gaps_as_notes_and_does_not_fail(run: Run, tiny: Path) -> None:
    run("context", "new", "empty", "--course", tiny)
    code, out, err = run("check", "--course", tiny, "--context", "empty")
    assert (code, err) == (0, "")
    missing = "is not yet provided by the mission. Module 1 reads the mandate. [FB-GAP-01]"
    assert f"note: contexts/empty/context.yml:3 mandate.resolution: {missing}" in out.splitlines()


def test_faults_are_exit_1_on_standard_error(run: Run, tiny: Path) -> None:
    rows = tiny / "contexts" / "tinyland" / "incidents.csv"
    rows.write_text(rows.read_text("utf-8").replace("2024-01-05", "05.01.2024"), "utf-8")
    for command in (["check"], ["context", "list"], ["context", "show", "tinyland"]):
        code, out, err = run(*command, "--course", tiny)
        assert (code, out) == (1, "")
        assert err == (
            "contexts/tinyland/incidents.csv:2 date: '05.01.2024' is not a date as 2024-01-31. "
            "Correct it; leave the field empty where nothing is known and the column allows it. [FB-CSV-06]\n"
        )


def test_an_unknown_context_lists_the_known_ones(run: Run) -> None:
    code, _out, err = run("check", "--course", TINY, "--context", "nowhere")
    assert (code, err) == (1, "contexts: there is no context 'nowhere'. Use one of: tinyland. [FB-CTX-01]\n")


def test_list_shows_good_packs_beside_a_faulty_one(run: Run, tiny: Path) -> None:
    shutil.copytree(tiny / "contexts" / "tinyland", tiny / "contexts" / "another")
    (tiny / "contexts" / "another" / "areas.geojson").write_text("", "utf-8")
    code, out, err = run("context", "list", "--course", tiny)
    assert (code, out) == (1, "tinyland: Tinyland (fictional), 8 incidents, as of 2025-06-30\n")
    assert err.startswith("contexts/another/areas.geojson:1: is not valid JSON")


def test_show_prints_a_profile_and_with_an_option_the_values_of_text(run: Run) -> None:
    code, out, err = run("context", "show", "tinyland", "--course", TINY)
    assert (code, err) == (0, "")
    lines = [line.strip() for line in out.splitlines()]
    assert "Incidents reported: 8" in lines
    assert "incidents.csv: Incidents; invented; CC BY 4.0; rows may leave in a package; 8 rows" in lines
    assert any(line.startswith("All modules: The mission: Adjective of the country") for line in lines)
    code, out, err = run("context", "show", "tinyland", "--values", "--course", TINY)
    assert (code, err) == (0, "")
    assert {"mission.country: Tinyland", "top.area: South"} <= set(out.splitlines())


def test_import_then_check(run: Run, tiny: Path) -> None:
    into = tiny / "contexts" / "smallland"
    code, out, err = run(
        *("context", "import", "ucdp", GED / "small.csv", "--country", "Smallland"),
        *("--outline", GED / "outline.geojson", "--into", into),
    )
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"6 rows read, 6 imported into {into}/incidents.csv"
    code, out, err = run("check", "--course", tiny, "--context", "smallland")
    assert (code, err) == (0, "")
    assert "[FB-GAP-01]" in out


def test_import_into_a_place_that_is_no_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    into = tmp_path / "file" / "pack"
    code, out, err = run("context", "import", "ucdp", GED / "small.csv", "--country", "Smallland", "--into", into)
    assert (code, out) == (1, "")
    assert "[FB-OUT-01]" in err


def test_new_refuses_a_path_for_a_name(run: Run, tiny: Path) -> None:
    code, out, err = run("context", "new", "../up", "--course", tiny)
    assert (code, out) == (1, "")
    assert "'../up' is not an id" in err
    assert not (tiny / "up").exists()


def test_formats_say_what_they_are_for(run: Run) -> None:
    code, out, err = run("formats")
    assert (code, err) == (0, "")
    formats, systems = out.split("\n\n")
    assert [line.split()[0] for line in formats.splitlines()] == [*FORMATS, *OTHER_VERSIONS]
    assert all(len(line.split()) > 3 for line in out.splitlines() if line)
    assert "Moodle: scorm12, moodle (" in systems


@pytest.mark.slow
def test_a_package_for_each_module_where_asked(run: Run, tiny: Path, tmp_path: Path) -> None:
    asked = ("build", "--course", tiny, "--format", "offline", "--format", "scorm12", "--out", tmp_path / "out")
    code, out, _err = run(*asked, "--per", "module")
    names = ["offline", "scorm12", "t1-scorm12", "t2-scorm12"]
    assert (code, [line.split("/")[-1] for line in out.splitlines()]) == (
        0,
        [f"tiny-tinyland-en-{n}.zip" for n in names],
    )
    assert run(*asked, "--per", "module")[1] == out, "nothing has changed, and the same packages are named"
    assert len(run(*asked)[1].splitlines()) == 2
    assert run(*asked, "--per", "lesson")[0] == 2


def test_schemas_go_into_the_course(run: Run, tiny: Path) -> None:
    code, out, _err = run("schemas", "--course", tiny / "assessments")
    assert code == 0
    assert (tiny / "schemas" / "items.schema.json").read_text("utf-8").startswith("{")
    assert str(tiny / "schemas" / "course.schema.json") in out
    code, _out, err = run("schemas", "--course", tiny.parent)
    assert code == 1
    assert "is not in a course folder" in err
