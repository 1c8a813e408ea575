"""The asgi entry point of the web process.

It must not serve a single request where production would not be safe.
"""

import django

django.setup(set_prefix=False)

from requests_app.ops import startup  # noqa: E402  needs the application registry
from requests_app.web.requests_read import AsyncWebHandler  # noqa: E402

application = AsyncWebHandler()

startup.refuse_if_unsafe()
