"""Addresses of the examiners' pages."""

from __future__ import annotations

from django.urls import path

from requests_app.web.examiner import views

app_name = "examiner"
urlpatterns = [
    path("", views.results, name="results"),
    path("<uuid:pk>/", views.candidates, name="candidates"),
    path("<uuid:pk>/picture.png", views.picture_bytes, name="picture_bytes"),
]
