"""What people read, in other languages: which texts the sources hold, catalogues of them (PO), a course in a language.

Never: words of the engine (they are `core.i18n`'s), pages, packages.

Other rooms use: `catalogue`, `course_catalogues`, `course_in_language`, `xliff`.
"""
