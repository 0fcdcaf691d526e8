"""The script of the learner's pages, its words, and what joins its modules into one classic script.

Never: a word of a learning system outside `adapters/`; a request to the network.

Other rooms use: `form_strings`, `joined`, `strings`.
"""
