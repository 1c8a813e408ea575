"""All addresses: the screens of `web`, sign-in, health.

It must not hold views.
"""

from importlib.util import find_spec

from django.urls import include, path

from requests_app.ops import readiness
from requests_app.web import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, {"parts": readiness.PARTS}, name="readyz"),
]
if find_spec("requests_app.web.urls"):
    urlpatterns.append(path("", include("requests_app.web.urls")))
