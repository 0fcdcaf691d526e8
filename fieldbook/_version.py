"""The version, once: packaging, ``fieldbook --version`` and ``fieldbook.__version__`` read it here."""

__version__ = "0.1.0"
