"""An address that is put together quickly is the one that Django gives."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from requests_app.web.templatetags.addresses import address


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("auditor:event", [1, 42, 9_007_199_254_740_993, 8_765_432_109_876_543]),
        ("auditor:proof", [7]),
        ("auditor:timeline", [uuid4(), UUID(int=0), UUID(int=8_765_432_109_876_543)]),
    ],
)
@pytest.mark.parametrize("prefix", ["/", "/countersign/"])
def test_it_is_the_address_of_the_object(name: str, keys: list[int | UUID], prefix: str) -> None:
    set_script_prefix(prefix)
    try:
        for key in keys:
            assert address(name, key) == reverse(name, args=[key])
            assert address(name, key).startswith(prefix)
    finally:
        set_script_prefix("/")


def test_an_address_that_there_is_not_is_a_fault() -> None:
    with pytest.raises(NoReverseMatch):
        address("auditor:event", uuid4())
    with pytest.raises(NoReverseMatch):
        address("auditor:nothing", 1)
    for odd in (-5, None, True, '"><x', "7/../8"):
        with pytest.raises(NoReverseMatch):
            address("auditor:event", odd)  # type: ignore[arg-type]
