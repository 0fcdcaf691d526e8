"""A mission's context pack: read, checked, asked about, made from outside data, and what of it may leave."""
