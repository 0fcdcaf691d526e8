"""Questions, forms, scenarios and products: bound to a context, scored, shown, printed, sealed; old ones taken in.

Never: how a package or a page of the book is built.

Other rooms use: `binding`, `bound_bank`, `bound_option`, `branching`, `certificate`, `form_draw`, `form_html`,
`group_choices`, `item_html`, `item_texts`, `level_words`, `old_questions.bank_import`, `option_order`,
`paper.decisions`, `paper.press`, `paper.scan`, `paper.sheet_plan`, `practice_binding`, `practice_html`,
`product_fit`, `scenario_map`, `scoring`, `sealed_item`, `sealing_keys`, `shapes`, `types`.
"""
