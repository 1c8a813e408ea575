"""How gunicorn runs the web process; start it with `gunicorn --config config/gunicorn.py config.wsgi`.

It must not open the port before the start-up checks have passed.
"""

import gc
import sys
from typing import Any

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 15
accesslog = None  # addresses of pages are content
limit_request_line = 4094
control_socket_disable = True  # nobody steers it from outside; it would lie in the home folder


def on_starting(_server: Any) -> None:
    """Refuse in the master, once, in plain words."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connections

    try:
        django.setup()
        from requests_app.ops import startup

        startup.refuse_if_unsafe()
    except ImproperlyConfigured as error:
        sys.exit(f"Countersign does not start.\n\n{error}")
    connections.close_all()  # none may be shared with the workers


def post_worker_init(_worker: Any) -> None:
    """Keep what was loaded at the start out of every later collection: it stays, and looking through it takes 0.2 s."""
    gc.collect()
    gc.freeze()
