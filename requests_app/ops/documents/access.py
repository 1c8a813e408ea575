"""`access.md`: the roles, where each may go and what each may do in which status."""

from __future__ import annotations

from requests_app.accounts.roles import DECIDING_ROLES, ROLES_HELD_ALONE, Role
from requests_app.ops.documents.addresses import every
from requests_app.ops.documents.markdown import code, codes, page, table
from requests_app.searches.states import TRANSITIONS, Party, Status

ROLES_OF: dict[Party, frozenset[str]] = {
    Party.OFFICER: frozenset({Role.OFFICER.value}),
    Party.DECIDER: frozenset(role.value for role in DECIDING_ROLES),
    Party.OPERATOR: frozenset({Role.OPERATOR.value}),
}
"""The roles behind each party of the transition table; the system is no person."""


def text() -> str:
    """Return the document."""
    acting = [Party.OFFICER, Party.DECIDER, Party.OPERATOR, Party.SYSTEM]
    return page(
        "Roles, and what each may do",
        "## Roles",
        table(
            ["Role", "Said to people", "Beside another role", "Areas of the site"],
            (
                [
                    code(role.value),
                    str(role.label),
                    "no" if role in ROLES_HELD_ALONE else "yes",
                    codes(_areas(role.value)),
                ]
                for role in Role
            ),
        ),
        "A role is held in the whole agency; what it reaches follows from the account’s home unit "
        "and, for deciders, from a right for each unit. A role that stands alone is the only one its "
        "person holds, on any account. No account has a power because it is a super-user’s.",
        "## What may be done in which status",
        "The table says what is possible at all. A guard may still refuse: nobody decides on their "
        "own request, without a right for its unit, without a valid certificate or while somebody "
        "else has it in hand; an officer acts on their own requests only.",
        table(
            ["Status", *(_heading(party) for party in acting)],
            (
                [code(status.value), *(_acts(status, party) for party in acting)]
                for status in Status
            ),
        ),
        "Reading is guarded in `requests_app/workflow/permissions.py`: candidates open only for a "
        "trained examiner of the unit who neither asked nor decided; auditors and oversight read "
        "everything that was recorded, and sealed content only with a reason.",
    )


def _areas(role: str) -> set[str]:
    return {
        "/" + address.path.split("/")[1] + "/"
        for address in every()
        if role in address.roles or (address.by_capacity and role in DECIDING_ROLES)
    }


def _heading(party: Party) -> str:
    roles = ROLES_OF.get(party)
    return codes(roles) if roles else "processes"


def _acts(status: Status, party: Party) -> str:
    return ", ".join(
        action.value.replace("_", " ")
        for (held, action), row in TRANSITIONS.items()
        if held == status and row.by == party
    )
