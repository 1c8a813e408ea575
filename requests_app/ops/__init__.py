"""Operation: what an agency runs. Management commands, the database's roles and rights, refusals to start.

It must not be imported by any other part but `config`.
"""
