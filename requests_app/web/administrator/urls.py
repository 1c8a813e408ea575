"""The addresses of the account administrators' pages.

It must not hold views.
"""

from django.urls import path

from requests_app.web.administrator.views import certificates, people, powers, proposals, units

app_name = "administrator"

urlpatterns = [
    path("", people.people, name="people"),
    path("new/", people.create, name="create"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path("units/", units.units, name="units"),
    path("units/new/", units.create, name="unit_create"),
    path("units/<uuid:unit_id>/rename/", units.rename, name="unit_rename"),
    path("units/<uuid:unit_id>/close/", units.close, name="unit_close"),
    path("units/<uuid:unit_id>/reopen/", units.reopen, name="unit_reopen"),
    path("<uuid:account_id>/", people.account, name="account"),
    path("<uuid:account_id>/history/", people.history, name="history"),
    path("<uuid:account_id>/disable/", people.disable, name="disable"),
    path("<uuid:account_id>/enable/", people.enable, name="enable"),
    path("<uuid:account_id>/unlock/", people.unlock, name="unlock"),
    path("<uuid:account_id>/link/", people.reissue, name="reissue"),
    path("<uuid:account_id>/roles/propose/", powers.propose_role, name="propose_role"),
    path(
        "<uuid:account_id>/roles/<slug:role>/withdraw/",
        powers.withdraw_role,
        name="withdraw_role",
    ),
    path(
        "<uuid:account_id>/rights/propose/",
        powers.propose_decide_right,
        name="propose_decide_right",
    ),
    path(
        "<uuid:account_id>/rights/<uuid:unit_id>/withdraw/",
        powers.withdraw_decide_right,
        name="withdraw_decide_right",
    ),
    path("<uuid:account_id>/reset/", powers.propose_reset, name="propose_reset"),
    path("<uuid:account_id>/certificates/new/", certificates.record, name="certificate_record"),
    path(
        "<uuid:account_id>/certificates/<uuid:certificate_id>/confirm/",
        certificates.confirm,
        name="certificate_confirm",
    ),
    path(
        "<uuid:account_id>/certificates/<uuid:certificate_id>/withdraw/",
        certificates.withdraw,
        name="certificate_withdraw",
    ),
]
