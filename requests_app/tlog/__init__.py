"""The transparency log's own arithmetic, as RFC 6962 and its successors define it.

Must stay pure: no database, no clock, no knowledge of what an entry means.
"""
