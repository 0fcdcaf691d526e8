"""``fieldbook keys``: the pair with which a sealed form is locked and opened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fieldbook.core.i18n import _

app = typer.Typer(help="Keys of sealed forms.", no_args_is_help=True)


@app.callback()
def keys() -> None:
    """Keys of sealed forms."""


@app.command()
def new(
    path: Annotated[
        Path, typer.Argument(help="The private key; the public one is written beside it as .pub.", dir_okay=False)
    ] = Path("trainer.key"),
) -> None:
    """Make a key pair."""
    from fieldbook.assessment.sealing_keys import write_pair  # noqa: PLC0415 slow

    private, public = write_pair(path)
    typer.echo(_("{file}: the private key. Keep it and a copy where learners have no access.").format(file=private))
    typer.echo(_("{file}: the public key, for fieldbook build --sealed.").format(file=public))
