"""What a decision would record and bring about, read once more before it is made: approvals and refusals.

Must not decide: its button sends the same form again, and the use case asks everything anew.
"""

from __future__ import annotations

from django.http import HttpResponse

from requests_app.accounts.roles import Role
from requests_app.web import kept
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.questionnaire.words import TEST_LABELS
from requests_app.web.supervisor.access import CAPACITIES
from requests_app.web.supervisor.forms import DecisionForm
from requests_app.workflow.decide import TESTS, WouldFollow

ASKED_FIRST = frozenset({"approve", "refuse"})
"""Outcomes that nobody can take back: a returned request comes again."""
_NOT_SENT_ON = frozenset({"csrfmiddlewaretoken", "confirmed", "change", kept.FIELD})


def page(
    request: ActingRequest, capacity: str, follows: WouldFollow, form: DecisionForm
) -> HttpResponse:
    """Draw what would be recorded, with everything that was written in hidden fields."""
    row = follows.search_request
    said = form.reasons()
    context = {
        "search_request": row,
        "capacity": capacity,
        "role_label": CAPACITIES[capacity].label,
        "outcome": request.POST["outcome"],
        "tests": [
            {
                "label": TEST_LABELS[test],
                "met": said.tests[test].met,
                "reason": said.tests[test].reason,
            }
            for test in TESTS
            if said.tests[test].met is not None or said.tests[test].reason
        ],
        "faces": said.faces,
        "message": said.message,
        "gallery": follows.frozen.gallery,
        "limits": follows.limits,
        "hours": follows.hours,
        "mark": follows.mark,
        "still_needed": [Role(role).label for role in follows.still_needed],
        "sent_on": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in _NOT_SENT_ON
            for value in values
        ],
    }
    return render(request, "supervisor/confirm.html", context)
