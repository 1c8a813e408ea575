"""The addresses of the account administrators' pages: lists and pages to read, and a page for each act."""

from django.urls import path

from requests_app.web.administrator.acts import view_of
from requests_app.web.administrator.table import ACTS
from requests_app.web.administrator.views import people, proposals, units

app_name = "administrator"

urlpatterns = [
    path("", people.people, name="people"),
    path("<uuid:account_id>/", people.account, name="account"),
    path("<uuid:account_id>/history/", people.history, name="history"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path("units/", units.units, name="units"),
    *(path(act.path, view_of(act), name=act.name) for act in ACTS),
]
