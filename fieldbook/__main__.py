"""``python -m fieldbook``: the command where no script is on the path, as on many Windows machines."""

from fieldbook.cli import main

if __name__ == "__main__":  # worker processes import the main module again
    main()
