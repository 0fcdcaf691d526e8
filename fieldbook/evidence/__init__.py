"""Figures from a context pack, where each thing that an edition says comes from, profiles, threat drafts.

Never: prose of the course; a judgement that only people can make.

Other rooms use: `drafts.threat_draft`, `drafts.threat_sheet`, `evidence`, `evidence_html`, `figures`,
`figures.people`, `figures.source_pairs`, `figures.two_sources`, `profile.pack_compare`, `profile.pack_diff_text`,
`profile.profile_facts`, `profile.profile_page`, `profile.profile_text`, `provenance.figure_provenance`,
`provenance.item_provenance`, `provenance.module_entries`.
"""
