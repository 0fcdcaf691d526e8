"""One edition or many: sources in, packages out; live preview."""
