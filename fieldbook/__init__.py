"""Fieldbook: one curriculum source, any mission, any channel."""
