"""The summary of a disclosure pack: what is in it and what is left out, and the whole request in words, as PDF/A."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.common.unseen import marked
from requests_app.searches.disclosure import LeftOut
from requests_app.searches.models import Decision, DisclosurePack, DisclosurePart
from requests_app.typeset.paper import Block, Heading, Paper, Paragraph, Table, Warned
from requests_app.web import pdf_files
from requests_app.web.disclosure_after import after_the_decision
from requests_app.web.disclosure_facts import facts as _facts
from requests_app.web.disclosure_words import LEFT_OUT, PROFILES, RECIPIENTS
from requests_app.web.messages import spoken
from requests_app.web.questionnaire import presenters, words
from requests_app.web.times import exact
from requests_app.workflow.reading.disclosure_told import Told, told


def summary(pack: DisclosurePack, parts: tuple[DisclosurePart, ...]) -> bytes | LeftOut:
    """Return the summary of a pack as PDF/A in the language of the pack, or that it could not be made.

    Args:
        pack: with its request; parts: all others, made or left out.

    Raises:
        ContentDestroyed: the request's key is gone.
    """
    with translation.override(pack.language):
        try:
            return pdf_files.made(_paper(pack, parts, told(pack)))
        except PreconditionFailed:
            return LeftOut.NOT_MADE  # everything that it says stands in other parts as well


def _paper(pack: DisclosurePack, parts: tuple[DisclosurePart, ...], said: Told) -> Paper:
    reference = pack.search_request.reference
    title = _("Disclosure pack %(number)s of %(reference)s") % {
        "number": pack.number,
        "reference": reference,
    }
    return Paper(
        language=pack.language,
        title=title,
        subject=_("What is disclosed of one face search, and what is left out."),
        running=" · ".join((_("Countersign: disclosure pack"), reference)),
        foot=_("Asked for by %(name)s, %(moment)s")
        % {"name": pack.asked_by_person.full_name, "moment": exact(pack.asked_at)},
        made_at=localtime(clock.real_now()),
        blocks=tuple(
            block
            for blocks in (
                _head(pack, said),
                _left_out(parts),
                _request(pack, said),
                _decisions(said),
                after_the_decision(said),
                _contents(parts),
            )
            for block in blocks
        ),
    )


# --- what it is, and what is not in it -------------------------------------------------------------


def _head(pack: DisclosurePack, said: Told) -> Iterator[Block]:
    yield Warned(
        _("A lead is no identification."),
        (
            _(
                "A candidate is somebody whose picture an engine found alike. Whether it is the same person must be shown"
                " by evidence that does not come from this search."
            ),
        ),
    )
    if goes_to := said.answers.answers.purpose.result_unit:
        yield Warned(
            " ".join((_("The result goes to:"), goes_to)),
            (
                _(
                    "This search is about a person at risk. What comes of it goes to this unit and to nobody else, and"
                    " may not be used to prosecute the person who was searched for."
                ),
            ),
        )
    if said.searched["matcher"]["not_a_face_recogniser"]:
        yield Warned(
            _("Not a face recogniser."),
            (
                _(
                    "The demonstration matcher compares drawn shapes. It cannot compare faces and its order means"
                    " nothing."
                ),
            ),
        )
    row, asked = pack.search_request, said.said
    yield _facts(
        [
            (_("Request"), row.reference),
            (_("Unit"), str(row.unit)),
            (_("Asked for the search"), row.requested_by_person.full_name),
            (_("For whom this pack is"), RECIPIENTS.get(pack.recipient, pack.recipient)),
            (_("Who gets it"), marked(asked.name) if asked else ""),
            (_("File number of the court or office"), marked(asked.court_file) if asked else ""),
            (_("What it says of the candidates"), PROFILES.get(pack.profile, pack.profile)),
            (_("As everything stood on"), exact(clock.real_now())),
        ]
    )


def _left_out(parts: tuple[DisclosurePart, ...]) -> Iterator[Block]:
    yield Heading(_("What is left out"))
    missing = [each for each in parts if each.left_out]
    if not missing:
        yield Paragraph(_("Every part that this pack should hold is here."))
        return
    yield Paragraph(
        _(
            "A reader would expect these parts, and they are not here. Whoever needs one that is not given out asks the"
            " agency for it, or the court."
        )
    )
    yield Table(
        head=(pgettext("disclosure", "Part"), _("Why it is not here")),
        rows=tuple((each.name, str(LEFT_OUT[each.left_out])) for each in missing),
    )


def _contents(parts: tuple[DisclosurePart, ...]) -> Iterator[Block]:
    yield Heading(_("What is in this pack, and how it is checked"))
    yield Paragraph(
        _(
            "The manifest (manifest.json) lists every part with its SHA-256 and the event of the audit log that holds the"
            " same digest. The file read-me.txt says how an event is checked offline."
        )
    )
    yield Table(
        head=(pgettext("disclosure", "Part"), _("Bytes"), _("Event of the log")),
        rows=tuple(
            (each.name, str(each.size), str(each.event) if each.event else "–")
            for each in parts
            if not each.left_out
        ),
    )


# --- the request and the decisions -----------------------------------------------------------------


def _request(pack: DisclosurePack, said: Told) -> Iterator[Block]:
    yield Heading(_("The request, as the search was made with it"))
    yield Paragraph(
        _(
            "Version %(version)s of %(versions)s, submitted %(moment)s. Each version is a part of its own."
        )
        % {
            "version": said.frozen.version,
            "versions": said.versions,
            "moment": exact(said.frozen.submitted_at),
        }
    )
    if said.answers.problem:
        yield Paragraph(_("What is stored of it does not open."))
        return
    answers = said.answers.answers
    for group in presenters.summary(answers, pack.search_request, changeable=False):
        rows = [row for block in group["blocks"] for row in block["rows"]]
        if rows:
            yield Heading(str(group["title"]), level=2)
            yield _facts((row["key"], row["value"]) for row in rows)
    means = presenters.means_rows(answers, None)
    if means:
        yield Heading(_("Other means that were considered"), level=2)
        yield Table(
            head=(_("Means"), _("What became of it"), _("Why it is not enough")),
            rows=tuple(
                (
                    str(row["method"]),
                    " · ".join(filter(None, [str(row["result"]), row["when"], row["by_whom"]])),
                    row["why_not_enough"],
                )
                for row in means
            ),
        )
    facts = presenters.fact_rows(answers, None)
    if facts:
        yield Heading(_("Facts that the request rests on"), level=2)
        yield Table(
            head=(_("Fact"), _("Where it comes from")),
            rows=tuple((marked(row["text"]), row["source"]) for row in facts),
        )
    edits = presenters.edit_rows(answers, None)
    yield Heading(_("Edits of the probe image before it was uploaded"), level=2)
    if edits:
        yield _facts((row["kind"], row["detail"]) for row in edits)
    else:
        yield Paragraph(_("None was declared."))


def _decisions(said: Told) -> Iterator[Block]:
    yield Heading(_("Who decided"))
    for made, reasons in said.decisions:
        yield Heading(f"{_outcome_of(made)}, {made.decided_by.person.full_name}", level=2)
        tests = reasons.words.get("tests", {})
        yield _facts(
            [
                (_("Acting as"), _role(made.role)),
                (_("When"), exact(made.decided_at)),
                (_("Version"), str(made.version)),
                *(
                    (
                        str(words.TEST_LABELS.get(test, test)),
                        ". ".join(
                            (
                                _("met") if answer.get("met") else _("not met"),
                                marked(str(answer.get("reason", ""))),
                            )
                        ),
                    )
                    for test, answer in tests.items()
                ),
                (_("What they wrote"), marked(spoken(reasons))),
            ]
        )


def _outcome_of(made: Decision) -> str:
    said: Mapping[str, str] = {
        Decision.Outcome.APPROVE: pgettext("decision", "Approved"),
        Decision.Outcome.RETURN: pgettext("decision", "Returned for information"),
        Decision.Outcome.REFUSE: pgettext("decision", "Refused"),
    }
    return said.get(made.outcome, made.outcome)


def _role(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role
