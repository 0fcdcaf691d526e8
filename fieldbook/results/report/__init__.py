"""A report of results: tables in, pages, a spreadsheet and data files out. Works out no figure. See docs/results.md."""
