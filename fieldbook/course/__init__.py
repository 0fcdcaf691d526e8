"""The sources of a course joined into one `Course`: notebooks, bank, bibliography, glossary, every fault at once.

Never: rendering, or a decision about a fault across files (that is `checks`).

Other rooms use: `bibliography`, `book_config_file`, `contents_file`, `editor_schemas`, `glossary_file`, `new_course`,
`notebook`, `notebook_calls`, `sources`.
"""
