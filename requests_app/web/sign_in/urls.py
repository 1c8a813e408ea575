"""The addresses of sign-in and of one's own account.

Only those of allauth's pages that this product uses; no self-registration, no reset by e-mail.
"""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from requests_app.web.sign_in import second_factor, views

urlpatterns = [
    path("sign-in/", allauth_views.login, name="account_login"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("disabled/", login_not_required(allauth_views.account_inactive), name="account_inactive"),
    path("again/", allauth_views.reauthenticate, name="account_reauthenticate"),
    # allauth draws links to this name; whoever types the address finds nothing.
    path("sign-up/", login_not_required(views.signup_closed), name="account_signup"),
    path("password/link/<str:secret>/", views.password_link, name="password_link"),
    path("password/set/", views.password_set, name="password_set"),
    path("password/change/", views.password_change, name="password_change"),
    path("own/", views.own, name="account_own"),
    path("session/", views.session_left, name="session_left"),
    path("kept/", views.kept_typing, name="kept_typing"),
    path("kept/draft/", views.kept_draft, name="kept_draft"),
    path("kept/discard/", views.kept_discard, name="kept_discard"),
    # Second factor. Passkeys take their place beside these.
    path("second-factor/", mfa_views.index, name="mfa_index"),
    path("second-factor/sign-in/", mfa_views.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/", second_factor.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove/", second_factor.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "second-factor/codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "second-factor/codes/new/",
        second_factor.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/codes/download/",
        recovery_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
