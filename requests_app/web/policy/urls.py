"""The addresses of the policy administrators' pages."""

from __future__ import annotations

from django.urls import path

from requests_app.web.policy import jurisdiction, pack_sign_off, views

app_name = "policy"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("place/propose/", jurisdiction.propose, name="propose_place"),
    path("place/<uuid:proposal_id>/", jurisdiction.proposal, name="place_proposal"),
    path("sign-offs/propose/<str:digest>/", pack_sign_off.propose, name="propose_sign_off"),
    path("sign-offs/<uuid:proposal_id>/", pack_sign_off.proposal, name="sign_off_proposal"),
]
