"""From notebooks to the rendered site: executing cells, the Sphinx extension and theme, the one Sphinx build.

Never: formats of packages; a second Sphinx run for one edition.

Other rooms use: `bookconfig`, `drawings`, `execute`, `site`, `sphinx_build`.
"""
