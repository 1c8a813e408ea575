"""The main job over HTTP, told a line a step, as its people would do it without a browser.

Must not reach round a page: nothing here opens the database or calls a use case.
"""
