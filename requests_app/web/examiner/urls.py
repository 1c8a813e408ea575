"""Addresses of the examiners' pages. A candidate is named by its place in the examiner's own order."""

from __future__ import annotations

from django.urls import path

from requests_app.web.examiner import checking, comparing, concluding, examination, results

app_name = "examiner"
urlpatterns = [
    path("", results.results, name="results"),
    path("concluded/", results.concluded, name="concluded"),
    path("<uuid:pk>/", examination.page, name="candidates"),
    path("<uuid:pk>/take/", examination.take, name="take"),
    path("<uuid:pk>/give-back/", examination.give_back, name="give_back"),
    path("<uuid:pk>/candidates/<int:place>/", comparing.page, name="candidate"),
    path(
        "<uuid:pk>/candidates/<int:place>/picture.png",
        examination.candidate_picture,
        name="candidate_picture",
    ),
    path(
        "<uuid:pk>/candidates/<int:place>/picture-state/",
        examination.picture_state,
        name="picture_state",
    ),
    path("<uuid:pk>/pictures/", examination.ask_again, name="ask_again"),
    path("<uuid:pk>/conclude/", concluding.page, name="conclude"),
    path("<uuid:pk>/conclude/check/", checking.page, name="check"),
    path("<uuid:pk>/correct/", concluding.correct, name="correct"),
    path("<uuid:pk>/picture.png", examination.picture_bytes, name="picture_bytes"),
]
