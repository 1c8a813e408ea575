"""A newcomer gets an account from one administrator and a role from two, and sets their own password.

By keyboard, at the browser, from the list of people to the newcomer's first page.
"""

import re

from tests.builders import PASSWORD

STAFF_NUMBER = "T2077"


def test_a_newcomer_gets_account_password_and_role(agency, visit):
    administrator = visit("administrator", keyboard=True)
    administrator.go("/people/")
    administrator.press("Make an account")
    administrator.press("Make the account")
    administrator.sees("Enter the full name")
    administrator.answer("staff_number", STAFF_NUMBER)
    administrator.answer("full_name", "Ottoline Ferrand")
    administrator.answer("email", "newcomer@trial.example")
    administrator.answer("language", "en")
    administrator.answer("username", "newcomer")
    administrator.answer("unit", str(agency.units["fraud"].pk))
    administrator.press("Make the account")
    shown = administrator.page.locator("main code")
    link = shown.inner_text()
    lines = "each => new Set([...each.getClientRects()].map(box => box.top)).size"
    assert shown.evaluate(lines) <= 2, "the link is cut into pieces"
    administrator.context.grant_permissions(["clipboard-read", "clipboard-write"])
    administrator.page.get_by_role("button", name="Copy", exact=True).click()
    administrator.sees("Copied")
    assert administrator.page.evaluate("navigator.clipboard.readText()") == link
    administrator.picture("en-1280/administrator-handover")

    newcomer = visit("newcomer", sign_in=False)
    newcomer.go(re.sub(r"^https?://[^/]+", "", link.strip()))
    newcomer.answer("password", PASSWORD)
    newcomer.answer("again", "another password altogether")
    newcomer.press("Set the password")
    newcomer.sees("Type the same password in both boxes")
    newcomer.answer("password", PASSWORD)
    newcomer.answer("again", PASSWORD)
    newcomer.press("Set the password")
    newcomer.sign_in()
    newcomer.sees("You have no role yet")

    administrator.press("Go to the account")
    administrator.press("Propose a role")
    administrator.answer("role", "officer")
    administrator.answer("reason", "Joins the fraud desk this week.")
    administrator.press("Propose the role")
    administrator.does_not_see("Confirm only what you have checked yourself")

    second = visit("administrator2", keyboard=True)
    second.go("/people/proposals/")
    second.press("Officer")
    second.sees("Joins the fraud desk this week.")
    second.press("Confirm", exact=True)

    newcomer.go("/")
    newcomer.sign_in()  # new powers end every sitting that began without them
    newcomer.sees("My requests")
