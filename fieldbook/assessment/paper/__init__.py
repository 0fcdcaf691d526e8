"""Tests on paper: booklets and answer sheets in, pictures of filled sheets out, answers in the bank's own ids."""
