"""Thousands of people: copies of the demonstration's officers, deciders and examiners, in units of their own.

It must not copy a founder or an auditor: what only a few hold in an agency stays with those few.
"""

from __future__ import annotations

import itertools
import random
import uuid
from dataclasses import dataclass, field
from typing import Any

import psycopg
from grown.forms import Form, Slots, columns_of, line_of, rows_of
from grown.templates import read_known
from psycopg import sql

TABLES = {
    "accounts_person": "t.id = {1}",
    "accounts_account": "t.id = {0}",
    "accounts_powerproposal": "t.beneficiary_id = {0}",
    "accounts_roleassignment": "t.account_id = {0}",
    "accounts_decideright": "t.account_id = {0}",
    "accounts_unitpermissionheld": "t.user_id = {0}",
    "accounts_certificate": "t.person_id = {1}",
    "accounts_credentiallink": "t.account_id = {0}",
}
MODELS = {
    "officer": "officer",
    "decider": "supervisor",
    "privacy": "privacy",
    "examiner": "examiner",
}
"""What somebody is -> whom of the demonstration they are a copy of."""
OF_A_UNIT = {"decider": 6, "privacy": 1, "examiner": 4}
"""How many of them a unit has; the rest are officers."""
FIRST = [
    "Ada",
    "Bruno",
    "Celia",
    "Dorian",
    "Elise",
    "Fabian",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Keira",
    "Laurent",
    "Mina",
    "Niels",
    "Ottilie",
    "Pavel",
    "Quentin",
    "Rosa",
    "Stellan",
    "Thea",
    "Ugo",
    "Vera",
    "Willem",
    "Xenia",
    "Yann",
    "Zelda",
]
LAST = [
    "Abernathe",
    "Bellcourt",
    "Cavendale",
    "Dufourneau",
    "Eastmarch",
    "Fontevreau",
    "Gracewell",
    "Hollinder",
    "Isenbach",
    "Jourdane",
    "Kestrelli",
    "Lamarande",
    "Montclairy",
    "Northolme",
    "Oakhaven",
    "Pellerinet",
    "Quillford",
    "Rosemarsh",
    "Saintclairy",
    "Thornebury",
    "Underhale",
    "Vaillancort",
    "Westerlynd",
    "Yarrowdale",
    "Zimmerholt",
]


@dataclass
class Someone:
    """An account by its identifiers: which person's, and what they are."""

    account: str
    person: str
    role: str


@dataclass
class Crowd:
    """Everybody who may appear in a copied request.

    Attributes:
        units: identifiers, the demonstration's larger one first.
        pools: of each unit and each kind, who there is; the demonstration's own people come first.
        kind_of: of an account of the demonstration, its kind and its place among those of its kind.
        person_of: of each account of the demonstration; lone: somebody who has signed in once; new: everybody who was made here, oldest first.
    """

    units: list[str]
    pools: list[dict[str, list[Someone]]]
    kind_of: dict[str, tuple[str, int]]
    person_of: dict[str, str]
    new: list[Someone] = field(default_factory=list)

    @property
    def lone(self) -> Someone:
        return self.new[-1]


def gather(connection: psycopg.Connection[Any], *, units: int, officers: int) -> Crowd:
    """Make so many units and officers, with the deciders and examiners that they need, and return everybody."""
    codes = ("major-crime", "fraud")
    found = [_unit(connection, code) for code in codes]
    crowd = Crowd(found, [{kind: [] for kind in MODELS} for _ in codes], {}, _persons(connection))
    for username, kind, place in (
        ("officer", "officer", 0), ("officer2", "officer", 0), ("officer3", "officer", 1),
        ("supervisor", "decider", 0), ("supervisor2", "decider", 0), ("sergeant", "decider", 0),
        ("supervisor3", "decider", 1), ("privacy", "privacy", 0), ("examiner", "examiner", 0),
        ("examiner2", "examiner", 1),
    ):  # fmt: skip
        one = _existing(connection, username)
        crowd.kind_of[one.account] = (kind, len(crowd.pools[place][kind]))
        crowd.pools[place][kind].append(one)
    rows: dict[str, list[str]] = {name: [] for name in ("accounts_unit", *TABLES)}
    (model,) = rows_of(connection, "accounts_unit", "t.id = {0}", [found[1]])
    for number in range(len(found), units):
        own = str(uuid.uuid4())
        names = {
            "code": f"unit-{number}",
            "name_en": f"Unit {number}",
            "name_fr": f"Unité {number}",
        }
        rows["accounts_unit"].append(line_of(model | names | {"id": own}))
        crowd.units.append(own)
        crowd.pools.append({kind: [] for kind in MODELS})
    forms = {kind: _forms(connection, username) for kind, username in MODELS.items()}
    for kind, place in _places(crowd, officers):
        one, lines = _copy(forms[kind], kind, crowd.units[place], len(crowd.new))
        for table, text in lines.items():
            rows[table].append(text)
        crowd.pools[place][kind].append(one)
        crowd.new.append(one)
    for table, lines_of_it in rows.items():
        fill(connection, table, "".join(lines_of_it))
    crowd.pools[-1]["officer"].remove(crowd.lone)
    return crowd


def fill(connection: psycopg.Connection[Any], table: str, text: str) -> None:
    """COPY rows into a table, all of whose columns but the generated ones they hold."""
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.SQL(table), sql.SQL(", ").join(map(sql.Identifier, columns_of(connection, table)))
    )
    with connection.cursor().copy(query) as copy:
        copy.write(text)


def _places(crowd: Crowd, officers: int) -> list[tuple[str, int]]:
    """Who is still to be made, and in which unit: deciders and examiners first, then the officers by turns."""
    wanted = [
        (kind, place)
        for place, pool in enumerate(crowd.pools)
        for kind, count in OF_A_UNIT.items()
        for _ in range(max(count - len(pool[kind]), 0))
    ]
    turns = itertools.cycle(range(len(crowd.units)))
    return wanted + [
        ("officer", next(turns)) for _ in range(officers - officers % len(crowd.units))
    ]


def _persons(connection: psycopg.Connection[Any]) -> dict[str, str]:
    found = connection.execute("SELECT id, person_id FROM accounts_account").fetchall()
    return {str(account): str(person) for account, person in found}


def _unit(connection: psycopg.Connection[Any], code: str) -> str:
    row = connection.execute("SELECT id FROM accounts_unit WHERE code = %s", [code]).fetchone()
    assert row is not None
    return str(row[0])


def _existing(connection: psycopg.Connection[Any], username: str) -> Someone:
    row = connection.execute(
        "SELECT id, person_id FROM accounts_account WHERE username = %s", [username]
    ).fetchone()
    assert row is not None
    role = username.rstrip("23")
    return Someone(str(row[0]), str(row[1]), {"privacy": "privacy_officer"}.get(role, role))


@dataclass(frozen=True)
class _Forms:
    role: str
    kinds: list[tuple[str, Any]]
    rows: dict[str, Form]


def _forms(connection: psycopg.Connection[Any], username: str) -> _Forms:
    """Make one of the demonstration's people into forms, the confirmers of their powers left as they are."""
    one = _existing(connection, username)
    known = read_known(connection)
    others = frozenset(known.people) - {one.account, one.person}
    slots = Slots(known.literal | others, dict.fromkeys(known.units, ("unit", None)), None)
    slots.slot("own", one.account)
    slots.slot("own", one.person)
    forms = {}
    for table, condition in TABLES.items():
        rows = rows_of(connection, table, condition, [one.account, one.person])
        for row in rows:
            for name in row.keys() & {"staff_number", "full_name", "email", "username"}:
                row[name] = slots.mark(name)
            if "secret_digest" in row:
                row["secret_digest"] = slots.mark("digest", row["id"])
        if rows:
            forms[table] = slots.form("".join(map(line_of, rows)))
    return _Forms(one.role, [*slots.kinds], forms)


def _copy(forms: _Forms, kind: str, unit: str, number: int) -> tuple[Someone, dict[str, str]]:
    words = {
        "staff_number": f"G{10_000 + number}",
        "full_name": f"{random.choice(FIRST)} {random.choice(LAST)}",
        "email": f"person{number}@trial.example",
        "username": f"{kind}-{number}",
    }
    values = []
    for what, _of in forms.kinds:
        if what == "own":
            values.append(str(uuid.uuid4()))
        elif what == "unit":
            values.append(unit)
        elif what == "digest":
            values.append(r"\\x" + random.randbytes(32).hex())
        else:
            values.append(words[what])
    lines = {table: form.filled(values) for table, form in forms.rows.items()}
    return Someone(values[0], values[1], forms.role), lines
