"""PostgreSQL and Redis of the trial and of the tests, started from their wheels.

They must not be used in production, which brings its own by URL.
"""
