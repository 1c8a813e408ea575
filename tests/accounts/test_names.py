"""Names of people and units: what is taken, what is refused, how they are found and put in order."""

from __future__ import annotations

import sys
import unicodedata
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command

from requests_app.accounts import selectors
from requests_app.accounts.models import Account, Person, Unit
from requests_app.common.errors import BadInput
from requests_app.common.folding import folded
from requests_app.web.administrator.forms import unit_choices
from requests_app.workflow import administration
from requests_app.workflow.reading.administration.people import list_people
from requests_app.workflow.reading.names import people_called
from requests_app.workflow.reading.pages import list_page
from tests.accounts.agency import Agency, acting
from tests.support import sql

TAKEN = [
    "Éloïse O’Brien",
    "D'Arcy Ngũgĩ wa Thiong'o",
    "Jean‑Pierre Saint–Laurent",
    "Hawaiʻi Kaʻiulani",
    "नरेश क्\u200dष",
    "نرگس\u200cزاده",
    "ශ්\u200dරී ලංකා",
    "Ẹ̀bùn Ọlá",
    "Nguyễn Thị Ánh",
    "孫中山",
]

REFUSED = {
    "a line feed": ("Ada\nFirst", "one_line"),
    "a carriage return": ("Ada\rFirst", "one_line"),
    "a tab": ("Ada\tFirst", "one_line"),
    "a line separator": ("Ada\u2028First", "one_line"),
    "next line": ("Ada\x85First", "one_line"),
    "nul": ("Ada\0First", "unseen_characters"),
    "escape": ("Ada\x1b[2JFirst", "unseen_characters"),
    "a soft hyphen": ("Ada\u00adFirst", "unseen_characters"),
    "a blank of no width": ("Ada\u200bFirst", "unseen_characters"),
    "a letter that is drawn as nothing": ("Ada\u3164First", "unseen_characters"),
    "a joiner between Latin letters": ("Ada\u200dFirst", "unseen_characters"),
    "a joiner at the end": ("نرگس\u200c", "unseen_characters"),
    "two joiners": ("نرگس\u200c\u200cزاده", "unseen_characters"),
    "a tag": ("Ada\U000e0041First", "unseen_characters"),
    **{
        f"direction {code:x}": (f"Ada{chr(code)}First", "unseen_characters")
        for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C)
    },
}


def made(agency: Agency, name: str, number: str = "N1", username: str | None = None) -> Person:
    """A person of this name, by the use case."""
    return administration.create_account(
        actor=acting(agency.first),
        staff_number=number,
        full_name=name,
        email=f"{number.lower()}@agency.example",
        language="fr",
        username=username or number.lower(),
        unit_id=None,
    ).account.person


@pytest.mark.parametrize("name", TAKEN)
def test_names_of_every_script_are_taken(agency: Agency, name: str) -> None:
    assert Person.objects.get(pk=made(agency, name).pk).full_name == unicodedata.normalize(
        "NFC", name
    )
    unit = administration.create_unit(
        actor=acting(agency.first), code="NEW", name_en=name, name_fr=name
    )
    assert unit.name_fr == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_seen_is_refused_wherever_a_name_is_taken(agency: Agency, what: str) -> None:
    name, code = REFUSED[what]
    with pytest.raises(BadInput) as refusal:
        made(agency, name)
    assert refusal.value.field_errors == {"full_name": [code]}
    with pytest.raises(BadInput) as refusal:
        administration.create_unit(
            actor=acting(agency.first), code="NEW", name_en="Good", name_fr=name
        )
    assert refusal.value.field_errors == {"name_fr": [code]}
    with pytest.raises(BadInput) as refusal:
        administration.rename_unit(
            actor=acting(agency.first), unit_id=agency.unit.pk, name_en=name, name_fr="Bon"
        )
    assert refusal.value.field_errors == {"name_en": [code]}


def test_names_are_composed_and_their_blanks_folded(agency: Agency) -> None:
    person = made(agency, "  E\u0301loi\u0308se \u00a0  O’Brien\u3000Roy ")
    assert person.full_name == "Éloïse O’Brien Roy"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Ada\tFirst", "full name: it must be one line"),
        ("Ada\u202eFirst", "full name: it holds characters that cannot be seen"),
        ("A" * 201, "full name: it is too long"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_name(database: str, name: str, says: str) -> None:
    first = ["A1", name, "a@agency.example", "ada", "en"]
    second = ["A2", "Ben Second", "b@agency.example", "ben", "en"]
    given = ["--administrator", *first, "--administrator", *second]
    with pytest.raises(CommandError, match=says):
        call_command("create_first_administrators", *given, stdout=StringIO())
    assert not Person.objects.exists()


def test_a_known_person_may_be_typed_with_another_apostrophe(agency: Agency) -> None:
    known = made(agency, "Éloïse O’Brien")
    assert made(agency, "Eloise O'Brien", username="second.account").pk == known.pk
    with pytest.raises(BadInput):
        made(agency, "Eloise Bryan", username="third.account")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Siobhán O’Brien", "O'Brien"),
        ("Siobhan O'Brien", "o’brien"),
        ("Éloïse Côté", "eloise"),
        ("Éloïse Côté", "COTE ÉLOÏSE"),
        ("Renée Œuvre", "oeuvre"),
        ("Renee Oeuvre", "Œuvre"),
        ("Jürgen Straße", "strasse"),
        ("Yıldız Inönü", "yildiz"),
        ("Jean‑Pierre Roy", "jean-pierre"),
        ("Jean-Pierre Roy", "jean–pierre"),
        ("Ольга Ёлкина", "ЁЛКИНА"),
    ],
)
def test_people_are_found_however_their_name_is_typed(
    agency: Agency, name: str, typed: str
) -> None:
    person = made(agency, name)
    found = list_people(typed, state="", role="", number=None).page.rows
    assert [account.person_id for account in found] == [person.pk]
    assert person.pk in people_called(typed)


def test_a_percent_sign_and_a_lone_accent_find_nobody(agency: Agency) -> None:
    for typed in ("%", "_", "\\", "\u0301"):
        assert not selectors.accounts_found(typed).exists(), typed
        assert people_called(typed) == ()


def test_a_user_name_stands_for_its_account_alone_in_the_log(agency: Agency) -> None:
    ben = made(agency, "Ben Ada", username="ben.ada")
    assert ben.pk not in people_called("ada")
    assert set(people_called("ADA")) == {agency.first.pk, agency.first.person_id}
    assert ben.pk in people_called("ben ada")


def test_people_stand_in_the_order_of_the_alphabet(agency: Agency) -> None:
    names = ["Zoé Roy", "Émile Roy", "emma Roy", "Eve Roy", "Œdipe Roy", "Odile Roy", "Øystein Roy",
             "Paul Roy", "Élise Roy", "Elise Roy"]  # fmt: skip
    for number, name in enumerate(names):
        made(agency, name, f"N{number}")
    listed = [account.person.full_name for account in selectors.accounts_found("Roy")]
    assert listed == ["Elise Roy", "Élise Roy", "Émile Roy", "emma Roy", "Eve Roy", "Odile Roy",
                      "Œdipe Roy", "Øystein Roy", "Paul Roy", "Zoé Roy"]  # fmt: skip
    assert [
        person.full_name for person in Person.objects.filter(full_name__endswith="Roy")
    ] == listed


def test_units_stand_in_the_order_of_the_alphabet_where_one_is_chosen(agency: Agency) -> None:
    for code, name in (("U1", "Zone"), ("U2", "Émeutes"), ("U3", "Fraude"), ("U4", "Enquêtes")):
        administration.create_unit(
            actor=acting(agency.first), code=code, name_en=name, name_fr=name
        )
    assert [name for _id, name in unit_choices()] == [
        "Émeutes", "Enquêtes", "Fraude", "Major Crime", "Zone",
    ]  # fmt: skip
    assert Unit.objects.count() == 5


def test_every_namesake_stands_on_one_page(agency: Agency) -> None:
    for number in range(60):
        made(agency, "Marie Tremblay", f"N{number}")
    # Rows that changed lie elsewhere in the table, where an order that is not whole shows it.
    sql("owner", "UPDATE accounts_account SET failed_sign_ins = 1 WHERE username LIKE 'n_'")
    found = list_people("tremblay", state="", role="", number=None).page
    further = list_people("tremblay", state="", role="", number=found.next).page
    first, second = ([account.username for account in page.rows] for page in (found, further))
    assert not further.next
    assert len({*first, *second}) == 60
    assert first + second == sorted(first + second)


@pytest.mark.parametrize("order", ["failed_sign_ins", "-failed_sign_ins", "person__is_demo"])
def test_every_list_has_one_order(agency: Agency, order: str) -> None:
    for number in range(12):
        made(agency, f"Marie {number}", f"N{number}")
    pages = [list_page(Account.objects.order_by(order), None, size=5)]
    while pages[-1].next:
        pages.append(list_page(Account.objects.order_by(order), pages[-1].next, size=5))
    ids = [row.pk for page in pages for row in page.rows]
    assert len(set(ids)) == 14
    founders = {agency.first.pk, agency.second.pk}
    assert [each for each in ids if each not in founders] == sorted(set(ids) - founders)


@pytest.mark.parametrize("order", ["unit__code", "locked_at", "unit"])
def test_no_list_is_read_along_what_may_be_null(agency: Agency, order: str) -> None:
    """A row without a value would stand on no page."""
    with pytest.raises(ValueError, match="may be null"):
        list_page(Account.objects.order_by(order), None)


def test_the_database_folds_every_sign_as_the_code_does(agency: Agency) -> None:
    codes = [
        code
        for code in range(1, sys.maxunicode + 1)
        if not 0xD800 <= code < 0xE000 and unicodedata.category(chr(code)) not in {"Cn", "Co"}
    ]
    texts = ["x" + chr(code) + "y" for code in codes]
    rows = sql("web", "SELECT name, accounts_folded(name) FROM unnest(%s::text[]) AS name", [texts])
    assert len(rows) == len(texts)
    assert [hex(ord(name[1])) for name, by_database in rows if folded(name) != by_database] == []


@pytest.mark.parametrize("login", ["web", "owner"])
def test_nobody_writes_a_folded_name_by_hand(agency: Agency, login: str) -> None:
    with pytest.raises(psycopg.Error):
        sql(login, "UPDATE accounts_person SET folded_name = 'x'")
    row = sql("owner", "SELECT folded_name FROM accounts_person WHERE staff_number = 'A1'")
    assert row == [("ada first",)]
