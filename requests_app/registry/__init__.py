"""Agency configuration, matchers and galleries: whatever selects or feeds a rule.

It must not know of any single search request.
"""
