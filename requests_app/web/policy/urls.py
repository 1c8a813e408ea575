"""The address of the policy administrator's page."""

from __future__ import annotations

from django.urls import path

from requests_app.web.policy import views

app_name = "policy"
urlpatterns = [path("", views.rules, name="rules")]
