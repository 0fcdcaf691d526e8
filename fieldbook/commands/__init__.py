"""The commands. Each one only translates: options in, one library call, lines out."""

from fieldbook.commands.app import app

__all__ = ["app"]
