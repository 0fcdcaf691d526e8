"""A mission's context pack: read, checked, asked about, made from outside data, and what of it may leave.

Never: lessons, questions, pages.

Other rooms use: `asking.empty_pack`, `asking.field_answers`, `asking.field_kinds`, `asking.pack_document`,
`asking.pack_fields`, `asking.pack_gaps`, `asking.terminal`, `disclosure`, `fill`, `importing.event_import`,
`importing.event_places`, `importing.file_columns`, `importing.file_letters`, `importing.mapping_draft`,
`importing.second_source`, `importing.source_rules`, `importing.table_import`, `pack`, `queries`, `query_disclosure`,
`values`.
"""
