"""Every rule: one change to the tiny course, one expected message."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from building import build
from fieldbook.checks.all_rules import check_course
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import load_course

BANK = "assessments/items/t1.yml"


def _replace(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert old in text, "the change must hit something"
    path.write_text(text.replace(old, new, 1), "utf-8")


def _found(root: Path, *, warnings: bool = False) -> list[str]:
    return [str(problem) for problem in check_course(load_course(root)) if problem.warning == warnings]


FAULTS = {
    "duplicate id": (
        BANK,
        "id: t1-i-multiple",
        "id: t1-i-single",
        "assessments/items/t1.yml:14 items[1].id: the id 't1-i-single' is already used at assessments/items/t1.yml:3. "
        "Choose a new id; ids are never reused. [FB-ITEM-01]",
    ),
    "unknown module": (
        BANK,
        "module: t1",
        "module: t9",
        "assessments/items/t1.yml:1 module: there is no module 't9'. Use one of: t1, t2. [FB-ITEM-02]",
    ),
    "unknown objective": (
        BANK,
        "objective: t1-o-decide",
        "objective: t1-o-fly",
        "assessments/items/t1.yml:5 items[0].objective: there is no objective 't1-o-fly' in module 't1'. "
        "Use one of: t1-o-decide, t1-o-read. [FB-ITEM-03]",
    ),
    "no key": (
        BANK,
        "Hear what they say, key: true",
        "Hear what they say",
        "assessments/items/t1.yml:10 items[0].options: no option is the key. Set key: true on the right option. [FB-ITEM-04]",
    ),
    "two keys": (
        BANK,
        "text: Close the gate,",
        "text: Close the gate, key: true,",
        "assessments/items/t1.yml:10 items[0].options: 2 options are keys, one is allowed. "
        "Keep one key, or use multiple-response. [FB-ITEM-04]",
    ),
    "gap that the stem does not have": (
        BANK,
        "[[other]]",
        "[[nowhere]]",
        "assessments/items/t1.yml:86 items[7].stem: the gaps in the stem (where, nowhere) are not those listed (where, other). "
        "Write each gap once as [[id]]. [FB-ITEM-04]",
    ),
    "step without a place": (
        BANK,
        "key: 3",
        "key: 4",
        "assessments/items/t1.yml:53 items[4].options: the keys are not the places 1, 2, 3 and so on. "
        "Give each step its own place. [FB-ITEM-04]",
    ),
    "extra that is a key": (
        BANK,
        "extra: [West]",
        "extra: [North]",
        "assessments/items/t1.yml:45 items[3].extra: an extra right side is also a key. Remove it from extra. [FB-ITEM-04]",
    ),
    "nobody can be right": (
        BANK,
        "score: 1,",
        "score: 0.9,",
        "assessments/items/t1.yml:103 items[8].options: no option has score 1, so nobody can answer it in full. "
        "Give the best option score 1. [FB-ITEM-04]",
    ),
    "unknown source": (
        BANK,
        "source: [policy]",
        "source: [rumour]",
        "assessments/items/t1.yml:8 items[0].source[0]: there is no source 'rumour' in the bibliography. "
        "Add it to book/references.bib. [FB-ITEM-05]",
    ),
    "context as source without a query": (
        BANK,
        "source: [policy]",
        "source: [context]",
        "assessments/items/t1.yml:8 items[0].source[0]: the source is 'context' but the item has no query. "
        "Name the source, or add a query. [FB-ITEM-06]",
    ),
    "unknown substitution in an item": (
        BANK,
        "{{ mission.short }}",
        "{{ mission.shrt }}",
        "assessments/items/t1.yml:9 items[0].stem: unknown substitution 'mission.shrt'. "
        "docs/architecture.md lists the names. [FB-SUB-01]",
    ),
    "query that fails": (
        BANK,
        "FROM incidents",
        "FROM accidents",
        "assessments/items/t1.yml:65 items[5].query.sql: the query fails: Catalog Error: Table with name accidents does not exist. "
        "See docs/tables.md for tables and columns. [FB-QUERY-01]",
    ),
    "query that reads a file": (
        BANK,
        "SELECT count(*) AS value FROM incidents",
        "SELECT count(*) AS value FROM read_csv('/etc/passwd')",
        'assessments/items/t1.yml:65 items[5].query.sql: the query fails: Permission Error: Cannot access file "/etc/passwd" - '
        "file system operations are disabled by configuration. See docs/tables.md for tables and columns. [FB-QUERY-01]",
    ),
    "query that is no SELECT": (
        BANK,
        "SELECT count(*) AS value FROM incidents",
        "DROP TABLE incidents",
        "assessments/items/t1.yml:65 items[5].query.sql: the query fails: only one SELECT is allowed. "
        "See docs/tables.md for tables and columns. [FB-QUERY-01]",
    ),
    "objective twice": (
        "course.yml",
        "id: t1-o-decide",
        "id: t1-o-read",
        "course.yml:31 modules[0].objectives[1].id: the id 't1-o-read' is already used by modules[0].objectives[0].id. "
        "Choose a new id. [FB-COURSE-01]",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_found(name: str, tiny: Path) -> None:
    file, old, new, message = FAULTS[name]
    _replace(tiny, file, old, new)
    assert message in _found(tiny)


def _edit_cell(root: Path, cell: str, old: str, new: str) -> None:
    [path] = [path for path in (root / "modules").rglob("*.ipynb") if f'"id": "{cell}"' in path.read_text("utf-8")]
    notebook = json.loads(path.read_text("utf-8"))
    for entry in notebook["cells"]:
        if entry["id"] == cell:
            source = "".join(entry["source"])
            assert old in source
            entry["source"] = source.replace(old, new)
    path.write_text(json.dumps(notebook, indent=1), "utf-8")


def test_notebook_that_asks_for_an_unknown_item(tiny: Path) -> None:
    _edit_cell(tiny, "t1-check-gate", "t1-i-single", "t1-i-none")
    [message] = _found(tiny)
    assert "modules/one/gate.ipynb:" in message
    assert "cell t1-check-gate line 1: there is no item 't1-i-none'." in message


def test_notebook_that_asks_an_item_twice(tiny: Path) -> None:
    _edit_cell(tiny, "t1-check-gate", "t1-i-multiple", "t1-i-single")
    [message] = _found(tiny)
    assert "item 't1-i-single' is already asked in modules/one/gate.ipynb cell t1-check-gate" in message


def test_notebook_with_an_unknown_substitution(tiny: Path) -> None:
    _edit_cell(tiny, "t1-lesson-gate", "{{ mission.short }}", "{{ mission.__class__ }}")
    [message] = _found(tiny)
    assert "cell t1-lesson-gate line 9: unknown substitution 'mission.__class__'" in message


CONTENTS = {
    "a page that is not there": (
        "_toc.yml",
        "modules/two/map",
        "modules/two/mpa",
        "_toc.yml:11 chapters[1].sections[0].file: there is no page 'modules/two/mpa'. Write modules/two/map. [FB-TOC-01]",
    ),
    "a page that is nowhere near": (
        "_toc.yml",
        "  - file: modules/one/index\n",
        "  - file: annex/maps\n  - file: modules/one/index\n",
        "_toc.yml:4 chapters[0].file: there is no page 'annex/maps'. Correct the name, or remove the line. [FB-TOC-01]",
    ),
    "a welcome page that is not there": (
        "_toc.yml",
        "root: index",
        "root: welcome",
        "_toc.yml:2 root: there is no page 'welcome'. Correct the name, or remove the line. [FB-TOC-01]",
    ),
    "a pattern that nothing matches": (
        "_toc.yml",
        "  - file: book/guide/plan\n",
        "  - file: book/guide/plan\n  - glob: book/guides/*\n",
        "_toc.yml:18 chapters[7].glob: there is no page 'book/guides/*'. Correct the name, or remove the line. [FB-TOC-01]",
    ),
    "a lesson's line that was forgotten": (
        "_toc.yml",
        "      - file: modules/two/map\n",
        "",
        "course.yml:36 modules[1].lessons[0].notebook: 'modules/two/map.ipynb' is not in the contents, so nobody finds "
        "it. Add the line `- file: modules/two/map` to _toc.yml, or take it out of course.yml. [FB-TOC-02]",
    ),
    "another page's line that was forgotten": (
        "_toc.yml",
        "  - file: book/guide/plan\n",
        "",
        "book/guide/plan.md:1: is not in the contents, so it is in no book. "
        "Add the line `- file: book/guide/plan` to _toc.yml, or move the file out of book. [FB-TOC-03]",
    ),
    "a page twice": (
        "_toc.yml",
        "  - file: book/offline\n",
        "  - file: book/offline\n  - file: modules/two/map.ipynb\n",
        "_toc.yml:14 chapters[3].file: 'modules/two/map.ipynb' is already in line 11. Keep one of the two lines. [FB-TOC-04]",
    ),
    "a notebook that is no module": (
        "course.yml",
        "      - {id: t1-l-read, notebook: read.ipynb, was: [t1-reading-a-table]}\n",
        "",
        "_toc.yml:7 chapters[0].sections[1].file: 'modules/one/read' is the notebook of no module, so its cells are not "
        "run. Add it to a module's lessons in course.yml, or remove the line. [FB-TOC-05]",
    ),
    "lessons in another order": (
        "_toc.yml",
        "      - file: modules/one/gate\n      - file: modules/one/read\n",
        "      - file: modules/one/read\n      - file: modules/one/gate\n",
        "_toc.yml:7 chapters[0].sections[1].file: 'modules/one/gate' comes after 'modules/one/read', and before it in "
        "course.yml. Put the pages in the same order in both files. [FB-TOC-06]",
    ),
    "a key that is misspelt": (
        "_toc.yml",
        "- file: modules/two/map",
        "- fiel: modules/two/map",
        "_toc.yml:11 chapters[1].sections[0].fiel: is not a known key. Check the spelling, or remove it. [FB-YAML-02]",
    ),
    "a line that says nothing": (
        "_toc.yml",
        "- file: modules/two/map",
        "- title: Two",
        "_toc.yml:11 chapters[1].sections[0]: needs one of file, glob and url. Correct the value. [FB-YAML-02]",
    ),
    "a path out of the course": (
        "_toc.yml",
        "file: book/offline",
        "file: ../../etc/passwd",
        "_toc.yml:13 chapters[2].file: is no path inside the course folder, with / between names, got '../../etc/passwd'. "
        "Correct the value. [FB-YAML-02]",
    ),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_course_contents_and_files_that_differ(name: str, tiny: Path) -> None:
    """One mistake, one message; and no build leaves the page out without a word."""
    file, old, new, message = CONTENTS[name]
    _replace(tiny, file, old, new)
    faults = [fault for fault in _found(tiny) if "FB-TOC" in fault or "_toc.yml" in fault]
    assert faults == [message]
    with pytest.raises(CourseError, match=re.escape(message)):
        build(tiny, tiny / "dist")
    assert not (tiny / "dist").exists()


def test_a_course_without_contents(tiny: Path) -> None:
    (tiny / "_toc.yml").unlink()
    message = (
        "_toc.yml: cannot be read (No such file or directory). Check the name and the rights of the file. [FB-FILE-01]"
    )
    assert _found(tiny) == [message]
    with pytest.raises(CourseError, match=re.escape(message)):
        build(tiny, tiny / "dist")


def test_a_lesson_whose_notebook_is_not_there(tiny: Path) -> None:
    _replace(tiny, "course.yml", "notebook: map.ipynb", "notebook: mpa.ipynb")
    with pytest.raises(CourseError) as error:
        load_course(tiny)
    assert str(error.value) == (
        "course.yml:36 modules[1].lessons[0].notebook: there is no notebook 'modules/two/mpa.ipynb'. "
        "Write map.ipynb. [FB-COURSE-04]"
    )


def test_a_module_without_the_page_that_closes_it(tiny: Path) -> None:
    (tiny / "modules/two/close.ipynb").unlink()
    with pytest.raises(CourseError) as error:
        load_course(tiny)
    assert str(error.value) == (
        "course.yml:33 modules[1].folder: there is no notebook 'modules/two/close.ipynb'. "
        "Correct the name, or make the notebook. [FB-COURSE-04]"
    )


def test_a_module_that_is_one_notebook(tiny: Path) -> None:
    """As courses were written before lessons were pages."""
    _replace(tiny, "course.yml", "folder: modules/two", "notebook: modules/two.ipynb")
    with pytest.raises(CourseError) as error:
        load_course(tiny)
    assert str(error.value) == (
        "course.yml:32 modules[1]: is one notebook, and a module is a folder with a notebook for each lesson; make "
        "modules/two/ with index.ipynb, the lessons and close.ipynb, and write folder and lessons instead of notebook. "
        "Correct the value. [FB-YAML-02]"
    )


def test_a_page_has_one_title(tiny: Path) -> None:
    _edit_cell(tiny, "t1-lesson-read", "# Reading a table", "## Reading a table")
    assert (
        "modules/one/read.ipynb:1: has no title. "
        "Begin the first cell with one line `# Title`; headings below have two signs or more. [FB-NB-09]"
    ) in _found(tiny)


def test_a_lesson_s_earlier_id_is_nobody_s_now(tiny: Path) -> None:
    _replace(tiny, "course.yml", "was: [t2-a-map]", "was: [t1-l-gate]")
    assert (
        "course.yml:36 modules[1].lessons[0].was[0]: 't1-l-gate' is already in modules[0].lessons[0].id. "
        "Give each lesson its own. [FB-COURSE-06]"
    ) in _found(tiny)


def test_a_module_whose_folder_is_elsewhere(tiny: Path) -> None:
    _replace(tiny, "course.yml", "folder: modules/two", "folder: /etc/two")
    with pytest.raises(CourseError, match=r"course.yml:33 modules\[1\].folder: is no path inside the course folder"):
        load_course(tiny)


def test_one_folder_for_two_modules(tiny: Path) -> None:
    _replace(tiny, "course.yml", "folder: modules/two", "folder: modules/one")
    _replace(tiny, "course.yml", "notebook: map.ipynb", "notebook: gate.ipynb")
    found = _found(tiny)
    assert (
        "course.yml:33 modules[1].folder: 'modules/one' is already the folder of t1. "
        "Give each module its own. [FB-COURSE-05]"
    ) in found
    assert (
        "course.yml:36 modules[1].lessons[0].notebook: 'modules/one/gate' is already in modules[0].lessons[0].notebook. "
        "Give each lesson its own. [FB-COURSE-06]"
    ) in found


def test_contents_in_parts_sections_and_patterns(tiny: Path) -> None:
    """What Jupyter Book takes, this engine takes."""
    (tiny / "_toc.yml").write_text(
        "format: jb-book\nroot: index.md\ndefaults: {titlesonly: true}\nparts:\n"
        "  - caption: Modules\n    numbered: 2\n    chapters:\n      - file: modules/one/index\n        title: First\n"
        "        sections: [{file: modules/one/gate.ipynb}, {file: modules/one/read}, {file: modules/one/close}]\n"
        "      - glob: modules/two/index\n      - file: modules/two/map\n      - file: modules/two/close\n"
        "  - chapters: [{glob: book/*}, {glob: book/guide/*}, {url: 'https://www.un.org', title: UN}]\n",
        "utf-8",
    )
    assert _found(tiny) == []
    (tiny / "_toc.yml").write_text(
        "format: jb-article\nroot: index\nsections:\n"
        "  - {file: modules/one/index, sections: [{file: modules/one/gate}, {file: modules/one/read}]}\n"
        "  - {file: modules/one/close}\n"
        "  - {file: modules/two/index, sections: [{file: modules/two/map}, {file: modules/two/close}]}\n"
        "  - {glob: book/*}\n  - {glob: book/**/*}\n",
        "utf-8",
    )
    assert _found(tiny) == []


def test_tie_leaves_the_item_out_and_says_why(tiny: Path) -> None:
    notes = _found(tiny, warnings=True)
    assert any(
        "item 't2-i-tie' is left out of context 'tinyland': the first two rows tie in 'value'" in note for note in notes
    )


def test_too_few_rows_leave_the_item_out(tiny: Path) -> None:
    _replace(tiny, "assessments/items/t2.yml", "      rows: 2", "      rows: 9")
    notes = _found(tiny, warnings=True)
    assert any(
        "item 't2-i-most' is left out of context 'tinyland': the query gives too few rows, 2 of 9 needed" in note
        for note in notes
    )


def test_tiny_course_has_no_fault(tiny: Path) -> None:
    assert _found(tiny) == []
