"""The offline verifier of an exported log: one file that an auditor runs with Python alone.

Must not import anything but Python's standard library and its own files: it judges the log and shares no code with it.
"""
