"""The second half of a disclosure pack's summary: what was searched, what came back, who compared it, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from requests_app.common.unseen import marked
from requests_app.policy.vocabulary import Mode
from requests_app.searches.release import Outcome
from requests_app.typeset.paper import Block, Heading, Paragraph, Table, Warned
from requests_app.web import incident_words, outcome_entries
from requests_app.web.disclosure_facts import facts as _facts
from requests_app.web.examined_words import CONCLUSIONS, NO_SELECTION
from requests_app.web.lead_words import AGREES, ATTRIBUTES, RECALL_GROUNDS
from requests_app.web.papers import KINDS
from requests_app.web.questionnaire import words
from requests_app.web.questionnaire.words_of_registry import acquisition
from requests_app.web.times import exact
from requests_app.workflow.reading.disclosure_told import Told, ToldExaminer, ToldLead


def after_the_decision(said: Told) -> Iterator[Block]:
    """Yield what stands on the summary after the decisions on the request, in its order."""
    yield from _searched(said)
    yield from _candidates(said)
    yield from _examiners(said)
    yield from _lead(said.lead)
    yield from _outcome(said)


# --- what was searched, and what came back ---------------------------------------------------------


def _searched(said: Told) -> Iterator[Block]:
    found = said.searched
    gallery, matcher = found["gallery"], found["matcher"]
    is_french = (translation.get_language() or "").startswith("fr")
    yield Heading(_("What was searched"))
    yield _facts(
        [
            (_("Gallery"), gallery["name_fr"] if is_french else gallery["name_en"]),
            (_("Size of the gallery today"), str(gallery["size_today"])),
            (_("How its pictures came there"), acquisition(gallery["acquisition"])),
            (_("Legal basis"), gallery["legal_basis"]),
            (_("Matcher"), f"{matcher['name']}: {matcher['engine']} {matcher['engine_version']}"),
            (_("Scale of its scores"), matcher["score_scale"]),
            (_("Kind of search"), words.label(Mode, found["mode"])),
            (_("Threshold"), found["threshold"]),
            (
                _("Candidates returned"),
                _("%(count)s of %(most)s at most")
                % {"count": found["candidates"], "most": found["candidate_limit"]},
            ),
            (_("Search"), found["search_id"]),
        ]
    )
    if found["papers_today"]:
        yield Heading(
            _("Papers on the gallery and the matcher, as they are recorded today"), level=2
        )
        yield Table(
            head=(_("Paper"), _("From whom"), _("Dated"), _("Valid until")),
            rows=tuple(
                (
                    f"{KINDS.get(paper['kind'], paper['kind'])}: {paper['title']}",
                    paper["issuer"],
                    paper["dated"],
                    paper["valid_until"],
                )
                for paper in found["papers_today"]
            ),
        )


def _candidates(said: Told) -> Iterator[Block]:
    yield Heading(_("The candidates, in the matcher’s order"))
    if said.candidates is None:
        yield Paragraph(_("What is stored of it does not open."))
        return
    if not said.candidates:
        yield Paragraph(_("The matcher returned no candidate."))
        return
    selected = {
        made.selected_position for each in said.examiners for made, _said in each.conclusions
    }
    yield Table(
        head=(_("Rank"), _("Score"), _("Candidate"), _("Selected by an examiner")),
        rows=tuple(
            (
                one["rank"],
                one["score"],
                marked(one["candidate"]) if "candidate" in one else _("Not named"),
                _("Yes") if one["position"] in selected else _("No"),
            )
            for one in said.candidates
        ),
    )


# --- the examination and what followed -------------------------------------------------------------


def _examiners(said: Told) -> Iterator[Block]:
    yield Heading(_("What the examiners concluded"))
    yield Paragraph(
        _("Each of them compared the pictures without knowing what another one concluded.")
    )
    if said.standing.agreed:
        yield Paragraph(_("At last two of them agreed."))
    else:
        yield Paragraph(_("No two of them agreed."))
    if said.ended is not None:
        yield Paragraph(
            _("Too few examiners were left. %(name)s ended the examination on %(when)s.")
            % {"name": said.ended.ended_by_person.full_name, "when": exact(said.ended.ended_at)}
        )
    for number, examiner in enumerate(said.examiners, start=1):
        yield from _examiner(number, examiner)


def _examiner(number: int, examiner: ToldExaminer) -> Iterator[Block]:
    outcomes: Mapping[str, Any] = {**CONCLUSIONS, **NO_SELECTION}
    yield Heading(
        _("Examiner %(number)s: %(name)s")
        % {"number": number, "name": examiner.examination.examiner_person.full_name},
        level=2,
    )
    yield _facts(
        [
            (_("Began"), exact(examiner.examination.started_at)),
            (_("Certificate for examining faces"), _certificates(examiner) or _("None")),
            (_("Left without a conclusion"), _left(examiner)),
        ]
    )
    for made, record in examiner.conclusions:
        if made.number > 1:
            yield Paragraph(
                _("Correction %(number)s, %(moment)s")
                % {"number": made.number - 1, "moment": exact(made.concluded_at)}
            )
        rows = [
            (_("When"), exact(made.concluded_at)),
            (_("Conclusion"), str(outcomes.get(made.outcome, made.outcome))),
            (
                _("Selected candidate"),
                _("number %(position)s of the list") % {"position": made.selected_position}
                if made.selected_position
                else _("Nobody"),
            ),
            (
                _("Compared"),
                _("%(compared)s of %(count)s")
                % {"compared": made.compared, "count": made.candidates},
            ),
        ]
        if record is None:
            rows.append((_("What they wrote"), _("What is stored of it does not open.")))
        else:
            statement = record.statement
            rows += [
                (_("Taken back because"), marked(statement.correction)),
                (_("Quality of the probe image"), marked(statement.quality)),
                (_("Limitations of the comparisons"), marked(statement.limitations)),
            ]
        yield _facts(rows)


def _certificates(examiner: ToldExaminer) -> str:
    held = [
        _("from %(begin)s to %(end)s")
        % {
            "begin": date_format(each.issued_on, "DATE_FORMAT"),
            "end": date_format(each.valid_until, "DATE_FORMAT"),
        }
        + (
            _(", withdrawn on %(day)s") % {"day": exact(each.withdrawn_at)}
            if each.withdrawn_at
            else ""
        )
        for each in examiner.certificates
    ]
    return "; ".join(held)


def _left(examiner: ToldExaminer) -> str:
    if examiner.conclusions:
        return ""
    ended: Mapping[str, str] = {
        "given_back": _("gave the result back"),
        "lapsed": _("left it for too long"),
        "right_ended": _("lost the right to examine"),
    }
    how = ended.get(examiner.examination.ended_how, "")
    at = examiner.examination.ended_at
    return ", ".join(filter(None, [how, exact(at) if at else _("has not concluded")]))


def _lead(decided: ToldLead | None) -> Iterator[Block]:
    yield Heading(_("What became of the lead"))
    if decided is None:
        yield Paragraph(_("No lead came of this search."))
        return
    made = decided.decision
    is_released = made.outcome == Outcome.RELEASE
    yield _facts(
        [
            (
                _("Decision"),
                _("The lead was released to the officer")
                if is_released
                else _("The lead was not released"),
            ),
            (_("Decided by"), f"{made.decided_by_person.full_name}, {exact(made.decided_at)}"),
            (_("Why"), marked(decided.said.reason) if decided.said else ""),
            (_("Might be acted on until"), exact(made.expires_at) if made.expires_at else ""),
        ]
    )
    if decided.said and decided.said.checked:
        yield Table(
            head=(_("Part of the description"), _("Known of the candidate"), _("How they agree")),
            rows=tuple(
                (
                    str(ATTRIBUTES.get(each.attribute, each.attribute)),
                    marked(each.candidate),
                    ": ".join(
                        filter(
                            None,
                            [str(AGREES.get(each.agrees, each.agrees)), marked(each.resolution)],
                        )
                    ),
                )
                for each in decided.said.checked
            ),
        )
    recall = decided.recall
    if recall is not None:
        yield Warned(
            _("This lead was recalled. Do not act on it."),
            (
                f"{RECALL_GROUNDS.get(recall.ground, recall.ground)}. {marked(decided.recalled_because or '')}",
                ", ".join(
                    (
                        _("Recalled by %(name)s") % {"name": recall.recalled_by_person.full_name},
                        exact(recall.recalled_at),
                    )
                ),
            ),
        )


def _outcome(said: Told) -> Iterator[Block]:
    if said.entries:
        yield Heading(_("What came of it"))
    for entry in map(outcome_entries.entry_of, said.entries):
        yield Heading(f"{entry['number']}. {entry['title']}", level=2)
        yield _facts(
            [
                (_("Recorded by"), f"{entry['by']}, {exact(entry['at'])}"),
                *(
                    (each.label, marked(str(each.text)) if each.is_typed else str(each.text))
                    for each in entry["rows"]
                ),
                (_("What was found of it"), "; ".join(str(flaw) for flaw in entry["flaws"])),
                (
                    _("What the rules found"),
                    "; ".join(f"{each['rule']}: {each['reason']}" for each in entry["findings"]),
                ),
            ]
        )
    if said.incidents:
        yield Heading(_("Incidents"))
    for named in said.incidents:
        yield _facts(
            [
                (_("Incident"), str(named.number)),
                (
                    _("What has to be looked into"),
                    "; ".join(str(each) for each in incident_words.found_of(named)),
                ),
                (_("Opened"), exact(named.opened_at)),
                (
                    pgettext("incident", "Closed"),
                    exact(named.closed_at) if named.closed_at else _("It is open"),
                ),
                (
                    _("What became of it"),
                    str(incident_words.OUTCOMES.get(named.outcome, named.outcome)),
                ),
            ]
        )
