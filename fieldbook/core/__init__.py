"""The ground floor: faults with file and line, texts and YAML with lines, whole-or-nothing files, zips, messages."""
