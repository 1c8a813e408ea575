"""What is known of the record of a search.

Tests only.
"""
