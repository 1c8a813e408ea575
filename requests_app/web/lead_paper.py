"""The sheet of a lead as a paper that is saved: the words of `components/lead_sheet.html`, in the same order.

Must say nothing that the page does not say; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from requests_app.common.unseen import marked
from requests_app.typeset.paper import Block, Code, Facts, Heading, Paper, Paragraph, Table, Warned
from requests_app.web.lead_sheet import sheet_of
from requests_app.web.times import exact
from requests_app.workflow.reading.lead import PrintedLead


def paper_of(made: PrintedLead) -> Paper:
    """Return the sheet of a lead as a paper in the language of the reader.

    Args:
        made: the opened sheet, and who saves it when.
    """
    said = sheet_of(made.opened)
    reference = said["sheet"].reference
    saved = _("Saved by %(name)s, %(moment)s") % {
        "name": made.printed_by,
        "moment": exact(made.printed_at),
    }
    return Paper(
        language=(get_language() or "en")[:2],
        title=_("Lead of %(reference)s") % {"reference": reference},
        subject=_("Investigative lead only."),
        running=" · ".join((_("Countersign: investigative lead"), reference)),
        foot=saved,
        made_at=localtime(made.printed_at),
        blocks=tuple(_blocks(said)),
    )


def _blocks(said: dict[str, Any]) -> Iterator[Block]:
    yield from _warnings(said)
    yield Facts(tuple(_head(said)))
    yield Heading(_("What the examiners concluded"))
    yield Paragraph(
        _("Each of them compared the pictures without knowing what another one concluded.")
    )
    for view in said["views"]:
        yield Heading(_("Examiner %(number)s") % {"number": view["number"]}, level=2)
        yield Facts(tuple((str(row.label), str(row.text)) for row in view["rows"]))
    yield Heading(_("The description given before the search"))
    yield Table(
        head=(_("Part"), _("Described"), _("Known of the candidate"), _("How they agree")),
        rows=tuple(_weighed(row) for row in said["weighed"]),
    )
    yield Heading(_("What was searched"))
    yield Facts(tuple(_searched(said["searched"])))
    yield Heading(_("How this sheet is checked"))
    yield Paragraph(
        _(
            "The audit log holds the same digest in the event by which this lead was released. An auditor can compare"
            " them."
        )
    )
    yield Code(said["digest"])
    yield Paragraph(
        _(
            "The saving of this file is itself recorded, with the file’s SHA-256. A copy proves nothing alone: check it"
            " against the log."
        )
    )


def _warnings(said: dict[str, Any]) -> Iterator[Block]:
    yield Warned(
        _("Investigative lead only."),
        (
            _(
                "It is not an identification, and not grounds for an arrest, a warrant or a line-up. Corroborate it"
                " independently: with evidence that does not come from this search."
            ),
        ),
    )
    if said["goes_to"]:
        yield Warned(
            " ".join((_("The result goes to:"), said["goes_to"])),
            (
                _(
                    "This search is about a person at risk. What comes of it goes to this unit and to nobody else, and"
                    " may not be used to prosecute the person who was searched for."
                ),
            ),
        )
    if said["sheet"].searched.not_a_face_recogniser:
        yield Warned(
            _("Not a face recogniser."),
            (
                _(
                    "The demonstration matcher compares drawn shapes. It cannot compare faces and its order means"
                    " nothing."
                ),
            ),
        )
    recalled = said["recalled"]
    if recalled:
        yield Warned(
            _("This lead was recalled. Do not act on it."),
            (
                f"{said['recalled_because']}. {recalled.reason}",
                ", ".join((_("Recalled by %(name)s") % {"name": recalled.by}, exact(recalled.at))),
                _(
                    "Tell whomever you passed it on to. What came of it until now has to be recorded all the same."
                ),
            ),
        )
    elif said["has_expired"]:
        yield Warned(
            _("This lead has expired"),
            (_("It may no longer be acted on. If it is needed still, ask for a new search."),),
        )


def _head(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    sheet = said["sheet"]
    taken = said["picture_captured_at"]
    yield _("The candidate, by the engine’s name for them"), marked(sheet.candidate)
    yield (
        _("Their picture was taken, says the matcher"),
        date_format(taken, "DATE_FORMAT") if taken else _("It does not say"),
    )
    yield _("For"), f"{sheet.recipient}, {said['unit']}"
    yield _("Request"), sheet.reference
    yield pgettext("lead", "Released by"), f"{sheet.released_by}, {exact(said['released_at'])}"
    if said["reason"]:
        yield _("Your reason"), said["reason"]
    if not said["recalled"]:
        yield _("May be acted on until"), exact(said["expires_at"])


def _weighed(row: dict[str, Any]) -> tuple[str, ...]:
    agrees = str(row["agrees"])
    if row["resolution"]:
        agrees = f"{agrees}: {row['resolution']}"
    return str(row["label"]), row["described"], row["candidate"], agrees


def _searched(searched: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield _("Gallery"), searched["gallery"]
    yield _("When the answer came"), exact(searched["at"])
    yield _("Matcher"), searched["engine"]
    yield _("Kind of search"), str(searched["mode"])
    yield (
        _("Candidates returned"),
        _("%(count)s of %(most)s at most")
        % {"count": searched["candidates"], "most": searched["candidate_limit"]},
    )
    if searched["threshold"]:
        yield _("Threshold"), searched["threshold"]
    yield _("Search"), searched["search_id"]
