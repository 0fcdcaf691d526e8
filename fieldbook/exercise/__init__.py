"""Table top exercises: cast, MSEL, play, the server in one room, review, pages and paper.

Never: results of learners; how a book is built.

Other rooms use: `after_action`, `cast`, `exercise_binding`, `exercise_files`, `exercise_html`, `find_exercise`,
`msel_edit`, `msel_write`, `run_file`, `serve_exercise`.
"""
