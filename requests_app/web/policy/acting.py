"""What the pages of all proposals share: to carry out what was chosen, and to put a refusal among the form's errors.

Decides nothing; the use cases refuse what is not allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from requests_app.common.errors import BadInput, CountersignError, NotFound
from requests_app.web.http import ActingRequest
from requests_app.web.policy import words

Acts = Mapping[str, tuple[Callable[..., None], Promise]]
"""What can be done to a proposal: the use case, and what is said when it was done."""


def acted(
    request: ActingRequest, acts: Acts, proposal_id: UUID, act: str, form: forms.Form
) -> bool:
    """Carry out what was chosen on a proposal; where it is refused, `form.errors` says why."""
    if act not in acts:
        form.add_error(None, _("Choose what to do: confirm, refuse or withdraw."))
        return False
    use_case, done = acts[act]
    if not carried_out(
        form,
        lambda: use_case(actor=request.actor, proposal_id=proposal_id, **form.cleaned_data),
    ):
        return False
    messages.success(request, str(done))
    return True


def carried_out(form: forms.Form, act: Callable[[], object]) -> bool:
    """Carry out an act; a refusal is then among `form.errors`."""
    try:
        act()
    except BadInput as refusal:
        for field, codes in refusal.field_errors.items():
            for code in codes:
                form.add_error(field if field in form.fields else None, words.of_field(code))
    except NotFound:
        raise
    except CountersignError as refusal:
        form.add_error(None, words.of_refusal(refusal))
    return not form.errors
