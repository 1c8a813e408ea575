"""Refuses names and addresses under which a sign-in would not be safe, or would not work.

It must not say the password in an address.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl, urlsplit

from django.conf import settings
from django.core.checks import Error

from requests_app.ops.refusals.codes import Code, production_only, refusal

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
FULL_NAME = re.compile(
    rf"(?=.{{1,253}}\Z)(?:{LABEL}\.)+(?=[a-z0-9-]*[a-z]){LABEL}\Z", re.IGNORECASE
)
OF_THIS_MACHINE = ("localhost", "localdomain")
BROKER_LIKE = "Set it like rediss://:password@host:6379/0."
OWN_AUTHORITY = frozenset({"ssl_ca_certs", "ssl_ca_path"})
"""What an address of the broker may say beside the address: who vouches for its certificate."""


@production_only
def check_hosts(**_: object) -> Iterator[Error]:
    """Refuse to answer to any name but full ones, and an origin that is not one of them."""
    if settings.COUNTERSIGN_PROCESS == "sequencer":
        return  # it answers to none
    unfit = [host for host in settings.ALLOWED_HOSTS if not _is_full(host.strip("[]"))]
    if unfit or not settings.ALLOWED_HOSTS:
        what = f"names {', '.join(map(repr, unfit))}" if unfit else "is empty"
        yield refusal(
            Code.HOSTS,
            f"COUNTERSIGN_HOSTS {what}. A wildcard would answer to any name, a name of this very "
            "machine or one without a dot to names that are not this installation's alone.",
            "Set it to the full host names of this installation, without port, separated by commas.",
        )
    problem = _problem_of_origin(settings.COUNTERSIGN_PUBLIC_ORIGIN)
    if problem:
        yield refusal(
            Code.ORIGIN,
            f"COUNTERSIGN_PUBLIC_ORIGIN {problem}.",
            "Set it to the https address at which people open this installation, without a path, "
            "like https://countersign.agency.example",
        )
    elif not unfit and settings.ALLOWED_HOSTS:
        host = urlsplit(settings.COUNTERSIGN_PUBLIC_ORIGIN).hostname
        if host not in {each.strip("[]").lower() for each in settings.ALLOWED_HOSTS}:
            yield refusal(
                Code.ORIGIN_ELSEWHERE,
                f"COUNTERSIGN_PUBLIC_ORIGIN leads to {host!r}, which COUNTERSIGN_HOSTS does not name: "
                "every page opened there would be refused.",
                "Add that host to COUNTERSIGN_HOSTS, or mend the origin.",
            )


@production_only
def check_broker(**_: object) -> Iterator[Error]:
    """Refuse a broker that anybody could write to, that anybody could be, or that is none."""
    if settings.COUNTERSIGN_PROCESS in {"owner", "sequencer"}:
        return
    address = _of_broker(settings.COUNTERSIGN_BROKER_URL)
    if address is None:
        yield refusal(
            Code.NO_BROKER,
            "COUNTERSIGN_BROKER_URL is no address of a Redis: only redis:// and rediss:// with a "
            "host, a port and the number of a database are.",
            BROKER_LIKE,
        )
        return
    if not address.password:
        yield refusal(
            Code.OPEN_BROKER,
            "COUNTERSIGN_BROKER_URL has no password: whoever reaches that Redis could write to it.",
            f"Give that Redis a password. {BROKER_LIKE}",
        )
    if address.scheme == "redis" and not _is_here(address.hostname or ""):
        yield refusal(
            Code.BROKER_IN_THE_CLEAR,
            "COUNTERSIGN_BROKER_URL reaches another machine without TLS: its password could be read "
            "on the way.",
            f"Switch on TLS in that Redis. {BROKER_LIKE}",
        )
    if any(name not in OWN_AUTHORITY for name, _ in parse_qsl(address.query, True)):
        yield refusal(
            Code.BROKER_UNCHECKED,
            "COUNTERSIGN_BROKER_URL has options that could keep the certificate of that Redis from "
            "being checked.",
            "Remove everything from the question mark on; only ssl_ca_certs and ssl_ca_path, which "
            "name your own certificate authority, may stand there.",
        )


def _problem_of_origin(text: str) -> str:
    """Return in words what is wrong with the origin, or nothing."""
    try:
        origin = urlsplit(text)
        host, port = origin.hostname or "", origin.port
    except ValueError:
        return "is no address"
    plain = f"https://{f'[{host}]' if ':' in host else host}{f':{port}' if port else ''}"
    if origin.scheme != "https":
        return "does not begin with https"
    if _is_here(host):
        return "names this very machine"
    if not _is_full(host):
        return "has no full host name"
    return "" if text.lower() == plain else "is more than https, a host and perhaps a port"


def _of_broker(text: str) -> SplitResult | None:
    """Return the parts of a broker's address, or None for what is no such address."""
    try:
        address = urlsplit(text)
        ok = address.scheme in {"redis", "rediss"} and address.hostname and address.port != 0
    except ValueError:
        return None
    whole = ok and not address.fragment and not re.search(r"[;,\s]", address.netloc)
    return address if whole and re.fullmatch(r"/?[0-9]{0,4}", address.path) else None


def _is_here(host: str) -> bool:
    """Say whether a name or an address means this very machine."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.lower().rstrip(".").rsplit(".", 1)[-1] in OF_THIS_MACHINE
    return address.is_loopback or address.is_unspecified


def _is_full(host: str) -> bool:
    """Say whether this is the address or the full name of a host, and not of this very machine."""
    if _is_here(host):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(FULL_NAME.match(host))
    return True
