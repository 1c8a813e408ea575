"""The question forms of a request, one class a page.

Must not judge what an answer means: only its shape, and that it is there.
"""
