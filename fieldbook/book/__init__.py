"""From notebooks to the rendered site: executing cells, the Sphinx extension and theme, the one Sphinx build."""
