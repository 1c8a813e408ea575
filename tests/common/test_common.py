"""The clock, the errors and the reference numbers.

Must not restate the code: the check characters come from the standard's published example.
"""

import re
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from requests_app.common import clock, errors
from requests_app.common.references import check_character, format_reference


def test_check_character_agrees_with_published_global_release_identifier():
    # The example of the Global Release Identifier handbook: A1-2425G-ABC1234002-M.
    assert check_character("A12425GABC1234002") == "M"


def test_a_reference_has_its_shape():
    assert re.fullmatch(r"CS-2026-000042-[0-9A-Z]", format_reference(2026, 42))


def test_every_single_slip_and_every_swap_of_neighbours_is_found():
    compact = format_reference(2026, 123456).replace("-", "")
    payload, last = compact[:-1], compact[-1]
    assert check_character(payload) == last
    for place in range(2, len(payload)):
        for other in "0123456789":
            if other != payload[place]:
                slipped = payload[:place] + other + payload[place + 1 :]
                assert check_character(slipped) != last
    for place in range(2, len(payload) - 1):
        a, b = payload[place], payload[place + 1]
        if a != b:
            swapped = payload[:place] + b + a + payload[place + 2 :]
            assert check_character(swapped) != last


@pytest.mark.parametrize(("year", "number"), [(999, 1), (10_000, 1), (2026, 0), (2026, 1_000_000)])
def test_numbers_out_of_range_make_no_reference(year, number):
    with pytest.raises(ValueError):
        format_reference(year, number)


def test_the_clock_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


def test_the_clock_cannot_be_held_where_nobody_permitted_it():
    program = (
        "from datetime import UTC, datetime\n"
        "from requests_app.common import clock\n"
        "try:\n"
        "    with clock.hold(datetime(2020, 1, 1, tzinfo=UTC)): print('held')\n"
        "except clock.HoldingRefused: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "refused"


def test_a_held_clock_stands_still_here_and_runs_elsewhere():
    clock.permit_holding()
    moment = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    elsewhere = []
    with clock.hold(moment):
        assert clock.now() == moment
        assert clock.now().tzinfo is UTC
        thread = threading.Thread(target=lambda: elsewhere.append(clock.now()))
        thread.start()
        thread.join()
    assert elsewhere[0] != moment
    assert clock.now() > moment
    with pytest.raises(ValueError), clock.hold(datetime(2026, 3, 1)):  # noqa: DTZ001 - the point
        pass


def test_errors_carry_codes_and_parameters_but_print_only_the_code():
    error = errors.BadInput({"case_number": ["wrong_pattern"]})
    assert error.field_errors == {"case_number": ["wrong_pattern"]}
    assert error.params["field_errors"] == {"case_number": ["wrong_pattern"]}
    assert str(error) == "bad_input"
    assert errors.NotPermitted("own_request").reason == "own_request"
    assert errors.StaleRead(["justification"]).changes == ["justification"]
    ours = [
        cls for cls in errors.CountersignError.__subclasses__() if cls.__module__ == errors.__name__
    ]
    assert len({cls.code for cls in ours}) == len(ours) == 7
