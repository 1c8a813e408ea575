"""What only a trial and the tests have: embedded services, the invented agency, the tour, their commands.

It must not be installed or imported in production, and owns no table.
"""
