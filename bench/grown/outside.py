"""Events without a request: sign-ins, readings of the log, changes of accounts, refusals, by thousands of accounts.

Some are rare on purpose: what is found seldom among millions is what a page is slowest to find.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass

from grown.people import Crowd, Someone

from requests_app.wire import canonical

RARE_CODE, RARE_EVENTS = "account.unlocked", 3
RARE_ROLE, RARE_ROLE_EVENTS = "oversight", 40


@dataclass(frozen=True)
class Outside:
    r"""One event without a request, but for what the database adds to it.

    Attributes:
        at: when, in microseconds; code to object_id: as columns, `\\N` where there is none.
        body: the entry's body with `%s` for the moment; opening: of its commitment, or none.
    """

    at: int
    code: str
    outcome: str
    reason: str
    role: str
    account: str
    person: str
    object_type: str
    object_id: str
    body: str
    opening: tuple[str, str, str] | None


@dataclass(frozen=True)
class _Kind:
    code: str
    share: float
    facts: dict[str, object]
    outcome: str = "success"
    reason: str | None = None
    about: str = "itself"
    by: str = "anybody"


KINDS = (
    _Kind("session.opened", 0.44, {"factors": ["password"]}),
    _Kind("session.ended", 0.37, {"cause": "signed_out"}),
    _Kind("log.viewed", 0.06, {"filters": {}, "shown": 50}, about="", by="auditor"),
    _Kind("account.changed", 0.10, {"fields": ["unit"]}, about="account", by="administrator"),
    _Kind("session.confirmed", 0.029, {"factors": ["password"]}),
    _Kind("sign_in.failed", 0.0008, {}, "refused", "wrong_password", about="account", by="nobody"),
    _Kind("action.refused", 0.0002, {"action": "decide"}, "refused", "role_missing", about=""),
)
NOBODY = r"\N"


def all_of(
    crowd: Crowd, few: dict[str, Someone], count: int, *, begin: int, end: int
) -> Iterator[Outside]:
    """So many events between two moments, oldest first.

    Args:
        crowd: who there is; few: by their role, those whose role only few hold.
    """
    times = sorted(random.sample(range(begin, end), count))
    chosen = random.choices(KINDS, [kind.share for kind in KINDS], k=count)
    rare = random.sample(range(count), RARE_EVENTS + RARE_ROLE_EVENTS + 1)
    special: dict[int, tuple[_Kind, Someone]] = {}
    unlocked = _Kind(RARE_CODE, 0, {}, about="account")
    for place in rare[:RARE_EVENTS]:
        special[place] = (unlocked, few["account_administrator"])
    for place in rare[RARE_EVENTS:-1]:
        special[place] = (KINDS[2], few[RARE_ROLE])
    special[rare[-1]] = (KINDS[0], crowd.lone)
    anybody = crowd.new[:-1]
    for place, at in enumerate(times):
        kind = chosen[place]
        if place in special:
            kind, who = special[place]
        elif kind.by == "auditor":
            who = few["privacy_auditor"]
        elif kind.by == "administrator":
            who = few["account_administrator"]
        else:
            who = random.choice(anybody)
        yield _event(kind, who, random.choice(anybody).account, at)


def _event(kind: _Kind, who: Someone, other: str, at: int) -> Outside:
    itself = kind.about == "itself"
    role = "account" if itself or kind.by == "nobody" else who.role
    about = who.account if itself else other if kind.about else ""
    account, person = ("", "") if kind.by == "nobody" else (who.account, who.person)
    commitments, opening = {}, None
    if itself:
        key, value = os.urandom(32), f"203.0.113.{random.randrange(256)}"
        commitments = {"source": hmac.new(key, value.encode(), hashlib.sha256).hexdigest()}
        opening = ("source", r"\\x" + key.hex(), value)
    body = _body(kind, json.dumps(commitments, separators=(",", ":")), about, account, person, role)
    return Outside(
        at, kind.code, kind.outcome, kind.reason or NOBODY, role, account or NOBODY,
        person or NOBODY, "account" if about else NOBODY, about or NOBODY, body, opening,
    )  # fmt: skip


def _body(kind: _Kind, commitments: str, about: str, account: str, person: str, role: str) -> str:
    def text(value: str | None) -> str:
        return f'"{value}"' if value else "null"

    session = os.urandom(32).hex() if account else ""
    return (
        f'{{"code":"{kind.code}","commitments":{commitments}'
        f',"facts":{canonical.encode(kind.facts).decode()}'
        f',"object":{{"id":{text(about)},"type":{text("account" if about else "")}}}'
        f',"occurred_at":"%s","outcome":"{kind.outcome}","reason":{text(kind.reason)}'
        f',"request_id":null,"status_after":null,"who":{{"account":{text(account)}'
        f',"person":{text(person)},"role":"{role}","session":{text(session)}}}}}'
    )
