"""Formats of dates and times in English.

Must hold nothing but the module that Django reads.
"""
