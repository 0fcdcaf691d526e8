"""Joins the files of a course folder into one ``Course``. Every fault of every file is reported at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from fieldbook.context.disclosure import disclosable
from fieldbook.context.pack import ContextPack, load_context
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.yamlfile import Loaded, read_yaml
from fieldbook.course.notebook import Notebook, read_notebook
from fieldbook.model.base import Named
from fieldbook.model.course import CourseFile, Lesson, Module, Objective, Tension
from fieldbook.model.edition import Audience
from fieldbook.model.exercise import Exercise
from fieldbook.model.form import Form
from fieldbook.model.item import TODO, BankFile, Item
from fieldbook.model.product import Product
from fieldbook.model.scenario import Scenario

T = TypeVar("T")
N = TypeVar("N", bound=Named)


@dataclasses.dataclass(frozen=True)
class ItemPlace:
    """Where an item stands in the bank."""

    bank: Loaded[BankFile]
    number: int

    @property
    def item(self) -> Item:
        """The item itself."""
        return self.bank.value.items[self.number]

    @property
    def field(self) -> str:
        """Its field in the bank file, such as ``items[3]``."""
        return f"items[{self.number}]"

    @property
    def finished(self) -> bool:
        """Whether nothing of it or of its file's head is marked as still to be written."""
        return not self.item.todo and self.bank.value.module != TODO


@dataclasses.dataclass(frozen=True, eq=False)
class Course:
    """A course folder joined with one context pack: everything that a build needs, nothing rendered."""

    root: Path
    file: Loaded[CourseFile]
    banks: tuple[Loaded[BankFile], ...]
    notebooks: dict[str, Notebook]
    """By page, in the order of the course: ``modules/1-mandate/index``, then its lessons, then ``…/close``."""
    context: ContextPack
    """What of the pack may leave with a learner. Questions, texts and exercises are made from it in every edition."""
    shown: ContextPack
    """What of the pack the figures of this edition may show: more for trainers where tables are restricted."""
    whole: ContextPack
    """The pack as it stands in its folder, for checks on this machine; nothing of it goes into a page."""
    forms: dict[str, Loaded[Form]] = dataclasses.field(default_factory=dict)
    """By form id."""
    scenarios: dict[str, Loaded[Scenario]] = dataclasses.field(default_factory=dict)
    """By scenario id."""
    products: dict[str, Loaded[Product]] = dataclasses.field(default_factory=dict)
    """By product id."""
    exercises: dict[str, Loaded[Exercise]] = dataclasses.field(default_factory=dict)
    """By exercise id."""

    @property
    def modules(self) -> tuple[Module, ...]:
        """The modules in order."""
        return self.file.value.modules

    def notebooks_of(self, module: str) -> tuple[Notebook, ...]:
        """The notebooks of the module with this id, in order."""
        return tuple(self.notebooks[page] for found in self.modules if found.id == module for page in found.pages)

    @cached_property
    def lesson_pages(self) -> dict[str, tuple[Module, Lesson]]:
        """Module and lesson of every lesson's page, in order, by the page's name."""
        return {module.page_of(lesson): (module, lesson) for module in self.modules for lesson in module.lessons}

    @cached_property
    def tensions(self) -> dict[str, Tension]:
        """Every tension by id, in order."""
        return {tension.id: tension for tension in self.file.value.tensions}

    @cached_property
    def objectives(self) -> dict[str, Objective]:
        """Every objective by id."""
        return {objective.id: objective for module in self.modules for objective in module.objectives}

    @cached_property
    def places(self) -> tuple[ItemPlace, ...]:
        """Every finished item of the bank with its place, in order of files."""
        return tuple(place for place in self.written if place.finished)

    @cached_property
    def written(self) -> tuple[ItemPlace, ...]:
        """Every item of the bank, also those in which something is marked as still to be written."""
        return tuple(ItemPlace(bank, number) for bank in self.banks for number in range(len(bank.value.items)))

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every item by id."""
        return {name: place.item for name, place in self.item_places.items()}

    @cached_property
    def item_places(self) -> dict[str, ItemPlace]:
        """Where every finished item stands, by its id."""
        return {place.item.id: place for place in self.places}


def find_root(start: Path) -> Path:
    """The course folder that holds ``start``: the nearest parent with a ``course.yml``. Raises ``CourseError``."""
    for folder in (start, *start.parents):
        if (folder / "course.yml").is_file():
            return folder
    problem = Problem(
        str(start), 0, "", _("is not in a course folder"), _("Go to the folder with course.yml."), "FB-FILE-04"
    )
    raise CourseError([problem])


def load_course(root: Path, context: str | None = None, audience: Audience = "learner") -> Course:
    """Read the course folder ``root`` with ``context`` (a name below ``contexts/``, a folder, or None for its own).

    ``audience`` is whose edition is made.

    Raises
    ------
    CourseError
        With every fault of all files.
    """
    root = root.resolve()
    file = read_yaml(root / "course.yml", CourseFile, root)
    problems: list[Problem] = []
    banks = tuple(
        bank
        for path in sorted((root / "assessments" / "items").glob("*.yml"))
        if (bank := _try(partial(read_yaml, path, BankFile, root), problems))
    )
    notebooks = {
        page: notebook
        for page, field in notebook_fields(file)
        if (notebook := _try(partial(_notebook, root, file, page, field), problems))
    }
    forms = _by_id(root, "forms", Form, problems)
    scenarios = _by_id(root, "scenarios", Scenario, problems)
    products = _by_id(root, "products", Product, problems)
    exercises = _by_id(root, "tabletop", Exercise, problems)
    pack = _try(lambda: load_context(context_folder(root, context or file.value.context)), problems)
    if problems or pack is None:
        raise CourseError(problems)
    views = disclosable(pack, "learner"), disclosable(pack, audience), pack
    return Course(root, file, banks, notebooks, *views, forms, scenarios, products, exercises)


def notebook_fields(file: Loaded[CourseFile]) -> Iterator[tuple[str, str]]:
    """Every page of every module, and the field that names its notebook."""
    for number, module in enumerate(file.value.modules):
        fields = [f"modules[{number}].lessons[{place}].notebook" for place in range(len(module.lessons))]
        folder = f"modules[{number}].folder"
        yield from zip(module.pages, [folder, *fields, folder], strict=True)


def _notebook(root: Path, file: Loaded[CourseFile], page: str, field: str) -> Notebook:
    name = f"{page}.ipynb"
    if not (root / name).is_file():
        known = [path.relative_to(root).as_posix() for path in (root / name).parent.glob("*.ipynb")]
        meant = get_close_matches(name, known, 1)
        message = _("there is no notebook '{name}'").format(name=name)
        remedy = (
            _("Write {name}.").format(name=Path(meant[0]).name)
            if meant and not field.endswith("folder")
            else _("Correct the name, or make the notebook.")
        )
        raise CourseError([file.problem(field, message, remedy, "FB-COURSE-04")])
    return read_notebook(root / name, root)


def _by_id(root: Path, folder: str, model: type[N], problems: list[Problem]) -> dict[str, Loaded[N]]:
    """Every file of ``assessments/<folder>`` by the id in it, which is its name too."""
    found: dict[str, Loaded[N]] = {}
    for path in sorted((root / "assessments" / folder).glob("*.yml")):
        loaded = _try(partial(read_yaml, path, model, root), problems)
        if loaded is None:
            continue
        if loaded.value.id != path.stem:
            message = _("the id {name!r} is not the file's name").format(name=loaded.value.id)
            problems.append(
                loaded.problem(
                    "id", message, _("Write {name!r}, or rename the file.").format(name=path.stem), "FB-FILE-05"
                )
            )
        found[path.stem] = loaded
    return found


def context_folder(root: Path, name: str) -> Path:
    """Folder of the context ``name``: a folder with a ``context.yml``, or a name below ``contexts/``."""
    for folder in (Path(name), root / "contexts" / name):
        if (folder / "context.yml").is_file():
            return folder.resolve()
    known = sorted(path.parent.name for path in (root / "contexts").glob("*/context.yml"))
    message = _("there is no context {name!r}").format(name=name)
    raise CourseError(
        [Problem("contexts", 0, "", message, _("Use one of: {known}.").format(known=", ".join(known)), "FB-CTX-01")]
    )


def _try(read: Callable[[], T], problems: list[Problem]) -> T | None:
    try:
        return read()
    except CourseError as error:
        problems.extend(error.problems)
        return None
