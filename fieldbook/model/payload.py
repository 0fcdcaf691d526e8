"""The MIME type under which notebook cells hand activities and figures to the build (``docs/architecture.md``)."""

MIME = "application/vnd.fieldbook+json"
