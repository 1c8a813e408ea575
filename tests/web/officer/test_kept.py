"""A session that ran out while somebody was typing: after signing in again, nothing is lost."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from requests_app.accounts.sign_in_events import LAST_ACTIVE_AT
from requests_app.searches import content
from tests import builders
from tests.web.officer.typing_in import question, seen_on


def test_a_page_sent_after_the_session_ran_out_is_kept(agency: Any, officer: Client) -> None:
    row = builders.drafted(agency)
    url = question(row, "effectiveness")
    typed = "A long and careful reason,\nin two lines, with “quotes” & an ampersand."
    seen = seen_on(officer.get(url).content)
    session = officer.session
    session[LAST_ACTIVE_AT] -= 24 * 3600
    session.save()
    answer = officer.post(url, {"why_in_gallery": typed, "seen": seen})
    assert answer.status_code == 302
    assert content.open_draft(row).effectiveness.why_in_gallery != typed
    again = officer.post(
        answer.url, {"login": "officer", "password": builders.PASSWORD, "banner": "on"}
    )
    kept = officer.get(again.url).content.decode()
    fields = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', kept)
    }
    assert fields["why_in_gallery"].replace("\r\n", "\n") == typed
    assert officer.post(url, fields).status_code == 302
    saved = content.open_draft(row).effectiveness.why_in_gallery
    assert saved.replace("\r\n", "\n") == typed
