"""The use cases: the only code that changes state, a file each.

Keyword-only, actor first, one transaction, at least one audit event.
"""
