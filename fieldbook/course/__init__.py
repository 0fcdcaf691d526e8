"""The sources of a course joined into one `Course`: notebooks, bank, bibliography, glossary, every fault at once.

Never: rendering, or a decision about a fault across files (that is `checks`).

Other rooms use: `bibliography`, `contents_file`, `glossary_file`, `new_course`, `notebook`, `notebook_calls`,
`sources`.
"""
