"""The composition root: settings, addresses, the Celery app.

It may import every part; no part may import it.
"""
