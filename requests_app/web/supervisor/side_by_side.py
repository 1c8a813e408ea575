"""For each of the four tests, what the officer chose beside what the registry, the picture or another answer says.

Puts facts next to each other and draws no conclusion: whether a test is met is the decider's own answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_app.policy import vocabulary
from requests_app.registry.models import Gallery
from requests_app.searches.answers import Answers
from requests_app.searches.of_the_picture import eyes_apart, has_both_eyes
from requests_app.web.questionnaire.presenters import shown
from requests_app.web.questionnaire.words import label
from requests_app.web.questionnaire.words_of_registry import acquisition
from requests_app.workflow.reading.decision_page import DecisionPage

Row = dict[str, str]


def compared(page: DecisionPage) -> dict[str, list[Row]]:
    """Return rows of `label`, `said` and `beside` for each test that has any, by the test's code.

    Args:
        page: the opened page, whose answers open.
    """
    answers, gallery = page.answers, page.version.gallery
    return {
        "necessary": _necessity(answers),
        "effective": _effect(answers, gallery),
        "proportionate": _proportion(page),
        "least_intrusive": _intrusion(page),
    }


def _row(title: str, said: Iterable[str], beside: Iterable[str]) -> Row:
    return {"label": title, "said": _joined(said), "beside": _joined(beside)}


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(capfirst(part) for part in parts if part)


def _named(name: str, value: str) -> str:
    return _("%(name)s: %(value)s") % {"name": name, "value": value or _("not answered")}


def _necessity(answers: Answers) -> list[Row]:
    need, urgency = answers.necessity, answers.urgency
    origins = [label(vocabulary.FactSource, fact.origin) for fact in answers.predicate.facts]
    rows = [
        _row(
            _("What an answer would tell"),
            [label(vocabulary.SearchQuestion, need.question)],
            [
                _named(_("Purpose"), label(vocabulary.Purpose, answers.purpose.purpose)),
                _named(
                    _("Person sought"), label(vocabulary.SubjectRole, answers.subject.subject_role)
                ),
            ],
        ),
        _row(
            _("Next step"),
            [label(vocabulary.NextStep, need.next_step)],
            [_named(_("Worst of a wrong lead"), _wrong_lead(answers))],
        ),
        _row(
            _("Strongest evidence"),
            [label(vocabulary.EvidenceKind, need.evidence_kind)],
            [_named(_("Sources of the facts about the person"), ", ".join(filter(None, origins)))],
        ),
        _row(
            _("Another line of inquiry still open"),
            [label(vocabulary.OtherLines, need.other_lines)],
            [_means(answers)],
        ),
    ]
    if urgency.urgency not in ("", vocabulary.Urgency.ROUTINE):
        rows.append(
            _row(
                _("Why it cannot wait"),
                [label(vocabulary.UrgencyKind, urgency.urgency_kind)],
                [_named(_("Answer needed by"), shown(None, urgency.urgency_deadline))],
            )
        )
    return rows


def _wrong_lead(answers: Answers) -> str:
    return label(vocabulary.WrongLead, answers.proportionality.wrong_lead)


def _means(answers: Answers) -> str:
    """How far the less intrusive means went, counted."""
    results = [row.result for row in answers.means if row.status == vocabulary.MeansStatus.TRIED]
    awaited = results.count(vocabulary.MeansResult.PENDING)
    return _(
        "Less intrusive means: %(ended)d tried with a result, %(awaited)d awaited, %(untried)d not tried"
    ) % {
        "ended": len(results) - awaited,
        "awaited": awaited,
        "untried": len(answers.means) - len(results),
    }


def _effect(answers: Answers, gallery: Gallery) -> list[Row]:
    matcher, probe = gallery.matcher, answers.probe
    pixels = eyes_apart(probe)
    how = _("measured from the marks") if has_both_eyes(probe) else _("as stated")
    nothing = _("The registry does not say what this matcher can compare")
    poses = ", ".join(label(vocabulary.Pose, pose) for pose in matcher.poses)
    return [
        _row(
            _("Pixels between the eyes"),
            [f"{pixels} ({how})" if pixels is not None else ""],
            [
                _("The matcher’s maker documents: at least %(least)d")
                % {"least": matcher.least_eyes_apart}
                if matcher.least_eyes_apart is not None
                else nothing
            ],
        ),
        _row(
            _("How far the face is turned away"),
            [label(vocabulary.Pose, probe.pose)],
            [_named(_("The matcher’s maker documents"), poses) if poses else nothing],
        ),
        _row(
            _("What points to the gallery"),
            [label(vocabulary.GalleryLink, answers.effectiveness.gallery_link)],
            [_named(str(gallery), acquisition(gallery.acquisition))],
        ),
    ]


def _proportion(page: DecisionPage) -> list[Row]:
    answers, gallery = page.answers, page.version.gallery
    gain = answers.proportionality
    serious = {
        True: _("On the agency’s list of serious offences"),
        False: _("Not on the agency’s list of serious offences"),
        None: _("The agency has no list of serious offences"),
    }[page.offence_is_serious]
    offence = label(vocabulary.OffenceCategory, answers.purpose.offence_category)
    cropped = any(step["code"] == "cropped" for step in page.version.probe.transformations)
    return [
        _row(
            _("Harm at stake"),
            [label(vocabulary.Harm, gain.harm), label(vocabulary.HarmState, gain.harm_state)],
            [_named(_("Offence"), offence), serious] if offence else [_("No offence is named")],
        ),
        _row(
            _("Worst of a wrong lead"),
            [_wrong_lead(answers)],
            [
                _("Compared with %(size)s images, for at most %(most)s candidates")
                % {"size": shown(None, gallery.size), "most": answers.scope.candidate_limit},
                _("There may be children among them")
                if gallery.contains_minors
                else _("No children are among them, the registry says"),
            ],
        ),
        _row(
            _("Other people in the image"),
            [shown(None, gain.bystanders)],
            [
                _named(_("Faces in the uploaded image"), shown(None, answers.probe.faces_declared)),
                _("The copy that is sent is cropped")
                if cropped
                else _("The copy that is sent is not cropped"),
            ],
        ),
    ]


def _intrusion(page: DecisionPage) -> list[Row]:
    answers = page.answers
    narrower = [
        _("On offer: %(name)s, %(size)s images") % {"name": other, "size": shown(None, other.size)}
        for other in page.narrower
    ]
    known = len(page.earlier)
    return [
        _row(
            _("Why no smaller gallery"),
            [label(vocabulary.NarrowerGallery, answers.scope.narrower_gallery)],
            narrower or [_("The registry has no gallery on offer with fewer images")],
        ),
        _row(
            _("Less intrusive means"),
            [_means(answers)],
            [
                ngettext(
                    "%(count)d other request on this case or picture is known here",
                    "%(count)d other requests on this case or picture are known here",
                    known,
                )
                % {"count": known}
            ],
        ),
    ]


def with_what_is_compared(
    tests: Iterable[dict[str, Any]], page: DecisionPage
) -> list[dict[str, Any]]:
    """Return the case by test, each test with its rows to compare."""
    rows = compared(page)
    return [test | {"compared": rows.get(test["test"], [])} for test in tests]
