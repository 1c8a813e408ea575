"""What people are told where the rules or the registry stop something, or cannot be applied, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSED: Mapping[str, Promise] = {
    "selection_stopped_by_rule": _(
        "A rule does not let this candidate be selected; it stands below. Go back and change your record, or select nobody."
    ),
    "lead_stopped_by_rule": _(
        "A rule that holds today stops this lead from being released; it stands below. Decide that it is not released,"
        " and say why."
    ),
    "rules_unjudged": _(
        "The rules cannot be applied at present, so this was not recorded. Tell the operator of Countersign, and try again"
        " later. Selecting nobody, refusing a search and not releasing a lead stay possible."
    ),
    "list_withdrawn": _(
        "The gallery that was searched, or its matcher, is switched off or was found unlawful. While that is so nobody is"
        " selected from its list and no lead of it is released. What you wrote is kept. Ask a policy administrator whether it"
        " comes back; if not, select nobody, or do not release the lead."
    ),
    "draft_unjudged": _(
        "The rules cannot be applied at present, so nothing can be checked or submitted. Your draft is kept. Tell the"
        " operator of Countersign, and try again later."
    ),
}
"""By the code with which it is refused."""
