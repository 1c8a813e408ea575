"""The bytes that cross a trust boundary: entries, approvals, grants, receipts, refusals.

Must stay pure (no Django, no database) and stable: what is fixed here is hashed or signed for ever.
"""
