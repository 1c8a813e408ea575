"""`urls.md`: every address of the site, and who may open it."""

from __future__ import annotations

from requests_app.accounts.roles import DECIDING_ROLES
from requests_app.ops.documents.addresses import ANYBODY, SIGNED_IN, Address, every
from requests_app.ops.documents.markdown import code, codes, page, table


def text() -> str:
    """Return the document."""
    return page(
        "Addresses, and who may open them",
        "Every address asks for a sign-in unless its view says otherwise; a role is asked for by "
        "`requests_app/web/access.py`, and a refusal is recorded. What somebody may do behind an "
        "address is judged once more by the use case, with the row locked: see "
        "`requests_app/workflow/permissions.py`. A trial has a page of components beside these.",
        table(
            ["Address", "Name", "Opens for"],
            ([code(address.path), code(address.name), rule(address)] for address in every()),
        ),
    )


def rule(address: Address) -> str:
    """Return who may open an address, in words."""
    if address.is_open:
        return ANYBODY
    if address.by_capacity:
        return f"the one that the address names of {codes(DECIDING_ROLES)}"
    return codes(address.roles) or SIGNED_IN
