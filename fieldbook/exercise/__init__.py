"""Runs of table top exercises: what a log means, its review, its file, and the server in one room's network."""
