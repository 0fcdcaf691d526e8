"""Working papers for people who decide: what the data hold is filled in, every judgement is left open."""
