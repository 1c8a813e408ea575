"""Addresses of the operators' pages."""

from __future__ import annotations

from django.urls import path

from requests_app.web.operator import views

app_name = "operator"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("mail/again/", views.mail_again, name="mail_again"),
    path("<uuid:pk>/", views.one, name="one"),
]
