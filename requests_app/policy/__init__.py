"""What a search request must satisfy: rules as data, facts in, findings out.

Pure Python: no Django, no database, no clock of its own, no words for screens but those inside a pack.
"""
