"""Invented cases, as the answers an honest officer would give.

Each story is complete and passes the core rules; what a test or the demo spoils, it spoils itself.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from requests_app.policy.vocabulary import Attestation
from requests_app.searches.answers import (
    Answers,
    Case,
    Declaration,
    Description,
    Effectiveness,
    LegalBasis,
    Means,
    Necessity,
    Predicate,
    PredicateFact,
    ProbeProvenance,
    Proportionality,
    Protected,
    Purpose,
    Scope,
    Subject,
    Urgency,
)

GALLERY = "booking-photographs"


@dataclass(frozen=True, slots=True)
class Story:
    """The parts in which one invented case differs from the next."""

    offence: str
    statute: str
    place: str
    what_happened: str
    who: str
    why_now: str
    source: str
    harm: str
    build: str
    clothing: str


STORIES: tuple[Story, ...] = (
    Story(
        offence="robbery",
        statute="Criminal Code s. 343",
        place="pharmacy on Larch Street",
        what_happened="A person showed a knife to the dispenser and took opioid stock worth 4,100 dollars",
        who="the person who stood at the dispensary counter from 21:04 to 21:09",
        why_now="the same knife and wording were used in two more pharmacies within nine days",
        source="cctv_private_voluntary",
        harm="life_or_limb",
        build="slim, narrow shoulders",
        clothing="grey hooded top with a torn left cuff, dark work trousers",
    ),
    Story(
        offence="aggravated_assault",
        statute="Criminal Code s. 268",
        place="tram stop at Quarry Road",
        what_happened="A passenger was struck with a bottle and lost the sight of one eye",
        who="the person who stepped off the tram behind the victim",
        why_now="the victim has been followed home once since, and hospital staff fear a second attack",
        source="cctv_public_body",
        harm="life_or_limb",
        build="broad, heavy upper body",
        clothing="green rain jacket with a white collar, light shoes",
    ),
    Story(
        offence="kidnapping",
        statute="Criminal Code s. 279",
        place="car park of the Millrace leisure centre",
        what_happened="A man was forced into a van and released eleven hours later without his phone",
        who="the driver of the van, seen when paying at the barrier",
        why_now="the van was hired again under a second false name last week",
        source="cctv_private_voluntary",
        harm="liberty",
        build="medium, upright bearing",
        clothing="dark cap, blue padded waistcoat",
    ),
    Story(
        offence="arson",
        statute="Criminal Code s. 433",
        place="stairwell of 18 Alder Court",
        what_happened="Petrol was poured under two flat doors at night while nine people slept inside",
        who="the person who carries a red can through the lobby at 02:31",
        why_now="a note left on Friday says that the stairwell will burn again",
        source="doorbell_voluntary",
        harm="life_or_limb",
        build="short, stocky",
        clothing="light tracksuit, dark gloves",
    ),
    Story(
        offence="sexual_offence",
        statute="Criminal Code s. 271",
        place="towpath below Harrow Lock",
        what_happened="A runner was held and assaulted; she fought free and gave a description at once",
        who="the man on the bench camera four minutes before the assault",
        why_now="two earlier complaints on the same path share the method and the time of day",
        source="cctv_public_body",
        harm="sexual_integrity",
        build="tall, long arms",
        clothing="yellow running vest over a dark long-sleeved shirt",
    ),
    Story(
        offence="home_invasion",
        statute="Criminal Code s. 348",
        place="farmhouse on Tannery Lane",
        what_happened="Two persons tied up an elderly couple and emptied a safe",
        who="the unmasked person who reads the gate panel before the other arrives",
        why_now="the couple's spare keys are still missing and they cannot return home",
        source="cctv_private_voluntary",
        harm="home_or_livelihood",
        build="medium, slightly stooped",
        clothing="brown waxed coat, pale scarf",
    ),
)


def case_number(number: int) -> str:
    """Return the demo agency's case number for the number-th invented case."""
    return f"GO26-{number:05d}"


def answers(number: int, *, today: dt.date) -> Answers:
    """Return complete, honest answers for the number-th invented case.

    Args:
        number: which case; stories repeat, their figures and wording do not.
        today: the day on which the officer writes.
    """
    story = STORIES[number % len(STORIES)]
    happened = today - dt.timedelta(days=6 + number % 9)
    mark = f"file {1200 + 7 * number}"
    return Answers(
        case=Case(case_number=case_number(1000 + number), external_fr_origin="none"),
        purpose=Purpose(
            purpose="identify_suspect",
            offence_category=story.offence,
            statute_ref=story.statute,
            attempt=False,
            offence_date=happened,
            offence_place=story.place,
            link_type="offence",
        ),
        legal=LegalBasis(
            basis_type="statute",
            citation="Identification of Criminals Act, and the agency's own standing order 14",
        ),
        subject=Subject(
            subject_role="suspect",
            subject_minor="no",
            description=Description(
                height=f"about {165 + number % 25} cm",
                build=story.build,
                age_band="30 to 45",
                hair="short, dark",
                marks="none seen",
                clothing=story.clothing,
                mobility="walks evenly",
            ),
        ),
        predicate=Predicate(
            predicate_level="reasonable_grounds_to_suspect",
            facts=(
                PredicateFact(
                    text=f"{story.what_happened}, and the camera shows {story.who}.",
                    source=f"Camera recording, {mark}, exhibit 1",
                    origin="recording",
                ),
                PredicateFact(
                    text=f"A witness who saw the act pointed to the same person on the recording, {mark}.",
                    source=f"Signed statement, {mark}, page {2 + number % 7}",
                    origin="witness",
                ),
            ),
            assessment="The two sources agree on time, place and clothing; neither knew of the other.",
        ),
        protected=Protected(protected_activity="none", basis_flags=(), basis_flags_answered=True),
        necessity=Necessity(
            question="who_is_the_suspect",
            next_step="find_independent_evidence",
            evidence_kind="occurrence_report",
            other_lines="none_open",
            objective=(
                f"To learn who {story.who} at the {story.place} on {happened.isoformat()} is, so that "
                f"the two statements in {mark} can be put to that person."
            ),
            evidence=(
                f"{story.what_happened}. This presses because {story.why_now}; {mark} has no other "
                f"line that is still open after {3 + number % 5} weeks of inquiry."
            ),
            evidence_ref=f"{mark}, chronology",
        ),
        effectiveness=Effectiveness(
            gallery_link="earlier_charge_likely",
            why_in_gallery=(
                f"The method in {mark} matches persons charged in this district before, and the "
                "recording shows the whole face in even light."
            ),
        ),
        proportionality=Proportionality(
            harm=story.harm,
            harm_state="done",
            wrong_lead="looked_up",
            benefit=(
                f"Naming the person would let us act on {mark} before the harm is repeated at the "
                f"{story.place}."
            ),
            impact=(
                "One picture is compared once with people who were booked lawfully; each of them is "
                f"compared without knowing it. Nobody else's face is in the cropped picture of {mark}."
            ),
            bystanders=0,
        ),
        means=(
            Means(
                id="1",
                means="witness_or_victim_canvass",
                status="tried",
                result="no_result",
                done_on=happened + dt.timedelta(days=1),
                done_by="Cst. on the scene team",
                evidence_ref=f"{mark}, statements 1 to {4 + number % 4}",
                why_not_enough="Everybody at the scene was asked; nobody knew the person or had seen them before.",
            ),
            Means(
                id="2",
                means="cctv_route_follow",
                status="tried",
                result="partial",
                done_on=happened + dt.timedelta(days=2),
                done_by="Imaging desk",
                evidence_ref=f"{mark}, camera log",
                why_not_enough="The route was followed over six cameras and is lost at the underpass, with no vehicle seen.",
            ),
            Means(
                id="3",
                means="fingerprint_or_latent",
                status="not_tried",
                result="not_available",
                why_not_enough="The person wore gloves throughout, and nothing that they touched was left behind.",
            ),
        ),
        urgency=Urgency(urgency="routine"),
        scope=Scope(
            mode="retrospective_video_frame",
            target_specific=True,
            gallery=GALLERY,
            narrower_gallery="none_on_offer",
            gallery_reason="The only gallery in which a person charged before could be found.",
            candidate_limit=(10, 15, 20)[number % 3],
            threshold="",
            retention_class="with_case_file",
        ),
        probe=ProbeProvenance(
            source_kind=story.source,
            acquisition_authority="Handed over by the owner of the camera, in writing",
            consent_or_order_ref=f"{mark}, consent form",
            custody_ref=f"PROP-{26000 + number}",
            collected_by="Imaging desk",
            collected_on=happened + dt.timedelta(days=1),
            captured_at=dt.datetime.combine(happened, dt.time(21, 5), tzinfo=dt.UTC),
            capture_uncertainty="Recorder clock checked, three seconds fast",
            frame_ref=f"frame {400 + 13 * number}",
            is_still=False,
            shows_person_sought=True,
            faces_declared=1,
            suitability="suitable",
            pose="frontal",
            eye_distance=90 + number % 40,
            edited=False,
        ),
        declaration=Declaration(attestations=tuple(statement.value for statement in Attestation)),
    )


def acknowledging(document: Answers, rules: tuple[str, ...]) -> Answers:
    """Return the answers with warnings marked as read."""
    declaration = dataclasses.replace(document.declaration, acknowledged=rules)
    return dataclasses.replace(document, declaration=declaration)


def with_what_was_asked(document: Answers) -> Answers:
    """Return the answers as an officer sends them back: the last statement, with who took it."""
    *others, last = document.predicate.facts
    answered = PredicateFact(
        text=f"{last.text} Constable Imlay took the statement at 22:40 the same evening.",
        source=f"{last.source}, now attached as exhibit 3",
        origin=last.origin,
    )
    predicate = dataclasses.replace(document.predicate, facts=(*others, answered))
    return dataclasses.replace(document, predicate=predicate)
