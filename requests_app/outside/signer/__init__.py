"""Signs the checkpoints of the audit log, with its own key and its own memory, outside the database.

Must not reach a database, and signs nothing that does not go on from what it signed before.
"""
