"""See docs/player.md."""
