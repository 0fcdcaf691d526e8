"""What the sources of a course are made of: frozen pydantic models, which say what a field may hold.

Never: files, pandas, Sphinx, the clock, chance.

Other rooms use: `base`, `chart`, `contents`, `context`, `course`, `edition`, `editions`, `exercise`, `form`,
`glossary`, `item`, `outline`, `paper_results`, `payload`, `product`, `record`, `scenario`, `shape`, `table`.
"""
