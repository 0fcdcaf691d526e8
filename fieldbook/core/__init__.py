"""The ground floor: faults with file and line, texts and YAML with lines, whole-or-nothing files, zips, messages.

Never: a word about missions, lessons or questions; an import of another room.

Other rooms use: `atomic`, `cluster`, `compat`, `fingerprint`, `formats`, `garbage_collection`, `i18n`, `json_schema`,
`message`, `problems`, `spreadsheet`, `templates`, `textfile`, `validation`, `yamlfile`, `zipping`.
"""
