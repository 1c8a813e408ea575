"""Reads the shape of a database out of PostgreSQL's own catalogue, as text that a review can compare.

Must read no row of ours but the rights to append: the listing is of the schema, not of what is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

LISTING = Path(__file__).parent / "catalogue"
"""The committed listing, a file for each section below. `make catalogue` writes it."""

HEAD = "=== "
"""Stands before the name of a thing whose text has several lines."""

_OURS = "n.nspname IN ('public', 'audit')"

SECTIONS: Mapping[str, str] = {
    "functions": f"""
        SELECT p.oid::regprocedure::text,
               pg_get_functiondef(p.oid) || 'OWNER ' || p.proowner::regrole
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_OURS}""",
    # How it is enabled: O fires but under the replica role, A always, D never.
    "triggers": f"""
        SELECT t.tgrelid::regclass || ' ' || t.tgname,
               pg_get_triggerdef(t.oid) || ' ENABLED ' || t.tgenabled::text
          FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND {_OURS}""",
    # Not the constraints that newer versions of PostgreSQL make for NOT NULL: the columns say that.
    "constraints": f"""
        SELECT k.conrelid::regclass || ' ' || k.conname,
               pg_get_constraintdef(k.oid) || CASE WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
          FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
         WHERE k.contype <> 'n' AND {_OURS}""",
    "columns": f"""
        SELECT c.oid::regclass || ' ' || a.attname,
               format_type(a.atttypid, a.atttypmod)
               || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
               || CASE a.attidentity::text WHEN '' THEN '' ELSE ' IDENTITY ' || a.attidentity::text END
               || coalesce(CASE a.attgenerated WHEN 's' THEN ' GENERATED ' ELSE ' DEFAULT ' END
                           || pg_get_expr(d.adbin, d.adrelid), '')
          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
           AND {_OURS}""",
    "indexes": f"""
        SELECT i.indrelid::regclass || ' ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid)
          FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OURS}""",
    "rights": f"""
        SELECT held.what || ' ' || CASE held.grantee WHEN 0 THEN 'PUBLIC'
                 ELSE held.grantee::regrole::text END,
               string_agg(held.privilege_type
                 || CASE WHEN held.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', '
                 ORDER BY held.privilege_type COLLATE "C")
          FROM (
            SELECT 'database' AS what, x.* FROM pg_database d,
                   aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
             WHERE d.datname = current_database()
            UNION ALL SELECT 'schema ' || n.nspname, x.* FROM pg_namespace n,
                   aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) x WHERE {_OURS}
            UNION ALL SELECT 'relation ' || c.oid::regclass, x.* FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace,
                   aclexplode(coalesce(c.relacl, acldefault(
                     CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) x
             WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND {_OURS}
            UNION ALL SELECT 'column ' || c.oid::regclass || '.' || a.attname, x.*
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(a.attacl) x
             WHERE NOT a.attisdropped AND {_OURS}
            UNION ALL SELECT 'function ' || p.oid::regprocedure, x.* FROM pg_proc p
              JOIN pg_namespace n ON n.oid = p.pronamespace,
                   aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x WHERE {_OURS}
            UNION ALL SELECT 'whatever is made later, ' || d.defaclobjtype::text, x.*
              FROM pg_default_acl d, aclexplode(d.defaclacl) x
          ) held
         WHERE held.grantee <> 'countersign_owner'::regrole GROUP BY held.what, held.grantee""",
    "event_codes": """
        SELECT login || ' ' || code,
               concat_ws('; ',
                 coalesce(nullif(array_to_string(moves, ', '), ''), 'changes no status'),
                 'facts ' || coalesce(nullif(array_to_string(required, ' '), ''), 'none'),
                 nullif('of at most ' || array_to_string(allowed, ' '), 'of at most '),
                 'ends in ' || array_to_string(outcomes, ', '),
                 CASE WHEN anonymous THEN 'may be nobody''s act' END)
          FROM audit.code_right""",
}


def read(connection: psycopg.Connection[Any]) -> dict[str, dict[str, str]]:
    """Return the listing of a database: section, name of the thing, its text.

    Args:
        connection: of a superuser, who sees everything.
    """
    found: dict[str, dict[str, str]] = {}
    for section, statement in SECTIONS.items():
        rows = connection.execute(statement).fetchall()  # type: ignore[call-overload]
        found[section] = {str(name): _spelt(str(text)) for name, text in sorted(rows)}
    return found


def _spelt(text: str) -> str:
    """Return a text in one of the two spellings that PostgreSQL gives a list before and after a dump."""
    text = re.sub(r"\(('[^']*'::character varying)\)::text", r"\1", text)
    return re.sub(r"\(ARRAY\[([^]]*)\]\)::text\[\]", r"ARRAY[\1]", text).strip()


def written(section: Mapping[str, str]) -> str:
    """Return one section as the text of its file."""
    if any("\n" in text for text in section.values()):
        return "\n".join(f"{HEAD}{name}\n{text}\n" for name, text in section.items())
    return "".join(f"{name}: {text}\n" for name, text in section.items())


def parsed(text: str) -> dict[str, str]:
    """Return what `written` wrote."""
    if text.startswith(HEAD):
        parts = (part.partition("\n") for part in text.removeprefix(HEAD).split(f"\n{HEAD}"))
        return {name: body.strip() for name, _, body in parts}
    return {name: body for name, _, body in (line.partition(": ") for line in text.splitlines())}


def committed() -> dict[str, dict[str, str]]:
    """Return the listing that is kept with the tests."""
    return {
        section: parsed((LISTING / f"{section}.txt").read_text(encoding="utf-8"))
        for section in SECTIONS
    }


def keep(listing: Mapping[str, Mapping[str, str]]) -> None:
    """Write the committed listing anew."""
    LISTING.mkdir(exist_ok=True)
    for section, held in listing.items():
        (LISTING / f"{section}.txt").write_text(written(held), encoding="utf-8")


def differences(
    expected: Mapping[str, Mapping[str, str]], found: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, str, str]]:
    """Return each (section, name, what is wrong) in which a database differs from what is expected."""
    wrong = []
    for section in SECTIONS:
        before, now = expected[section], found[section]
        for name in sorted(before.keys() | now.keys()):
            if name not in now:
                wrong.append((section, name, "is missing"))
            elif name not in before:
                wrong.append((section, name, f"is not expected: {now[name]}"))
            elif before[name] != now[name]:
                wrong.append(
                    (section, name, f"differs\n  expected {before[name]}\n  found    {now[name]}")
                )
    return wrong
