"""Every address of the site, an area a line.

Each area names itself; what may be opened without signing in says so in its own view.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from requests_app.web import leaving, log_proofs, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("language/", leaving.change_language, name="set_language"),
    path("receipts/", log_proofs.how_to_check, name="receipts"),
    path("receipts/keys/", log_proofs.take_keys, name="log_keys"),
    path("receipts/verifier/", log_proofs.take_verifier, name="verifier"),
    path("account/", include("requests_app.web.sign_in.urls")),
    path("requests/", include("requests_app.web.officer.urls")),
    path("decisions/", include("requests_app.web.supervisor.urls")),
    path("examinations/", include("requests_app.web.examiner.urls")),
    path("audit/", include("requests_app.web.auditor.urls")),
    path("people/", include("requests_app.web.administrator.urls")),
    path("operations/", include("requests_app.web.operator.urls")),
    path("rules/", include("requests_app.web.policy.urls")),
]
if settings.COUNTERSIGN_TRIAL:
    urlpatterns.append(path("styleguide/", include("requests_app.web.styleguide")))
