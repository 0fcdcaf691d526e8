"""One file for each format: from the rendered site or the bank to one file that others can open.

Never: Sphinx, sources, the network, the clock.

Other rooms use: `base`, `last_look`, `registry`, `which_package`.
"""
