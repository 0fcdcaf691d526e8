"""A small book with every part of the theme, without the engine: what the engine hands over is written out here."""

project = html_title = "Protection in practice"
copyright = "The authors, CC BY 4.0"  # noqa: A001 Sphinx's name
extensions = ["myst_parser", "sphinxcontrib.bibtex", "scratch_engine"]
bibtex_bibfiles = ["book/references.bib"]
bibtex_reference_style = "author_year"
myst_enable_extensions = ["colon_fence", "substitution"]
html_theme = "fieldbook"
html_copy_source = False
html_permalinks = False
html_use_index = False
