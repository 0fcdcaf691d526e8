"""Outside data -> a context pack on disk. One file for each source."""
