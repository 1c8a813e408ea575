"""Whether the tests would notice: one place of the code is changed at a time, and its tests must fail.

Nothing here edits the working tree: a changed module exists only in the process that is to test it.
"""
