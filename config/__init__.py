"""The composition root: settings, addresses, the Celery app.

It may import every part but `trial`; no part may import it.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
