"""The report of a cohort: right figures, planted faults found, nobody named, nothing run."""

from __future__ import annotations

import csv
import datetime as dt
import re
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from cohorts import attempt, key_of, record, write
from playwright.sync_api import Browser
from python_calamine import load_workbook
from report_cohort import HOSTILE, Cohort

from fieldbook.core.problems import CourseError, OutputError
from fieldbook.core.spreadsheet import harmless
from fieldbook.results.collect import collect
from fieldbook.results.evaluate import evaluate, report
from fieldbook.results.readers import Means

ROOT = Path(__file__).parents[3]


def parquet(cohort: Cohort, name: str) -> pd.DataFrame:
    return duckdb.sql(f"SELECT * FROM '{cohort.report}/parquet/{name}.parquet'").df()


def test_figures_equal_those_of_another_path(cohort: Cohort) -> None:
    scores = pd.DataFrame([{i: a["score"] for i, a in sat["answers"].items()} for sat in cohort.sittings])
    found = parquet(cohort, "questions")
    found = found[found["form"] == "pre-test"].set_index("item")
    assert found["n"].eq(320).all()
    for item in scores:
        assert found["difficulty"][item] == pytest.approx(scores[item].mean(), abs=1e-6)
        rest = scores.drop(columns=item).sum(axis=1)
        assert found["discrimination"][item] == pytest.approx(scores[item].corr(rest), abs=1e-5)
    k, total = len(scores.columns), scores.sum(axis=1)
    alpha = k / (k - 1) * (1 - scores.var().sum() / total.var())
    tests = parquet(cohort, "tests").set_index("form")
    assert tests["alpha"]["pre-test"] == pytest.approx(alpha, abs=1e-6)


def test_planted_questions_are_flagged_and_good_ones_are_not(cohort: Cohort) -> None:
    flags = parquet(cohort, "flags")
    serious = flags[flags["serious"]]
    found = {(item, code) for item, code in zip(serious["item"], serious["code"], strict=True)}
    assert set(cohort.planted.items()) <= found
    good = [item for item, _code in found if item not in cohort.planted]
    assert len(good) <= 1, good  # 47 fair questions, each asked several things: one may stand out by chance
    places = flags[flags["item"].isin(list(cohort.planted))]
    for item, path, line in zip(places["item"], places["path"], places["line"], strict=True):
        lines = (Path(__file__).parents[3] / path).read_text("utf-8").splitlines()
        assert item in "".join(lines[int(line) - 1 : int(line) + 1])


def test_nobody_is_named(cohort: Cohort) -> None:
    for file in cohort.report.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            if file.suffix == ".xlsx":
                with zipfile.ZipFile(file) as book:
                    data = b"".join(book.read(name) for name in book.namelist())
            assert b"secret-" not in data, file
            assert b"real-name" not in data, file


def test_names_only_when_asked_for(cohort: Cohort, tmp_path: Path) -> None:
    report(cohort.store, tmp_path / "out", names=True)
    page = (tmp_path / "out" / "learners.html").read_text("utf-8")
    assert "secret-5" in page
    assert "<script>alert" not in page
    (row,) = [r for r in (tmp_path / "out/csv/learners.csv").read_text("utf-8-sig").splitlines() if "HYPERLINK" in r][
        :1
    ]
    assert "'=HYPERLINK" in row


def test_small_groups_are_not_shown(cohort: Cohort) -> None:
    people = parquet(cohort, "people").set_index(["by", "group"])
    assert people["withheld"]["component", "civilian"]
    assert people["withheld"]["component", "police"]  # else the three could be worked out
    assert not people["withheld"]["component", "military"]
    objectives = parquet(cohort, "objectives")
    civilian = objectives[(objectives["by"] == "component") & (objectives["group"] == "civilian")]
    assert civilian["share"].isna().all()
    assert len(civilian)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ((4, 4, 9, 2, 2), "records of 5 learners: half of them have read 4 or more. 0 have read none."),
        ((0, 4, 9, 2, 2), "half of them have read 2 or more.</p>"),
        ((4, 4, 9), ""),
        ((0, 0, 0, 0, 0), "None of the records of 5 learners names a lesson"),
    ],
)
def test_lessons_that_were_read(tmp_path: Path, read: tuple[int, ...], said: str) -> None:
    moment = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    files = [
        write(
            tmp_path / f"{n}.json", record(f"P{n}", read={f"l-{k}": "2026-11-02T08:00:00.000Z" for k in range(count)})
        )
        for n, count in enumerate(read)
    ]
    collect(files, tmp_path / "c.duckdb", Means(), moment)
    report(tmp_path / "c.duckdb", tmp_path / "out")
    page = (tmp_path / "out/index.html").read_text("utf-8")
    assert said in page
    assert ("Lessons read" in page) == bool(sum(read) and said)


def test_a_station_of_few_is_not_named(tmp_path: Path) -> None:
    stations = [*["Tano"] * 6, "Ada Doe, room 7", "Bo Roe", "Cy"]
    files = []
    for n, station in enumerate(stations):
        sat = attempt("final", {"i-a": ("v", "a", n % 2)}, n)
        person = record(f"P{n}", attempts={key_of(sat): sat})
        files.append(write(tmp_path / f"{n}.json", person | {"learner": {"pseudonym": f"P{n}", "station": station}}))
    files.append(tmp_path / "people.csv")
    files[-1].write_text("pseudonym,station\nP6,Doe Road; the house\n")
    collect(files, tmp_path / "c.duckdb", Means(), dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    found = report(tmp_path / "c.duckdb", tmp_path / "out")
    assert list(found.overview.conflicts["detail"]) == ["several values, not shown; the list of participants counts"]
    assert "Doe Road" in evaluate(tmp_path / "c.duckdb", names=True).overview.conflicts["detail"][0]
    groups = found.people[found.people["by"] == "station"]["group"]
    assert sorted(groups) == ["*", "Tano"]
    for file in (tmp_path / "out").rglob("*.*"):
        assert b"Doe" not in file.read_bytes()


def _six_of_everything(folder: Path) -> Path:
    """A store of six people of one station who did the same; of a seventh, who began a test, and of two more builds."""
    at = "2026-11-02T08:00:00.000Z"
    files = []
    for n in range(7):
        sat = attempt("final", {"i-a": ("v", "a", 1.0), "i-b": ("v", "b", 0.0)}, n, handed_in=n < 6)
        parts = {
            "attempts": {key_of(sat): sat},
            "scenarios": {"s-gate": {"path": ["go"], "runs": 1, "endings": [["well"], ["ill"]][n == 6], "at": at}},
            "products": {"p-plan": {"fields": {"aim": "Text"}, "at": at}} if n < 6 else {},
        }
        about = {"pseudonym": f"P{n}", "gender": "man" if n < 6 else "woman", "station": "Tano" if n < 6 else "Ada"}
        files.append(write(folder / f"{n}.json", record(None, **parts) | {"learner": about, "build": f"b{n // 5}"}))
    files.append(folder / "reaction.csv")
    files[-1].write_text("class,statement,1,2,3,4,5\nA,Good.,0,0,0,0,6\n", "utf-8")
    collect(files, folder / "c.duckdb", Means(), dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    return folder / "c.duckdb"


def test_a_page_says_what_share_has_passed(tmp_path: Path) -> None:
    """Of ten people six reach the cut score, one of them by three thirds of a point."""
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415 slow

    third = dict.fromkeys(("i-a", "i-b", "i-c"), ("v", "c", 1 / 3))
    right = [{}, *[{"i-a": 1}] * 5, *[{"i-a": 0}] * 4]
    files = []
    for n, given in enumerate(right):
        answers: Any = {"i-a": ("v", "a", float(given["i-a"]))} if given else third
        sat = attempt("final", {**dict.fromkeys(("i-b", "i-c"), ("v", "b", 0.0)), **answers}, n)
        files.append(write(tmp_path / f"{n}.json", record(f"P{n}", attempts={key_of(sat): sat})))
    store = tmp_path / "c.duckdb"
    collect(files, store, Means(), dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    with duckdb.connect(str(store)) as connection:
        connection.execute("INSERT INTO forms VALUES ('final', '', 'The final test', 1 / 3, '')")
    (row,) = report(store, tmp_path / "out").scores[lambda table: table["by"] == ""].to_dict("records")
    low, high = proportion_confint(6, 10, method="wilson")
    assert (row["passed"], row["passed_low"], row["passed_high"]) == pytest.approx((0.6, low, high), abs=1e-6)
    line = re.findall(r"The final test</a></th>(.*?)</tr>", (tmp_path / "out/index.html").read_text("utf-8"), re.DOTALL)[0]
    shown = [re.sub(r"<.*?>|\s+", " ", cell).split() for cell in re.findall(r'<td class="n">(.*?)</td>', line, re.DOTALL)]
    assert shown[0] == ["10"]
    assert shown[2] == ["60%", f"({low:.0%}", "to", f"{high:.0%})"]


_WITH_SEVEN = """
import sys
from pathlib import Path
from fieldbook.results.statistics import small_groups
small_groups.LEAST_SHOWN = 7
from fieldbook.results.evaluate import report
report(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_one_constant_decides_what_is_shown(tmp_path: Path) -> None:
    """Six of everything is shown where five are enough. Where it takes seven, nothing of it is, on any page."""
    store = _six_of_everything(tmp_path)
    found = report(store, tmp_path / "five")
    genders = found.people[found.people["by"].isin(["gender", "station"])]
    assert len(genders) == 4
    assert genders["people"].isna().all(), "of two groups one is small, so both are hidden"
    assert found.overview.ways["n"].isna().all()
    assert found.overview.sources["n"].isna().all()
    index, files = ((tmp_path / "five" / name).read_text("utf-8") for name in ("index.html", "files.html"))
    final = ["7", "6", "6"]  # begun, handed in, counted
    assert re.findall(r"final</th>(.*?)</tr>", index, re.DOTALL)[0].count("not shown") == 0
    assert re.findall(r'<td class="n">(\d+)</td>', re.findall(r"final</th>(.*?)</tr>", index, re.DOTALL)[0])[:3] == final
    assert "p-plan</code>: 6" in index
    assert "others (fewer than 5 each)" in index
    assert "not shown" in files
    subprocess.run([sys.executable, "-c", _WITH_SEVEN, str(store), str(tmp_path / "seven")], check=True)
    for page in (tmp_path / "seven").glob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r">\s*6\s*<|: 6\s*<|\b6 sittings", text), page.name
        assert "fewer than 5" not in text
        assert "fewer than 7 people" in text
    for table in (tmp_path / "seven/csv").glob("*.csv"):
        assert not re.search(r"(^|,)6(\.0)?(,|$)", table.read_text("utf-8-sig"), re.MULTILINE), table.name


def test_templates_hide_nothing() -> None:
    """What is hidden is decided in ``statistics``; a template compares no number of people."""
    for template in (ROOT / "fieldbook/results/report/templates").glob("*.j2"):
        for expression in re.findall(r"\{[{%].*?[}%]\}", template.read_text("utf-8")):
            compared = re.findall(r"[\w.|]+\s*(?:<|>)=?\s*[\w.]+", re.sub(r"\"[^\"]*\"", "", expression))
            assert all("|length" in one for one in compared), f"{template.name}: {expression}"


def _class(folder: Path) -> Path:
    """A store of 24 people, the forms being a series: two of the twelve women never came after, three had a build of
    their own, all of them men."""
    files = []
    for n in range(24):
        variant = "old" if n in (1, 3, 5) else "v1"
        right = {item: float((n * 7 + place) % 3 > 0) for place, item in enumerate(("i-a", "i-b", "i-c", "i-d"))}
        sat = [
            attempt(
                "before", {i: (variant, "a" if x else "bc"[n < 6], x) for i, x in right.items()}, n, variant=variant
            )
        ]
        if n not in (2, 4):
            sat.append(attempt("after", {i: ("v1", "a", float(x or n % 2)) for i, x in right.items()}, 700 + n))
        about = {"pseudonym": f"P{n}", "gender": "man" if n % 2 else "woman"}
        files.append(
            write(folder / f"{n}.json", record(None, attempts={key_of(s): s for s in sat}) | {"learner": about})
        )
    files.append(folder / "others.csv")
    files[-1].write_text("pseudonym,gender\nP0,man\n", "utf-8")
    store = folder / "c.duckdb"
    collect(files, store, Means(), dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    with duckdb.connect(str(store)) as connection:
        connection.executemany("INSERT INTO forms VALUES (?, 'gain', ?, NULL, '')", [["before", "B"], ["after", "A"]])
    return store


def test_nobody_is_found_by_subtraction(tmp_path: Path) -> None:
    found = report(_class(tmp_path), tmp_path / "out")
    scores = found.scores.set_index(["form", "by", "group"])
    tests = found.reliability.set_index(["form", "variant"])
    assert tests["withheld"]["before", "old"]
    assert scores["people"]["before", "", ""] == tests["n"]["before", "v1"] == 21, (
        "else those of the old build are the rest"
    )
    assert scores["mean"]["before", "", ""] == pytest.approx(tests["mean"]["before", "v1"] / 4)
    gain = found.gain.set_index(["by", "group"])
    assert gain["withheld"]["gender", "woman"], "the two who never came after would be the rest"
    assert gain["withheld"]["gender", "man"], "and the women would be what is not men"
    assert gain["n"]["", ""] == 22
    assert gain["before"]["", ""] == round(gain["before"]["", ""], 2), "to whole hundredths: the rest is two people"

    for table, measure in ((found.choices, "rest"), (found.curves, "mean")):
        assert "old" not in set(table["variant"]), "the options of one person are the answer sheet"
        hidden = table[table["withheld"]].groupby(["form", "variant", "item"]).size()
        assert (hidden > 1).all(), measure
        assert table.loc[table["withheld"], measure].isna().all()

    assert list(found.overview.conflicts["detail"]) == ["several values, not shown; the list of participants counts"]
    page = (tmp_path / "out/index.html").read_text("utf-8")
    assert "No question was judged: that takes 30 sittings of one test." in page
    assert "No question stands out" not in page + (tmp_path / "out/questions.html").read_text("utf-8")


def test_scores_have_their_intervals(cohort: Cohort) -> None:
    import scipy.stats  # noqa: PLC0415 slow

    shares = pd.Series([statistics.mean(a["score"] for a in sat["answers"].values()) for sat in cohort.sittings])
    row = parquet(cohort, "scores").set_index(["form", "by"]).loc[("pre-test", "")]
    low, high = scipy.stats.t.interval(0.95, len(shares) - 1, shares.mean(), scipy.stats.sem(shares))
    assert (row["low"], row["high"]) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


def test_hostile_text_stays_text(cohort: Cohort) -> None:
    for page in cohort.report.glob("*.html"):
        assert "<script" not in page.read_text("utf-8")
    with (cohort.report / "csv/people.csv").open(newline="", encoding="utf-8-sig") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    book = load_workbook(str(cohort.report / "results.xlsx"))
    values = [cell for row in book.get_sheet_by_name("people").to_python() for cell in row]
    assert HOSTILE.replace('"', "") in values
    with zipfile.ZipFile(cohort.report / "results.xlsx") as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "sheet" in name)
    assert [harmless(x) for x in ("=1", "-1", "@x", "a", 5)] == ["'=1", "'-1", "'@x", "a", 5]


def test_same_store_same_bytes(cohort: Cohort, tmp_path: Path) -> None:
    report(cohort.store, tmp_path / "out")
    for file in sorted(cohort.report.rglob("*")):
        if file.is_file():
            assert file.read_bytes() == (tmp_path / "out" / file.relative_to(cohort.report)).read_bytes(), file


def test_spreadsheet_and_csv_agree(cohort: Cohort) -> None:
    book = load_workbook(str(cohort.report / "results.xlsx"))
    assert set(book.sheet_names) == {path.stem for path in (cohort.report / "csv").glob("*.csv")}
    rows = book.get_sheet_by_name("questions").to_python()
    table = pd.read_csv(cohort.report / "csv/questions.csv", encoding="utf-8-sig")
    assert len(rows) - 1 == len(table)
    column = rows[0].index("difficulty")
    assert [row[column] for row in rows[1:]] == pytest.approx(table["difficulty"].tolist())
    assert len(book.get_sheet_by_name("angoff").to_python()) > 60


def test_empty_store_has_a_report_too(tmp_path: Path) -> None:

    collect(
        [write(tmp_path / "a.json", record("x"))],
        tmp_path / "c.duckdb",
        Means(),
        dt.datetime(2026, 12, 1, tzinfo=dt.UTC),
    )
    found = report(tmp_path / "c.duckdb", tmp_path / "out")
    assert found.total == 1
    assert "Nobody has sat a test yet" in (tmp_path / "out/index.html").read_text("utf-8")


def test_ratings_of_judges_give_a_cut_score(cohort: Cohort, tmp_path: Path) -> None:
    with (cohort.report / "csv/angoff.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["form"] == "pre-test"]
    for number, row in enumerate(rows):
        row |= {f"judge{judge}": f"{(40 + 5 * judge + number) / 100}" for judge in range(1, 6)}
    rows[0]["judge1"], rows[1]["judge1"] = "41%", "yes"
    with (tmp_path / "ratings.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "c.duckdb").write_bytes(cohort.store.read_bytes())
    for _again in range(2):
        done = collect(
            [tmp_path / "ratings.csv"], tmp_path / "c.duckdb", Means(), dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
        )
    assert done.again == 1
    (cut,) = evaluate(tmp_path / "c.duckdb").cuts.to_dict("records")
    judges = [[(40 + 5 * judge + number) / 100 for number in range(len(rows))] for judge in range(1, 6)]
    judges[0] = [0.41, *judges[0][2:]]
    means = [statistics.fmean(judge) for judge in judges]
    assert cut["cut"] == pytest.approx(statistics.fmean(means))
    assert cut["se"] == pytest.approx(statistics.stdev(means) / 5**0.5)


def test_tallies_of_feedback_forms(cohort: Cohort, tmp_path: Path) -> None:
    head, first, second, *_rest = (cohort.report / "csv/reaction.csv").read_text("utf-8-sig").splitlines()
    files = []
    for name, counts in (("A", "1,0,2,3,4"), ("B", "0,,1,5,4"), ("C", "x,0,0,-1,1")):
        rows = [line.removesuffix(",,,,,").lstrip(",") for line in (first, second)]
        text = [head, f"{name},{rows[0]},{counts}", f"{name},{rows[1]},0,0,1,1,1" if name == "A" else ""]
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text("\n".join(text))
    moment = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    for _again in range(2):
        done = collect([*files, files[0]], tmp_path / "c.duckdb", Means(), moment)
    assert done.again == 4
    one, two = report(tmp_path / "c.duckdb", tmp_path / "out").reaction.to_dict("records")
    assert (one["n"], one["agree"], one["against"]) == (21, pytest.approx(17 / 21), pytest.approx(1 / 21))
    assert two["withheld"]
    assert "81%" in (tmp_path / "out/index.html").read_text("utf-8")


def test_a_folder_of_somebody_else_is_left_alone(cohort: Cohort, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(OutputError, match="no report"):
        report(cohort.store, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"
    with pytest.raises(CourseError, match="FB-RES-07"):
        evaluate(tmp_path / "none.duckdb")


@pytest.mark.browser
def test_pages_are_accessible_fit_and_ask_for_nothing(cohort: Cohort, chromium: Browser) -> None:
    every = {path.name for path in cohort.report.glob("*.html")} - {"form-post-test.html"}  # as the pre-test's
    for scheme, width, names in (("light", 360, every), ("dark", 1280, {"index.html", "questions.html"})):
        page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        for file in (cohort.report / name for name in sorted(names)):
            page.goto(file.as_uri())
            faults = Axe().run(page).response["violations"]
            assert not faults, [f"{file.name} {f['id']}: {f['nodes'][0]['html'][:150]}" for f in faults]
            assert page.evaluate("document.documentElement.scrollWidth") <= width, file.name
            targets = page.locator("a[href]").evaluate_all(
                "all => all.map(a => a.getAttribute('href').replace(/#.*/, ''))"
            )
            assert all(not target or (cohort.report / target).is_file() for target in targets)
        assert all(url.startswith("file:") for url in asked)
        page.close()
