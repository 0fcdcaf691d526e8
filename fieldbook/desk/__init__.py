"""The trainer's pages on this machine's loopback address."""
