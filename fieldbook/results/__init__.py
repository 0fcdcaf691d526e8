"""From result files to a report: readers, the store, statistics, what may be shown, pages.

Never: a name of a person where nobody asked for it; a figure worked out in a page.

Other rooms use: `collect`, `evaluate`, `lrs_pull`, `lrs_push`, `readers`, `report.report_pages`, `scoring_bank`,
`store`, `verify_certificates`, `xapi_statements`.
"""
