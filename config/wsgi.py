"""The wsgi entry point of the web process.

It must not choose settings for production: without DJANGO_SETTINGS_MODULE it starts nothing.
"""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
