"""Formats of dates and times in French.

Must hold nothing but the module that Django reads.
"""
