"""Old questions of other systems -> items of a bank. One module for each format; see docs/items-import.md."""
