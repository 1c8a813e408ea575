"""What goes wrong at the door, and what is beside the way: every error is told in words, and nothing is lost.

Held in both languages where words differ.
"""

import pytest

SAID = {
    "en": ("Sign in", "Enter your user name", "Accept the notice to sign in", "Error:"),
    "fr": (
        "Ouvrir une session",
        "Entrez votre nom d’utilisateur",
        "Acceptez l’avis pour ouvrir une session",
        "Erreur",
    ),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_empty_sign_in_is_explained_beside_each_field(visit, language):
    sign_in, name_wanted, notice_wanted, error = SAID[language]
    stranger = visit("stranger", language=language, sign_in=False, keyboard=True)
    stranger.go("/")
    stranger.press(sign_in)
    stranger.sees(name_wanted)
    stranger.sees(notice_wanted)
    assert stranger.page.title().startswith(error)


def test_a_wrong_password_says_nothing_of_the_account(visit):
    told = []
    for name in ("officer", "nobody"):
        stranger = visit(name, sign_in=False, width=320)
        stranger.go("/account/sign-in/")
        stranger.answer("login", name)
        stranger.answer("password", "certainly not the password")
        stranger.tick_all("banner")
        stranger.press("Sign in")
        told.append(stranger.page.locator(".govuk-error-summary").inner_text())
    assert told[0] == told[1]


def test_signing_out_ends_the_visit(agency, visit):
    officer = visit("officer", keyboard=True)
    officer.page.get_by_role("link", name="Sign out").or_(
        officer.page.get_by_role("button", name="Sign out")
    ).first.press("Enter")
    officer.page.wait_for_load_state("load")
    officer.go("/requests/")
    officer.sees("Password")
