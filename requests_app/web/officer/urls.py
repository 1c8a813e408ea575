"""Addresses of the officer's pages."""

from __future__ import annotations

from django.urls import path

from requests_app.web.officer import finish, images, lead, ledgers, outcome, questions, record

app_name = "officer"
urlpatterns = [
    path("", record.requests, name="requests"),
    path("new/", record.start, name="start"),
    path("<uuid:pk>/", record.one, name="request"),
    path("<uuid:pk>/lead/", lead.sheet, name="lead"),
    path("<uuid:pk>/lead/print/", lead.printed, name="lead_print"),
    path("<uuid:pk>/lead/save/", lead.saved, name="lead_save"),
    path("<uuid:pk>/outcome/", outcome.page, name="outcome"),
    path("<uuid:pk>/outcome/report/", outcome.report, name="outcome_report"),
    path("<uuid:pk>/outcome/plan/", outcome.plan, name="outcome_plan"),
    path("<uuid:pk>/outcome/passed-on/", outcome.passing, name="outcome_passing"),
    path("<uuid:pk>/outcome/close/", outcome.close, name="outcome_close"),
    path("<uuid:pk>/again/", record.again, name="again"),
    path("<uuid:pk>/withdraw/", record.end, name="withdraw"),
    path("<uuid:pk>/versions/<int:number>/", record.version, name="version"),
    path("<uuid:pk>/tasks/", questions.tasks, name="tasks"),
    path("<uuid:pk>/questions/<slug:slug>/", questions.question, name="question"),
    path("<uuid:pk>/rows/<slug:kind>/add/", ledgers.add, name="row_add"),
    path("<uuid:pk>/rows/<slug:kind>/<int:place>/", ledgers.change, name="row"),
    path("<uuid:pk>/rows/<slug:kind>/<int:place>/remove/", ledgers.remove, name="row_remove"),
    path("<uuid:pk>/image/sent.png", images.image_sent, name="image_sent"),
    path("<uuid:pk>/image/original.png", images.image_original, name="image_original"),
    path("<uuid:pk>/documents/add/", images.add_document, name="document_add"),
    path("<uuid:pk>/documents/<uuid:file_id>/", images.document, name="document"),
    path(
        "<uuid:pk>/documents/<uuid:file_id>/remove/",
        images.remove_document,
        name="document_remove",
    ),
    path("<uuid:pk>/receipts/<int:event_id>/", record.receipt, name="receipt"),
    path("<uuid:pk>/check/", finish.check, name="check"),
    path("<uuid:pk>/declaration/", finish.declaration, name="declaration"),
    path("<uuid:pk>/submitted/", finish.submitted, name="submitted"),
]
