"""Many editions in one run: planned from ``editions.yml``, built here or on a Dask cluster, listed on one page."""
