"""The officer's words to the decider who returned the request.

Must not take the place of an answer: what a rule or a decider reads of the case stands on its own page.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from requests_app.web.fields import look
from requests_app.web.questionnaire.forms.base import QuestionForm
from requests_app.web.text_fields import LongTextField


class ReplyForm(QuestionForm):
    """What the officer says to what was asked; left empty where the changed pages say it."""

    section = "reply"
    optional: ClassVar[Collection[str]] = {"text"}

    text = look(
        LongTextField(
            label=_("Your answer"),
            help_text=_(
                "Say what you changed, or why you changed nothing. Whoever decides next reads it beside the "
                "decider’s words. Facts of the case belong on their own pages."
            ),
        ),
        characters=4000,
    )

    @classmethod
    def is_complete(cls, value: Any, **kwargs: Any) -> bool:
        """Whether there are any words: an empty reply is none."""
        return bool(value.text)
