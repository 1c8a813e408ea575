"""Envelope v1 in its plainest form, as one pattern: most entries match it, and need no JSON reader.

Must not accept what `entries.py` would refuse. What does not match is not wrong: it is read there, in full.
"""

from __future__ import annotations

import re
from datetime import datetime

from .entry import READ_IN_FULL, Entry

# Texts without any escape: each character of the text is one of the JSON, so that lengths can be said here.
_PLAIN = r'[^"\\\x00-\x1f]'
_CODE = r"[a-z0-9_]+(?:\.[a-z0-9_]+)*"
_TIME = r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{6}Z"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TEXT = f'(?:null|"{_PLAIN}{{1,500}}+")'
# Fifteen digits are always below 2**53; minus zero has another spelling.
_SCALAR = f'(?:null|true|false|0|-?[1-9][0-9]{{0,14}}|"{_PLAIN}*+")'
_DIGEST = '"[0-9a-f]{64}"'
_VALUE = rf"(?:{_SCALAR}|\[(?:{_SCALAR}(?:,{_SCALAR})*+)?\])"


def _object(value: str) -> str:
    pair = f'"[a-z_0-9]+":{value}'
    return rf"\{{(?:{pair}(?:,{pair})*+)?\}}"


def _named(name: str) -> str:
    return f'(?:null|"(?P<{name}>{_PLAIN}{{1,500}}+)")'


_ENTRY = re.compile(
    rf'\{{"body":\{{"code":"(?P<code>{_CODE})",'
    rf'"commitments":(?P<commitments>{_object(_DIGEST)}),'
    rf'"facts":(?P<facts>{_object(_VALUE)}),'
    rf'"object":\{{"id":{_TEXT},"type":(?:null|"(?P<type>{_CODE})")\}},'
    rf'"occurred_at":"(?P<occurred>{_TIME})","outcome":"(?P<outcome>success|refused|error)",'
    rf'"reason":{_TEXT},"request_id":(?:null|"(?P<request>{_UUID})"),"status_after":{_TEXT},'
    rf'"who":\{{"account":{_named("account")},"person":{_named("person")},"role":"(?P<role>{_CODE})",'
    rf'"session":{_TEXT}\}}\}},'
    rf'"event_id":(?P<event>[1-9][0-9]{{0,14}}),"installation":"(?P<installation>{_PLAIN}{{1,100}})",'
    rf'"login":"{_PLAIN}{{1,63}}+","previous":(?:null|"(?P<previous>[0-9a-f]{{64}})"),'
    rf'"recorded_at":"(?P<recorded>{_TIME})","request_seq":(?:null|(?P<seq>[1-9][0-9]{{0,14}})),'
    r'"schema":1\}',
    re.ASCII,
)
# A quotation mark that is followed by a colon ends a key, because texts here have no quotation marks.
_KEYS = re.compile(r'"([a-z_0-9]+)":')


def match(data: bytes) -> Entry | None:
    """The entry of a leaf's bytes where it has the plainest form; None where it has to be read in full."""
    try:
        found = _ENTRY.fullmatch(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if found is None:
        return None
    (
        code, commitments, facts, kind, occurred, outcome, request, account, person, role, event,
        installation, previous, recorded, seq,
    ) = found.groups()  # fmt: skip
    place = int(seq) if seq else 0
    if code in READ_IN_FULL or len(code) > 100 or len(role) > 100 or len(kind or "") > 100:
        return None
    names = _KEYS.findall(facts)
    if not _is_sorted(_KEYS.findall(commitments)) or not _is_sorted(names):
        return None
    if (seq is None) != (request is None) or (previous is None) != (place < 2):
        return None
    try:
        datetime.fromisoformat(occurred)
        datetime.fromisoformat(recorded)
    except ValueError:
        return None
    return Entry(
        int(event),
        installation,
        recorded,
        bytes.fromhex(request.replace("-", "")) if request else None,
        place,
        bytes.fromhex(previous) if previous else bytes(32),
        None,
        code,
        outcome,
        role,
        account,
        person,
        tuple(names),
        None,
    )


def _is_sorted(keys: list[str]) -> bool:
    """Whether the keys of an object are in order and none stands twice."""
    return len(keys) < 2 or keys == sorted(set(keys))
