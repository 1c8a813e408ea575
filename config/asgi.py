"""The asgi entry point of the web process.

It must not choose settings for production: without DJANGO_SETTINGS_MODULE it starts nothing.
"""

from django.core.asgi import get_asgi_application

application = get_asgi_application()
