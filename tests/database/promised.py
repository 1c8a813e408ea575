"""What each database login was promised, written by hand: privileges on tables, and columns it may change.

Must not read `database_rights.py`: that one is what is granted.
"""

from __future__ import annotations

RUN_TIME = ("web", "worker", "dispatcher", "auditor", "sequencer")
NOTHING, S, SI, SU, SD, SIU, SIUD = "", "S", "SI", "SU", "SD", "SIU", "SIUD"

# Table -> what web, worker, dispatcher and auditor hold on it or on any of its columns:
# S(elect), I(nsert), U(pdate), D(elete). Nobody truncates, references or makes triggers.
_OF_SEARCHES: dict[str, tuple[str, str, str, str]] = {
    "account_emailaddress": (S, NOTHING, NOTHING, NOTHING),
    "account_emailconfirmation": (NOTHING, NOTHING, NOTHING, NOTHING),
    "account_throttle": (SIUD, NOTHING, NOTHING, NOTHING),
    "accounts_account": (SIU, S, S, S),
    "accounts_account_groups": (S, S, S, S),
    "accounts_account_user_permissions": (S, S, S, S),
    "accounts_certificate": (SIU, S, S, S),
    "accounts_credentiallink": (SIU, NOTHING, NOTHING, NOTHING),
    "accounts_decideright": (SIU, S, S, S),
    "accounts_letter": (SIU, SIU, S, S),
    "accounts_person": (SI, S, S, S),
    "accounts_powerproposal": (SIU, S, S, S),
    "accounts_roleassignment": (SIU, S, S, S),
    "accounts_unit": (SIU, S, S, S),
    "accounts_unitpermissionheld": (SI, S, S, S),
    "audit_export": (SIU, SU, NOTHING, S),
    "audit_refusalcount": (SIUD, NOTHING, NOTHING, NOTHING),
    "auth_group": (S, NOTHING, NOTHING, NOTHING),
    "auth_group_permissions": (S, NOTHING, NOTHING, NOTHING),
    "auth_permission": (S, S, S, S),
    "dispatch_attempt": (S, S, SIU, S),
    "dispatch_dispatch": (SIU, SU, SU, S),
    "dispatch_logcheck": (SU, SI, S, S),
    "dispatch_searchresult": (S, S, SI, S),
    "django_content_type": (S, S, S, S),
    "django_migrations": (S, S, S, S),
    "django_session": (SIUD, NOTHING, NOTHING, NOTHING),
    "guardian_groupobjectpermission": (S, S, S, S),
    "guardian_userobjectpermission": (S, S, S, S),
    "mfa_authenticator": (SIUD, NOTHING, NOTHING, NOTHING),
    "ops_heartbeat": (S, SIU, SIU, S),
    "ops_installation": (S, S, S, S),
    "registry_agency": (S, S, S, S),
    "registry_gallery": (S, S, S, S),
    "registry_jurisdictionproposal": (SIU, S, S, S),
    "registry_matcher": (S, S, SU, S),
    "registry_packsignoff": (SIU, S, S, S),
    "registry_paper": (S, S, S, S),
    "registry_packversion": (SI, S, SI, S),
    "registry_retentionperiod": (S, S, S, S),
    "searches_aliketext": (SI, S, S, S),
    "searches_authorisation": (SI, S, S, S),
    "searches_candidatepicture": (SIU, S, SU, S),
    "searches_checkrun": (SI, S, SI, S),
    "searches_claim": (SIU, SU, SU, S),
    "searches_conclusion": (SI, S, S, S),
    "searches_leaddecision": (SI, S, S, S),
    "searches_leadrecall": (SI, S, S, S),
    "searches_endedunexamined": (SI, S, S, S),
    "searches_holdreview": (SI, S, S, S),
    "searches_followup": (SI, S, S, S),
    "searches_incident": (SIU, S, S, S),
    "searches_incidentowner": (SI, S, S, S),
    "searches_contentkey": (SI, NOTHING, S, NOTHING),
    "searches_decision": (SI, S, S, S),
    "searches_disclosurepack": (SIU, S, S, S),
    "searches_disclosurepart": (SI, S, S, S),
    "searches_draft": (SIU, S, S, S),
    "searches_examination": (SIU, S, S, S),
    "searches_examinationdraft": (SIU, S, S, S),
    "searches_finding": (SI, S, SI, S),
    "searches_justification": (SI, S, S, S),
    "searches_kepttyping": (S + "ID", SD, S, S),
    "searches_legalhold": (SIU, S, S, S),
    "searches_notice": (SIU, SIU, SI, S),
    "searches_probe": (SI, S, S, S),
    "searches_probefingerprint": (SI, S, S, S),
    "searches_reading": (SI, S, S, S),
    "searches_searchrequest": (SIU, SU, SU, S),
    "searches_storedfile": (SIU, S, SI, S),
    "searches_textsignature": (SI, NOTHING, S, NOTHING),
}

# The sequencer works in the log's own schema.
_OF_SEQUENCER = {"django_migrations": S, "ops_heartbeat": SIU, "ops_installation": S}
HELD = {table: (*each, _OF_SEQUENCER.get(table, NOTHING)) for table, each in _OF_SEARCHES.items()}

# The columns that a login may change: exactly these. Nobody changes a whole row.
COLUMNS: dict[tuple[str, str], set[str]] = {
    ("web", "account_throttle"): {"value", "expires"},
    ("web", "audit_export"): {"state"},
    ("web", "audit_refusalcount"): {"repeated"},
    ("web", "accounts_account"): {
        "password", "password_set_at", "must_set_password", "last_login", "session_generation",
        "is_active", "disabled_at", "disabled_by_id", "disabled_reason",
        "failed_sign_ins", "last_failed_at", "locked_at", "locked_until",
    },
    ("web", "accounts_certificate"): {
        "confirmed_at", "confirmed_by_id", "confirmed_by_person_id",
        "withdrawn_at", "withdrawn_by_id", "withdrawn_reason",
    },
    ("web", "accounts_credentiallink"): {"used_at", "revoked_at"},
    ("web", "accounts_decideright"): {"withdrawn_at", "withdrawn_by_id", "withdrawn_reason"},
    ("web", "accounts_letter"): {"email_attempts", "email_next_at"},
    ("web", "accounts_powerproposal"): {
        "outcome", "decided_at", "decided_by_id", "decided_by_person_id", "decision_reason",
    },
    ("web", "accounts_roleassignment"): {"withdrawn_at", "withdrawn_by_id", "withdrawn_reason"},
    ("web", "accounts_unit"): {"name_en", "name_fr", "is_active"},
    ("web", "dispatch_dispatch"): {
        "state", "attempt", "next_attempt_at", "finished_at", "last_error",
    },
    ("web", "dispatch_logcheck"): {"lifted_at", "lifted_by_id", "lifted_by_person_id"},
    ("web", "django_session"): {"session_data", "expire_date"},
    ("web", "mfa_authenticator"): {"data", "last_used_at"},
    ("web", "searches_legalhold"): {
        "released_at", "released_by_id", "released_by_person_id", "sealed_release",
    },
    ("web", "registry_jurisdictionproposal"): {
        "outcome", "settled_at", "settled_by_id", "settled_by_person_id", "settled_reason",
    },
    ("web", "registry_packsignoff"): {
        "outcome", "settled_at", "settled_by_id", "settled_by_person_id", "settled_reason",
    },
    ("web", "searches_candidatepicture"): {
        "state", "attempt", "next_attempt_at", "examination_id", "asked_by_id", "asked_at", "ended_at", "error",
    },
    ("web", "searches_claim"): {"ended_at", "ended_how", "until", "first_until"},
    ("web", "searches_disclosurepack"): {
        "made_at", "manifest", "file_sha256", "file_size", "parts", "left_out",
    },
    ("web", "searches_draft"): {"sealed", "revision", "saved_at"},
    ("web", "searches_examination"): {"ended_at", "ended_how", "until"},
    ("web", "searches_examinationdraft"): {"sealed", "revision", "saved_at"},
    ("web", "searches_incident"): {
        "outcome", "undone", "not_needed", "closed_by_id", "closed_by_person_id", "closed_at", "sealed_closing",
    },
    ("web", "searches_notice"): {"read_at", "email_attempts", "email_next_at"},
    ("web", "searches_searchrequest"): {
        "status", "status_since", "version", "submitted_at", "lapses_at", "urgency", "needed_by",
        "required_roles", "case_lookup", "description_locked_at", "probe_id",
    },
    ("web", "searches_storedfile"): {"removed_at"},
    ("worker", "accounts_letter"): {
        "emailed_at", "email_attempts", "email_next_at", "email_tried_at", "email_error",
    },
    ("worker", "audit_export"): {
        "state", "rows_done", "rows_total", "progress_at", "finished_at", "failure", "files",
    },
    ("worker", "dispatch_dispatch"): {"state", "finished_at", "last_error"},
    ("worker", "ops_heartbeat"): {"at"},
    ("worker", "searches_claim"): {"ended_at", "ended_how"},
    ("worker", "searches_notice"): {
        "emailed_at", "email_attempts", "email_next_at", "email_tried_at", "email_error",
    },
    ("worker", "searches_searchrequest"): {"status", "status_since"},
    ("dispatcher", "searches_candidatepicture"): {
        "state", "attempt", "fence", "lease_until", "next_attempt_at", "ended_at", "error",
        "sealed", "sealed_key", "sealed_about",
    },
    ("dispatcher", "dispatch_attempt"): {"ended_at", "outcome", "error", "http_status"},
    ("dispatcher", "dispatch_dispatch"): {
        "state", "attempt", "fence", "lease_owner", "lease_until", "next_attempt_at",
        "finished_at", "last_error",
    },
    ("dispatcher", "ops_heartbeat"): {"at"},
    ("dispatcher", "registry_matcher"): {"consecutive_failures", "open_until"},
    ("dispatcher", "searches_claim"): {"ended_at", "ended_how"},
    ("dispatcher", "searches_searchrequest"): {"status", "status_since"},
    ("sequencer", "ops_heartbeat"): {"at"},
}  # fmt: skip
