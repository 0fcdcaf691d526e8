"""Figures from a context pack, where each thing that an edition says comes from, profiles, threat drafts."""
