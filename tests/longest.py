"""The files that take longest: a whole run begins with them, and `make quick` leaves most of them out.

A file's tests stay together on one worker, so a long file that began last would leave the other worker idle.
"""

from __future__ import annotations

FILES = (
    # A browser.
    "tests/journeys/test_whole_way.py",
    "tests/journeys/test_every_page.py",
    "tests/journeys/test_forms_of_roles.py",
    "tests/journeys/test_roles_that_read.py",
    "tests/journeys/test_confirming_a_decision.py",
    "tests/journeys/test_administrator.py",
    "tests/journeys/test_sign_in.py",
    "tests/journeys/test_operator.py",
    "tests/journeys/test_drafts_of_a_decision.py",
    "tests/journeys/test_exhibit.py",
    "tests/journeys/test_on_a_phone.py",
    "tests/journeys/test_preview_of_a_picture.py",
    "tests/journeys/test_pictures.py",
    "tests/look/test_scripts.py",
    # Sweeps: everybody, everywhere, at every status.
    "tests/permissions/test_access_matrix.py",
    "tests/audit/test_every_use_case.py",
    "tests/permissions/test_who_may.py",
    "tests/permissions/test_every_url.py",
    "tests/growth/test_pages.py",
    "tests/audit/test_export.py",
    "tests/workflow/test_remembered_packs.py",
    "tests/workflow/test_packs_that_advise.py",
    "tests/database/test_rows_stay.py",
    "tests/database/test_rows_need_events.py",
    "tests/database/test_searches_under_attack.py",
    "tests/web/auditor/test_console.py",
    "tests/web/officer/test_asking.py",
    "tests/audit/test_all_or_nothing.py",
    "tests/concurrency/test_deciding.py",
    "tests/concurrency/test_sending.py",
    # Processes of their own: commands, services, the matcher.
    "tests/ops/test_production.py",
    "tests/ops/test_configure_agency.py",
    "tests/ops/test_log_under_load.py",
    "tests/trial/test_tour.py",
    "tests/workflow/test_database_away.py",
    "tests/workflow/test_sending.py",
    "tests/workflow/test_answers_not_recorded.py",
    "tests/tasks/test_own_sweeps.py",
    "tests/tasks/test_broker.py",
    "tests/tasks/test_bad_messages.py",
    "tests/ops/test_bootstrap.py",
    "tests/ops/test_hostile_messages.py",
    "tests/trial/test_embedded.py",
    "tests/trial/test_half_open.py",
    "tests/ops/test_proxy.py",
    "tests/workflow/test_decoding_in_turn.py",
    "tests/trial/test_private_files.py",
    "tests/trial/test_trial_is_closed.py",
    "tests/refmatcher/test_attacks.py",
    "tests/web/examiner/test_candidates.py",
    "tests/web/test_links_lead_somewhere.py",
    "tests/dispatch/test_client_hostile.py",
)
"""Longest first of each kind; `make quick` leaves these out."""

SOON_AFTER = (
    "tests/workflow/test_sending_tells_the_truth.py",
    "tests/workflow/test_destroying_content.py",
    "tests/web/test_damaged.py",
    "tests/database/test_leads_under_attack.py",
    "tests/audit/test_facts_of_a_wrong_shape.py",
    "tests/audit/test_append_only.py",
    "tests/accounts/test_two_people_any_timing.py",
    "tests/database/test_decisions_under_attack.py",
    "tests/web/test_numbers.py",
    "tests/audit/test_disclosures.py",
)
"""A minute or two each, and reaching much of the code: `make quick` runs them too."""
