"""Entry point. Imports nothing slow: worker processes import the main script again."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line. Exit code 0 fine, 1 faults in sources or output, 2 usage."""
    gc.set_threshold(200_000, 20, 100)  # a build makes millions of objects that live to its end
    from fieldbook.commands import app  # noqa: PLC0415 see above
    from fieldbook.errors import FieldbookError  # noqa: PLC0415

    try:
        app(prog_name="fieldbook")
    except FieldbookError as error:
        print(error, file=sys.stderr)  # noqa: T201 the one place where errors are printed
        sys.exit(1)
