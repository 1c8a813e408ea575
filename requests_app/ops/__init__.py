"""Operation: management commands, the database's roles and rights, the embedded services of the trial.

It must not be imported by any other part but `config`.
"""
