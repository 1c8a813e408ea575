"""What the tour's people type: one invented case, by the names of the fields on the pages.

Must not be made from the product's own forms: it states what those pages ask for.
"""

from __future__ import annotations

import datetime as dt

Answers = dict[str, object]

TESTS = (
    "lawful",
    "necessary",
    "effective",
    "proportionate",
    "least_intrusive",
    "probe",
    "gallery",
)


def _day(name: str, day: dt.date) -> Answers:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def pages(*, case_number: str, today: dt.date, candidates: int) -> dict[str, Answers]:
    """Return the answers to each question page, by the page's slug, in the order of the task list."""
    happened = today - dt.timedelta(days=9)
    return {
        "case": {"case_number": case_number},
        "earlier-recognition": {"external_fr_origin": "none"},
        "purpose": {"purpose": "identify_suspect"},
        "offence": {
            "offence_category": "robbery",
            "statute_ref": "Criminal Code s. 343",
            "attempt": "no",
            "offence_place": "ferry ticket hall, north quay",
            "link_type": "offence",
            **_day("offence_date", happened),
        },
        "legal-basis": {
            "basis_type": "statute",
            "citation": "Identification of Criminals Act, with standing order 14",
        },
        "person": {"subject_role": "suspect", "subject_minor": "no"},
        "description": {
            "height": "about 178 cm",
            "build": "slim",
            "age_band": "25 to 35",
            "hair": "long, tied back",
            "marks": "scar over the left eyebrow",
            "clothing": "dark blue work jacket with a reflecting band",
            "mobility": "slight limp on the right",
        },
        "facts": {
            "predicate_level": "reasonable_grounds_to_suspect",
            "assessment": "Both sources name the same minute and the same jacket, and never met.",
        },
        "protected": {"protected_activity": "none", "basis_flags": ["none_of_these"]},
        "necessity": {
            "question": "who_is_the_suspect",
            "next_step": "find_independent_evidence",
            "evidence_kind": "occurrence_report",
            "other_lines": "none_open",
            "objective": (
                "To learn who pushed the cashier of the ferry ticket hall at 18:42 and took the day's "
                "cash, so that the two statements of file 2214 can be put to that person."
            ),
            "evidence": (
                "The cashier's wrist was broken and 6,250 dollars were taken. It presses because the "
                "same jacket was seen at the south quay twice since, at closing time; file 2214 has no "
                "other line open after nine days."
            ),
            "evidence_ref": "file 2214, chronology",
        },
        "proportionality": {
            "harm": "life_or_limb",
            "harm_state": "done",
            "wrong_lead": "looked_up",
            "benefit": "Naming the person would end a danger to the cashiers of both quays.",
            "impact": (
                "One picture is compared once with people booked lawfully; each is compared without "
                "knowing it. Nobody else is in the picture of file 2214."
            ),
            "bystanders": 0,
        },
        "urgency": {"urgency": "routine"},
        "image-source": {
            "source_kind": "cctv_public_body",
            "acquisition_authority": "Handed over in writing by the harbour office",
            "consent_or_order_ref": "file 2214, letter of the harbour office",
            "custody_ref": "PROP-22140",
            "collected_by": "Imaging desk",
            "captured_at_time": "18:42",
            "capture_uncertainty": "Recorder clock checked, two seconds slow",
            "frame_ref": "frame 1807",
            **_day("captured_at", happened),
            **_day("collected_on", happened + dt.timedelta(days=1)),
        },
        "image-content": {
            "is_still": "no",
            "shows_person_sought": "yes",
            "faces_declared": 1,
            "suitability": "suitable",
            "pose": "frontal",
            "eye_distance": 96,
        },
        "image-edits": {"edited": "no"},
        "image-marks": {},
        "gallery": {
            "gallery": "booking-photographs",
            "gallery_reason": "The only gallery in which a person charged before could be found.",
            "narrower_gallery": "none_on_offer",
            "candidate_limit": candidates,
        },
        "effectiveness": {
            "gallery_link": "earlier_charge_likely",
            "why_in_gallery": (
                "The manner of file 2214 is that of persons charged in this district before, and the "
                "recording shows the whole face in even light."
            ),
        },
        "mode": {
            "mode": "retrospective_video_frame",
            "target_specific": "yes",
            "retention_class": "with_case_file",
        },
    }


FACTS: tuple[Answers, ...] = (
    {
        "text": "The camera over the counter shows the person who pushed the cashier at 18:42.",
        "source": "Camera recording, file 2214, exhibit 2",
        "origin": "recording",
    },
    {
        "text": "A deckhand who saw it pointed to the same person on the recording of file 2214.",
        "source": "Signed statement, file 2214, page 4",
        "origin": "witness",
    },
)


MEANS = 3
"""How many less-intrusive means there are to name."""


def means(today: dt.date) -> tuple[Answers, ...]:
    """Return the less-intrusive means: two that were tried, and one that could not be."""
    done = today - dt.timedelta(days=7)
    return (
        {
            "means": "witness_or_victim_canvass",
            "status": "tried",
            "result": "no_result",
            "done_by": "Cst. on the quay team",
            "evidence_ref": "file 2214, statements 1 to 6",
            "why_not_enough": "Everybody at the quay was asked, and nobody had seen the person before.",
            **_day("done_on", done),
        },
        {
            "means": "cctv_route_follow",
            "status": "tried",
            "result": "partial",
            "done_by": "Imaging desk",
            "evidence_ref": "file 2214, camera log",
            "why_not_enough": "The way was followed over four cameras and is lost in the car park.",
            **_day("done_on", done + dt.timedelta(days=1)),
        },
        {
            "means": "fingerprint_or_latent",
            "status": "not_tried",
            "result": "not_available",
            "why_not_enough": "Gloves were worn throughout, and nothing was left behind at the counter.",
        },
    )


def decision(*, words: str) -> Answers:
    """Return a decider's answer to each test, in words that name the record."""
    typed: Answers = {"faces": 1, "no_conflict": "on", "message": ""}
    for test in TESTS:
        typed |= {f"{test}_met": "yes", f"{test}_reason": f"{words} ({test.replace('_', ' ')})"}
    return typed
