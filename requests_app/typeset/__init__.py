"""Papers as PDF: what stands on one, as typed values, and how it becomes a file.

Must know nothing of what it sets: words, codes and records belong to the callers.
"""
