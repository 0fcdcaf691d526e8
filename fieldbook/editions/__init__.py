"""One edition or many: sources in, packages out; the live preview.

Never: how a format or a page is made.

Other rooms use: `edition_build`, `matrix.batch`, `matrix.matrix_run`, `preview`, `publish`.
"""
