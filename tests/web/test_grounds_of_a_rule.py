"""Beside every finding stand its status, whose law or guidance it follows, and how well that was read, in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from requests_app.policy.sources import Bilingual, Citation, Grounds
from requests_app.web.grounds import grounds_in_words

DAY = date(2026, 11, 22)
ACT = Citation(Bilingual("Some Act, s. 4", "Une loi, art. 4"), "statute", "ca-qc", "S2", DAY)
NOTE = Citation(Bilingual("A note", "Une note"), "guidance", "ca", "K", DAY)
OLD = Citation(Bilingual("Old cite", "Old cite"), "", "", "S2/D", DAY)


def drawn(
    grounds: Grounds, *, place: str, language: str = "en", judges: tuple[str, ...] = ()
) -> str:
    with translation.override(language):
        shown = grounds_in_words(grounds, judges, place=place)
        html = render_to_string("components/grounds.html", {"grounds": shown})
    return " ".join(html.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize(
    ("place", "house", "words", "not_words"),
    [
        ("ca-qc", False, ["Binding law", "Quebec", "binds this agency"], ["good practice"]),
        ("ca-on", False, ["Design of this service", "taken as good practice"], ["Binding law", "binds this"]),
        ("ca-qc", True, ["Design of this service", "taken as good practice"], ["Binding law", "binds this"]),
        ("", False, ["Design of this service", "where this agency is has not been recorded"], ["Binding law"]),
    ],
)  # fmt: skip
def test_a_law_is_called_binding_only_where_it_binds(
    place: str, house: bool, words: list[str], not_words: list[str]
) -> None:
    html = drawn(Grounds((ACT,), is_house_rule=house), place=place)
    for each in words:
        assert each in html
    for each in not_words:
        assert each not in html


def test_status_place_and_the_least_reading_stand_in_one_line() -> None:
    html = drawn(Grounds((ACT, NOTE)), place="ca-on")
    line = html[html.index("<p") : html.index("</p>")]
    assert "<strong>Guidance</strong> · Quebec, Canada · from general knowledge, not read" in line
    assert "read through another source, as of 22 November 2026" in html


def test_what_is_ours_and_what_a_rule_can_tell_are_said() -> None:
    ours = Grounds((), ours=Bilingual("the second approver", "la seconde approbation"))
    html = drawn(ours, place="ca-on", judges=("form",))
    assert "<strong>Design of this service</strong></p>" in html
    assert "Chosen by us, demanded by no source:</strong> the second approver" in html
    assert "It sees how long or how general a text is, not what it says." in html


def test_on_a_french_page_all_of_it_is_french_and_what_is_not_is_marked() -> None:
    html = drawn(Grounds((ACT, NOTE)), place="ca-qc", language="fr", judges=("presence",))
    for words in ("Une loi, art. 4", "lie ce service", "Québec", "état au 22 novembre 2026"):
        assert words in html
    assert 'lang="en"' not in html
    old = drawn(Grounds((OLD,), written="guidance"), place="ca-qc", language="fr")
    assert '<span lang="en">Old cite</span>' in old
    assert "une partie de la règle est notre propre choix" in old
