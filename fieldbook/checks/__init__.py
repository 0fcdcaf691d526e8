"""Rules across the objects of a course: each one function from a course to problems.

Never: fixing, writing.

Other rooms use: `all_rules`, `blind`, `blind_report`, `exercise_rules`, `readability`.
"""
