"""What every page that we serve or write beside the book shares.

Never: what a page is about.

Other rooms use: `listening`.
"""
