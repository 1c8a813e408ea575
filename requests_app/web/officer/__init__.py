"""The officer's pages: ask for a search, follow it, answer what was asked back.

Must not judge a request (policy does) nor change one but through the use cases of workflow.
"""
