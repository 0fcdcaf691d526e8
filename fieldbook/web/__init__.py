"""What every page that we serve or write beside the book shares."""
