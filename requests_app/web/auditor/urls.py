"""The addresses of the auditors' pages."""

from __future__ import annotations

from django.urls import path

from requests_app.web.auditor import exports, figures, log, log_health, outcome, records

app_name = "auditor"
urlpatterns = [
    path("log/", log.page, name="log"),
    path("figures/", figures.page, name="figures"),
    path("log/case/", log.find_case, name="case"),
    path("log/health/", log_health.health, name="health"),
    path("log/health/<uuid:check_id>/resume/", log_health.resume, name="resume"),
    path("log/checkpoint/", log_health.checkpoint, name="checkpoint"),
    path("log/events/<int:event_id>/", log.event, name="event"),
    path("log/events/<int:event_id>/proof/", log.proof, name="proof"),
    path("requests/<uuid:pk>/", records.timeline, name="timeline"),
    path("requests/<uuid:pk>/print/", records.printed, name="print"),
    path("requests/<uuid:pk>/versions/<int:version>/content/", records.content, name="content"),
    path("requests/<uuid:pk>/versions/<int:version>/probe.png", records.picture, name="picture"),
    path("requests/<uuid:pk>/outcome/", outcome.outcome, name="outcome"),
    path("exports/", exports.listed, name="exports"),
    path("exports/new/", exports.ask, name="export_new"),
    path("exports/opened/", exports.ask_opened, name="export_opened"),
    path("exports/<uuid:pk>/", exports.one, name="export"),
    path("exports/<uuid:pk>/progress/", exports.progress, name="export_progress"),
    path("exports/<uuid:pk>/cancel/", exports.cancel, name="export_cancel"),
    path("exports/<uuid:pk>/again/", exports.again, name="export_again"),
    path("exports/<uuid:pk>/download/", exports.download, name="export_download"),
]
