"""The wsgi entry point of the web process.

It must not serve a single request where production would not be safe.
"""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from requests_app.ops import startup  # noqa: E402  needs the application registry

startup.refuse_if_unsafe()
