"""Statistics of results: tables in, tables out. See docs/results.md."""
