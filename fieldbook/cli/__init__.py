"""Commands: options in, one call, lines out. This file imports nothing slow: worker processes import it again.

Never: a decision about a course.

Other rooms use: nothing.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. Exit code 0 fine, 1 faults in sources or output, 2 usage."""
    from fieldbook.cli.app import app  # noqa: PLC0415 see above
    from fieldbook.core.garbage_collection import look_rarely  # noqa: PLC0415
    from fieldbook.core.problems import FieldbookError  # noqa: PLC0415

    look_rarely()

    try:
        app(prog_name="fieldbook")
    except FieldbookError as error:
        print(error, file=sys.stderr)  # noqa: T201 the one place where errors are printed
        sys.exit(1)
