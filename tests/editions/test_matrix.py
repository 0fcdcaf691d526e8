"""Many editions in one run: each as if built alone, none stopped by another, and nothing done twice."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import Browser

from building import TINY, Built
from fieldbook.cli import main
from fieldbook.core.problems import CourseError, OutputError
from fieldbook.editions.matrix.batch import Made
from fieldbook.editions.matrix.matrix_plan import plan
from fieldbook.editions.matrix.matrix_run import run

if TYPE_CHECKING:
    from distributed import LocalCluster

LIST = """\
contexts: [tinyland, broken, other-land]
audiences: [learner, trainer]
formats: [html, moodle]
exclude:
  - {contexts: [other-land], audiences: [trainer]}
  - {audiences: [trainer], formats: [moodle]}
"""


def silent(_made: Made, _total: int) -> None:
    """Tells nobody."""


def course_in(folder: Path) -> Path:
    """The tiny course with three packs: its own, one with a broken table, one with a title that is markup."""
    course = Path(shutil.copytree(TINY, folder / "tiny", ignore=shutil.ignore_patterns(".fieldbook")))
    for name in ("broken", "other-land"):
        pack = Path(shutil.copytree(course / "contexts" / "tinyland", course / "contexts" / name))
        text = (pack / "context.yml").read_text("utf-8").replace("id: tinyland", f"id: {name}", 1)
        title = next(line for line in text.splitlines() if line.startswith("title:"))
        (pack / "context.yml").write_text(text.replace(title, "title: <img src=x> & co"), "utf-8")
    table = course / "contexts" / "broken" / "incidents.csv"
    table.write_text(table.read_text("utf-8").replace("2025-", "the year 2025-", 1), "utf-8")
    (course / "editions.yml").write_text(LIST, "utf-8")
    return course


class Done:
    """A run that is over, for tests that only look at it."""

    def __init__(self, folder: Path) -> None:
        self.course, self.out = course_in(folder), folder / "out"
        self.told: list[tuple[str, int]] = []
        self.listed: list[set[str]] = []
        self.made = self.again(self._hear)

    def _hear(self, made: Made, total: int) -> None:
        self.told.append((made.folder, total))
        self.listed.append({row["edition"] for row in self.rows()})

    def again(self, tell: Callable[[Made, int], None] = silent) -> dict[str, Made]:
        return {made.folder: made for made in run(self.course / "editions.yml", self.course, self.out, tell)}

    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader((self.out / "editions.csv").read_text("utf-8-sig").splitlines()))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """Five editions of three packs, two of them broken."""
    return Done(tmp_path_factory.mktemp("matrix"))


def test_a_broken_pack_stops_nobody(done: Done) -> None:
    states = {name: made.state for name, made in done.made.items()}
    assert states == {
        "tinyland-en": "built",
        "tinyland-en-trainer": "built",
        "broken-en": "failed",
        "broken-en-trainer": "failed",
        "other-land-en": "built",
    }
    assert done.told == [(name, 5) for name in states]
    for name in ("broken-en", "broken-en-trainer"):
        [problem] = done.made[name].problems
        assert "incidents.csv:7 date" in problem
        assert not (done.out / name).exists()


def test_excluded_formats_are_left_out(done: Done) -> None:
    formats = {name: [package.format for package in made.packages] for name, made in done.made.items()}
    assert formats["tinyland-en"] == ["html", "moodle"]
    assert formats["tinyland-en-trainer"] == ["html"]


@pytest.mark.parametrize("audience", ["learner", "trainer"])
def test_each_edition_has_the_bytes_of_a_single_build(
    done: Done, audience: str, request: pytest.FixtureRequest
) -> None:
    alone: Built = request.getfixturevalue(audience)
    book = done.out / ("tinyland-en" if audience == "learner" else "tinyland-en-trainer") / "html"
    assert {path.relative_to(book).as_posix() for path in book.rglob("*") if path.is_file()} == {
        name for name, _ in alone.files()
    }
    for name, content in alone.files():
        assert (book / name).read_bytes() == content, name


def test_the_table_says_what_is_there(done: Done) -> None:
    rows = done.rows()
    assert [(row["edition"], row["format"]) for row in rows if row["file"]] == [
        (name, package.format) for name, made in done.made.items() for package in made.packages
    ]
    for row in rows:
        if row["format"] == "moodle":
            content = (done.out / row["file"]).read_bytes()
            assert int(row["bytes"]) == len(content)
            assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert bool(row["problem"]) == (row["state"] == "failed")
        assert float(row["seconds"]) >= 0


def test_the_table_grows_with_the_run_so_that_a_kill_leaves_one(done: Done) -> None:
    assert done.listed == [{name for name, _total in done.told[: n + 1]} for n in range(len(done.told))]


def test_the_page_leads_to_every_package(done: Done, chromium: Browser) -> None:
    for scheme, width in (("light", 320), ("dark", 1280)):
        page = chromium.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto((done.out / "index.html").as_uri())
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert asked == [(done.out / "index.html").as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("img").count() == 0
        assert page.get_by_role("heading", name="<img src=x> & co").count() == 2
        links = page.locator("td a").evaluate_all("all => all.map(link => link.getAttribute('href'))")
        page.close()
    assert sorted(map(unquote, links)) == sorted(row["file"] for row in done.rows() if row["file"])
    for link in links:
        assert (done.out / unquote(link)).is_file()


def test_a_second_run_goes_on_where_the_first_stopped(done: Done, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comes last: it mends the pack that the others find broken."""
    page = (done.out / "index.html").read_bytes()
    monkeypatch.setattr(
        "sys.argv",
        ["fieldbook", "build", "--course", str(done.course), "--matrix", str(done.course / "editions.yml"),
         "--out", str(done.out)],
    )  # fmt: skip
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1  # two are still broken
    assert {row["edition"]: row["state"] for row in done.rows()} == {
        name: "failed" if "broken" in name else "same" for name in done.made
    }
    assert (done.out / "index.html").read_bytes() == page
    table = done.course / "contexts" / "broken" / "incidents.csv"
    table.write_text(table.read_text("utf-8").replace("the year ", ""), "utf-8")
    states = {name: made.state for name, made in done.again().items()}
    assert states == {name: "built" if "broken" in name else "same" for name in done.made}


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    course = course_in(tmp_path)
    (course / ".fieldbook").mkdir(exist_ok=True)
    with FileLock(course / ".fieldbook" / "editions.lock"), pytest.raises(OutputError, match="FB-OUT-05"):
        run(course / "editions.yml", course, tmp_path / "out", silent)
    assert not (tmp_path / "out").exists()


FAULTS = {
    "contexts: []": "editions.yml:1 contexts: ",
    "contexts: [tinyland]\nformats: [html, pdf]": "editions.yml:2 formats[1]: 'pdf' is not known. Use one of: aiken,",
    "contexts: [tinyland]\nlanguages: [xx]": "editions.yml:2 languages[0]: 'xx' is not known. Use one of: en",
    "contexts: [nowhere]": "editions.yml:1 contexts[0]: there is no context 'nowhere'",
    "contexts: [tinyland, tinyland]": "editions.yml:1 contexts: 'tinyland' stands twice",
    "contexts: [tinyland, contexts/tinyland]": "has the same folder name or id as 'tinyland'",
    "contexts: [tinyland]\naudiences: [learner, boss]": "editions.yml:2 audiences[1]: ",
    "contexts: [tinyland]\nexclude:\n  - {}": "editions.yml:3 exclude[0]: ",
    "contexts: [tinyland]\nexclude:\n  - {languages: [fr]}": "'fr' is not in the list above",
    "contexts: [tinyland]\nexclude:\n  - {audiences: [learner]}": "leaves nothing to build",
    "contexts: [tinyland]\nlangs: [en]": "editions.yml:2 langs: ",
}


@pytest.mark.parametrize("text", FAULTS)
def test_faults_of_the_list_are_told_with_their_line(tiny: Path, text: str) -> None:
    (tiny / "editions.yml").write_text(text, "utf-8")
    with pytest.raises(CourseError) as raised:
        plan(tiny / "editions.yml", tiny)
    assert FAULTS[text] in str(raised.value)


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers in processes of their own, which may start processes."""
    import dask.config  # noqa: PLC0415 slow
    from distributed import LocalCluster  # noqa: PLC0415 slow

    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1", silence_logs=50
        ) as started,
    ):
        yield started


@pytest.mark.acceptance
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning:distributed")
def test_a_killed_worker_costs_nothing(done: Done, cluster: LocalCluster, tmp_path: Path) -> None:
    from distributed import Client  # noqa: PLC0415 slow

    course = course_in(tmp_path)
    with Client(cluster, set_as_default=False) as client:
        victim = min(client.run(os.getpid).values())

    def kill() -> None:
        for _ in range(600):  # one of the batches has begun to render
            if any(course.glob(".fieldbook/*/html")):
                break
            time.sleep(0.1)
        os.kill(victim, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    made = run(course / "editions.yml", course, tmp_path / "out", silent, scheduler=cluster.scheduler_address)
    killer.join()
    whole = {one.folder for one in made if one.state in {"built", "same"}}  # the same: built by the worker that died
    assert whole == {"tinyland-en", "tinyland-en-trainer", "other-land-en"}
    hashes = {one.folder: [package.sha256 for package in one.packages] for one in made if one.packages}
    assert hashes == {
        name: [package.sha256 for package in one.packages] for name, one in done.made.items() if one.packages
    }


def test_no_cluster_is_said(tiny: Path) -> None:
    (tiny / "editions.yml").write_text("contexts: [tinyland]", "utf-8")
    with pytest.raises(CourseError, match="FB-MAT-06"):
        run(tiny / "editions.yml", tiny, tiny / "out", silent, scheduler="no address")
