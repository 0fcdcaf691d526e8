"""The trainer's pages on this machine's loopback address.

Never: anything that a command cannot do too.

Other rooms use: `mission_form_server`.
"""
