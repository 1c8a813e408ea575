"""Several people or processes at the same moment, each on a connection of their own.

Tests only.
"""
