"""What account administrators read, a file each: people, one account, its history, proposals, units.

Shows nothing of any case; only the history opens the log, and its reading is recorded.
"""
