"""The narrowing of a search that may travel: listed keys only, and one digest over exactly them.

Must never let through a person, a birth date or any protected trait.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

from requests_app.wire.shapes import Malformed

# OSIA spells it so. A further key is a decision about rights, not about code.
_ALLOWED: Mapping[str, list[Any]] = {"biometricType": [["FACE"]]}


def check_filter(value: Any) -> dict[str, Any]:
    """The filter when it holds only what is allowed; raises Malformed otherwise."""
    if not isinstance(value, Mapping):
        raise Malformed("The filter is not an object.")
    for key, wanted in value.items():
        if key not in _ALLOWED or wanted not in _ALLOWED[key]:
            raise Malformed("The filter asks for something that is not on the list.")
    return dict(value)


def filter_digest(value: Mapping[str, Any]) -> str:
    """Hex SHA-256 over the RFC 8785 bytes of a filter; raises Malformed as `check_filter` does."""
    return hashlib.sha256(rfc8785.dumps(check_filter(value))).hexdigest()


EMPTY_FILTER_DIGEST = filter_digest({})
