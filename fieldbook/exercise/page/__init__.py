"""Script, style and words of the page that runs a table top exercise."""
