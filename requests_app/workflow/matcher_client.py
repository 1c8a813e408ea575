"""The client of a matcher, as the registry has it, and the key that signs its grants.

Must be reached by the two use cases alone that hold what a grant says against the record: `forward` and
`fetch_candidate`.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from requests_app.dispatch.client import OsiaClient
from requests_app.dispatch.errors import NotConfigured
from requests_app.dispatch.types import ScoreScale, Timeouts
from requests_app.registry.models import Matcher
from requests_app.wire import keys


@lru_cache(maxsize=1)
def _key_in(path: str) -> Ed25519PrivateKey:
    return keys.load_private_key(Path(path))


def grant_key() -> Ed25519PrivateKey:
    """The key that signs grants, which the dispatcher alone can read."""
    return _key_in(str(settings.COUNTERSIGN_GRANT_KEY_FILE))


def timeouts_of(matcher: Matcher) -> Timeouts:
    """How long one call to a matcher may take."""
    read = float(matcher.read_timeout_seconds)
    return Timeouts(read=read, total=read + 60)


def client_of(matcher: Matcher) -> OsiaClient:
    """The client of a matcher, as its entry in the registry says.

    Raises:
        NotConfigured: without TLS, or with certificates that are missing or cannot be used.
    """
    scale = ScoreScale(
        name=matcher.score_scale,
        engine=matcher.code,
        engine_version="",
        minimum=Decimal(matcher.score_minimum) if matcher.score_minimum else None,
        maximum=Decimal(matcher.score_maximum) if matcher.score_maximum else None,
        higher_is_better=not matcher.lower_is_better,
    )
    certificate = None
    if matcher.wants_client_certificate:
        folder = Path(settings.COUNTERSIGN_MATCHER_CERTIFICATE_FOLDER or "/nonexistent")
        files = [folder / f"{matcher.code}.{kind}" for kind in ("crt", "key")]
        if not all(file.is_file() for file in files):
            raise NotConfigured("client_certificate_missing", sent="no")
        certificate = (str(files[0]), str(files[1]))
    return OsiaClient(
        matcher.base_url,
        scale=scale,
        timeouts=timeouts_of(matcher),
        ca_pem=matcher.ca_certificate,
        client_certificate=certificate,
    )
