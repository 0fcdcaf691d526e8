"""Commands: options in, one call, lines out. This file imports nothing slow: worker processes import it again.

Never: a decision about a course.

Other rooms use: nothing.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. Exit code 0 fine, 1 faults in sources or output, 2 usage."""
    try:
        _run()
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "fieldbook":
            raise  # a fault of ours, not of the installation
        _end(_not_installed(error.name))


def _run() -> None:
    from fieldbook.cli.app import app  # noqa: PLC0415 see above
    from fieldbook.core.garbage_collection import look_rarely  # noqa: PLC0415
    from fieldbook.core.problems import FieldbookError  # noqa: PLC0415

    look_rarely()
    try:
        app(prog_name="fieldbook")
    except FieldbookError as error:
        _end(str(error))


def _end(message: str) -> None:
    print(message, file=sys.stderr)  # noqa: T201 the one place where errors are printed
    sys.exit(1)


_INSTALL = ".venv/bin/python -m pip install --requirement requirements.txt"


def _not_installed(library: str) -> str:
    """Everything that a command needs is in one list, so a library is missing where the list is newer."""
    from fieldbook.core.i18n import _  # noqa: PLC0415
    from fieldbook.core.problems import Problem  # noqa: PLC0415

    remedy = _("In the folder of Fieldbook's README, type: {command}").format(command=_INSTALL)
    return str(Problem(library, 0, "", _("is not installed"), remedy, "FB-LIB-01"))
