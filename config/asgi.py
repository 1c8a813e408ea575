"""The asgi entry point of the web process.

It must not serve a single request where production would not be safe.
"""

from django.core.asgi import get_asgi_application

application = get_asgi_application()

from requests_app.ops import startup  # noqa: E402  needs the application registry

startup.refuse_if_unsafe()
