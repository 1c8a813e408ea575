"""What differs between two versions is said whole: a time is a time, and a text that begins like a date is a text.

What cannot be seen in a text is shown as its code wherever rows of a request are listed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from requests_app.searches import answers
from requests_app.searches.answers import Answers
from requests_app.web.questionnaire import change_words, presenters

HIDDEN = "\u202e"
SHOWN = "⟨U+202E⟩"


def changed(before: Answers, **sections: Any) -> dict[str, tuple[str, str]]:
    rows = change_words.change_rows(
        answers.changes(before, dataclasses.replace(before, **sections))
    )
    return {str(row["label"]): (row["before"], row["after"]) for row in rows}


def test_a_text_that_begins_like_a_date_is_not_cut() -> None:
    before = Answers(legal=answers.LegalBasis(citation="2026-03-01, order 12 of the court"))
    ((was, now),) = changed(
        before, legal=answers.LegalBasis(citation="2026-03-01, order 13 of the court")
    ).values()
    assert (was, now) == (
        "2026-03-01, order 12 of the court",
        "2026-03-01, order 13 of the court",
    )


def test_another_hour_of_the_same_day_is_seen_to_differ() -> None:
    morning = dt.datetime(2026, 3, 3, 14, 0, tzinfo=dt.UTC)
    before = Answers(urgency=answers.Urgency(urgency_deadline=morning))
    later = answers.Urgency(urgency_deadline=morning + dt.timedelta(hours=3))
    ((was, now),) = changed(before, urgency=later).values()
    assert was != now
    assert was.startswith("3 March 2026, ")


def test_a_day_is_said_in_words_alone_and_in_a_row() -> None:
    day = dt.date(2026, 3, 1)
    alone = changed(Answers(), purpose=answers.Purpose(offence_date=day))
    assert list(alone.values()) == [("", "1 March 2026")]
    row = answers.Means(id="m1", means="dna", status="tried", done_on=day)
    ((_, listed),) = changed(Answers(), means=(row,)).values()
    assert "1 March 2026" in listed
    edit = answers.Edit(kind="crop", tool="GIMP", edited_on=day)
    ((_, listed),) = changed(Answers(), probe=answers.ProbeProvenance(edits=(edit,))).values()
    assert "1 March 2026" in listed


def test_what_cannot_be_seen_is_shown_as_its_code_in_every_list_of_rows() -> None:
    text = f"Not{HIDDEN} possible"
    written = Answers(
        means=(answers.Means(id="m1", done_by=text, evidence_ref=text, why_not_enough=text),),
        predicate=answers.Predicate(facts=(answers.PredicateFact(text=text, source=text),)),
        probe=answers.ProbeProvenance(edits=(answers.Edit("crop", text, text, text, None, text),)),
    )
    (means,) = presenters.means_rows(written, None)
    (edit,) = presenters.edit_rows(written, None)
    (fact,) = presenters.fact_rows(written, None)
    for said in (means["by_whom"], means["evidence"], means["why_not_enough"], fact["source"]):
        assert said == f"Not{SHOWN} possible"
    assert edit["detail"].count(SHOWN) == 4
    assert HIDDEN not in edit["detail"]
