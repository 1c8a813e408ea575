"""Addresses of the deciders' pages; the capacity in which somebody decides is part of the address."""

from __future__ import annotations

from django.urls import path

from requests_app.web.supervisor import (
    claims,
    decided,
    deciding,
    disclosures,
    drafts,
    holds,
    incidents,
    leads,
    outcomes,
    queue,
    recalls,
    unexamined,
)

app_name = "supervisor"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("notices/<uuid:pk>/", queue.from_notice, name="from_notice"),
    path("decided/", decided.decided, name="decided"),
    path("holds/", holds.listed, name="holds"),
    path("holds/set/", holds.set_one, name="hold_set"),
    path("holds/<uuid:pk>/<uuid:hold_id>/", holds.one, name="hold"),
    path("holds/<uuid:pk>/<uuid:hold_id>/review/", holds.review, name="hold_review"),
    path("decided/<uuid:pk>/", decided.record, name="record"),
    path("decided/<uuid:pk>/receipts/<int:event_id>/", decided.receipt, name="receipt"),
    path("leads/", leads.listed, name="leads"),
    path("leads/<uuid:pk>/", leads.page, name="lead"),
    path("leads/<uuid:pk>/probe.png", leads.probe_bytes, name="lead_probe"),
    path("leads/<uuid:pk>/candidate.png", leads.picture_bytes, name="lead_picture"),
    path("leads/<uuid:pk>/sheet/", leads.sheet, name="lead_sheet"),
    path("leads/<uuid:pk>/recall/", recalls.page, name="lead_recall"),
    path("leads/<uuid:pk>/unexamined/", unexamined.page, name="unexamined"),
    path("leads/<uuid:pk>/incident/", incidents.opening, name="incident_open"),
    path("incidents/", incidents.listed, name="incidents"),
    path("incidents/<uuid:pk>/<uuid:incident_id>/", incidents.page, name="incident"),
    path("incidents/<uuid:pk>/<uuid:incident_id>/take/", incidents.take, name="incident_take"),
    path("disclosures/", disclosures.listed, name="disclosures"),
    path("disclosures/ask/", disclosures.asking, name="disclosure_ask"),
    path("disclosures/<uuid:pk>/<uuid:pack_id>/", disclosures.page, name="disclosure"),
    path("disclosures/<uuid:pk>/<uuid:pack_id>/go-on/", disclosures.go_on, name="disclosure_go_on"),
    path(
        "disclosures/<uuid:pk>/<uuid:pack_id>/file/", disclosures.download, name="disclosure_file"
    ),
    path("leads/<uuid:pk>/outcome/", outcomes.page, name="outcome"),
    path("leads/<uuid:pk>/outcome/report/", outcomes.report, name="outcome_report"),
    path("leads/<uuid:pk>/outcome/plan/", outcomes.plan, name="outcome_plan"),
    path("leads/<uuid:pk>/outcome/passed-on/", outcomes.passing, name="outcome_passing"),
    path("leads/<uuid:pk>/outcome/close/", outcomes.close, name="outcome_close"),
    path("<slug:capacity>/<uuid:pk>/", deciding.page, name="page"),
    path("<slug:capacity>/<uuid:pk>/claim/", claims.take, name="claim"),
    path("<slug:capacity>/<uuid:pk>/release/", claims.let_go, name="release"),
    path("<slug:capacity>/<uuid:pk>/draft/", drafts.save, name="draft"),
    path("<slug:capacity>/<uuid:pk>/picture/", deciding.picture, name="picture"),
    path("<slug:capacity>/<uuid:pk>/picture.png", deciding.picture_bytes, name="picture_bytes"),
    path("<slug:capacity>/<uuid:pk>/documents/<uuid:file_id>/", deciding.document, name="document"),
    path("<slug:capacity>/<uuid:pk>/done/", deciding.done, name="done"),
]
