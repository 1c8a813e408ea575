"""Every address of the site, an area a line.
Each area names itself; what may be opened without signing in says so in its own view."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from requests_app.web import views

_AREAS = {
    "account/": "sign_in",
    "requests/": "officer",
    "decisions/": "supervisor",
    "examinations/": "examiner",
    "audit/": "auditor",
    "people/": "administrator",
    "operations/": "operator",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("language/", login_not_required(set_language), name="set_language"),
]
for _address, _area in _AREAS.items():
    if find_spec(f"requests_app.web.{_area}") and find_spec(f"requests_app.web.{_area}.urls"):
        urlpatterns.append(path(_address, include(f"requests_app.web.{_area}.urls")))
if settings.COUNTERSIGN_TRIAL and find_spec("requests_app.web.styleguide"):
    urlpatterns.append(path("styleguide/", include("requests_app.web.styleguide")))
