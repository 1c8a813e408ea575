"""All addresses: the screens of `web`, health, and the pages for what cannot be shown."""

from django.urls import URLPattern, URLResolver, include, path

from requests_app.ops import readiness
from requests_app.web import health
from requests_app.web.operator import readiness as in_words

_ASKED = {
    "parts": readiness.PARTS,
    "beside": readiness.BESIDE,
    "safeguards": readiness.SAFEGUARDS,
}
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, _ASKED, name="readyz"),
    path("operations/readiness/", in_words.readiness, _ASKED, name="operator_readiness"),
    path("", include("requests_app.web.urls")),
]
handler400 = "requests_app.web.errors.bad_request"
handler403 = "requests_app.web.errors.permission_denied"
handler404 = "requests_app.web.errors.page_not_found"
handler500 = "requests_app.web.errors.server_error"
