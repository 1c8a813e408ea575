"""Names that no Python of ours reads and that are needed all the same, each group with its reason.

For vulture (`make check`), which takes a name mentioned here for used; nothing ever runs this file.
"""

from typing import Any

named: Any = None

# fmt: off
# Formats that cross a border: their bytes and names are fixed, and a program in other hands, or the
# gate that is still to come, uses the other half.
_ = (
    named.EVENT_CODE, named.Json, named.parse_body, named.mint_inventory, named.public_pem,
    named.gate, named.request_sha256, named.candidate_count, named.configuration_sha256,
    named.register_number, named.register_head, named.MEMORY_TOO_YOUNG,
    named.MODE_NOT_OFFERED, named.PROOF_MISSING, named.PROOF_DIGEST, named.PROOF_INVALID,
    named.PROOF_UNWITNESSED, named.PROOF_STALE, named.APPROVAL_MISMATCH,
    named.APPROVAL_WRITER, named.APPROVAL_EXPIRED, named.APPROVAL_OWN_REQUEST,
    named.APPROVAL_UNSIGNED, named.ENGINE_UNAVAILABLE, named.HEADER_ENTRY,
    named.HEADER_PROOF, named.HEADER_OPENING, named.issuer_for, named.audience_for,
)

# Kept for work that is still to come: the tree of the log, the
# engine's id of an encounter, and on which day a gallery was reviewed. A code that is only refused.
_ = (
    named.root_hash, named.legal_reviewed_on,
    named.UNLAWFUL,
)

# The tree of the log and its files, which the sequencer, the signer and the verifier are to use.
_ = (
    named.open_checkpoint, named.cosign, named.RightEdge, named.root_of, named.inclusion_proof, named.consistency_proof,
    named.check_consistency, named.tile_at, named.tiles_of, named.subtree_in, named.bundle, named.entries_in,
    named.read_policy, named.read_proof,
)

# Of a candidate's picture: since when it is asked for is kept with who asked.
_ = (named.asked_at,)

# What `zipfile` reads while it writes the verifier's one file.
_ = (named.create_system,)

# The database makes a column of the hash, which the search reads in its place.
_ = (named.perceptual_hash,)

# Of a legal hold, and of a stop of all searches: who ended it is kept beside when and why.
_ = (
    named.released_by, named.released_by_person, named.lifted_by, named.lifted_by_person, named.reviewed_at, named.reviewed_by, named.reviewed_by_person, named.can_take_receipt, named.can_read_holds, named.may_release, named.released_because, named.set_at, named.set_by, named.set_by_person,
)

# Of the sheet of a lead: templates read it, and its twin checks are asked for by tests of who may.
_ = (named.recipient, named.recalled_by, named.ended_by, named.can_release_lead, named.can_recall_lead, named.can_read_lead, named.can_end_unexamined)

# Of an incident: who opened and closed it is kept beside their persons; templates read who owns it, and since when; its twin check is asked for by tests of who may.
_ = (named.opened_by, named.closed_by, named.closed_by_person, named.taken_at, named.owner_name, named.can_look_into)

# Of a disclosure pack: templates read whether its file can be taken; its twin check is asked for by tests of who may.
_ = (named.can_be_taken, named.is_outdated, named.can_disclose)

# Of a request that is closed or is to be: templates read whether it is, and what keeps its content.
_ = (named.is_held, named.is_closed)

# Keys that the format of a matcher's answer has and nothing here uses: its shape names them all, since
# a key that it does not name is refused.
_ = (named.instance, named.biometric_type, named.biometric_sub_type)

# Parts of a description, which are gone through all at once.
_ = (named.age_band, named.hair, named.mobility)

# Codes of the rules' vocabulary: the packs (YAML) and stored answers name them by value.
_ = (
    named.WARRANT_FILE, named.MISSING_PERSONS, named.DECEASED_UNIDENTIFIED,
    named.SEX_OFFENDER_REGISTER, named.CORRECTIONS, named.CSAM_VICTIM_ID,
    named.PARTNER_AGENCY, named.CHECK, named.AUTHORISE, named.FORWARD, named.EXAMINE,
    named.RELEASE, named.FOLLOWUP, named.PURGE, named.REPORT, named.DUE, named.RETAIN,
    named.LABEL, named.DISCLOSE, named.NOTIFY, named.BINDING, named.SETTLEMENT,
    named.GUIDANCE, named.TEMPLATE, named.DESIGN, named.READ_SECONDARY, named.READ_IN_PART,
    named.READ_AND_DESIGN, named.READ_SECONDARY_AND_DESIGN,
    named.READ_SECONDARY_IN_PART, named.KNOWN,
    named.KNOWN_AND_DESIGN, named.LAWFUL, named.NECESSARY, named.EFFECTIVE,
    named.PROPORTIONATE, named.LEAST_INTRUSIVE, named.PEOPLE, named.TRAINING, named.DECISION,
)

# Facts: the conditions of the rules (CEL) read them.
_ = (
    named.statute_ref_given, named.committed_on, named.citation_given, named.expires_on,
    named.legal_advice_given, named.source_given, named.case_number_valid,
    named.predicate_facts, named.authority_given, named.custody_ref_given,
    named.original_kept, named.limits_stated, named.legal_basis_given, named.min_candidates,
    named.reason_length, named.requesting_valid_until, named.is_requester,
    named.deciding_valid_until, named.enrol, named.extra_purposes, named.generic,
    named.subject_description, named.external_fr, named.req, named.img, named.db, named.alt,
    named.u, named.appr, named.srch, named.ag, named.fu, named.expired, named.FOLLOW_UP,
    named.ex, named.picture_shown, named.examining_valid_until, named.EXAMINATION,
    named.meter, named.taken_after_collected, named.described_in,
    named.evidence_ref_given, named.accountable_officer_given, named.policy_published,
    named.access_contact_given, named.complaints_contact_given,
    named.legal_review_until, named.impact_assessment_until, named.collection_until, named.regulator_disclosure_until,
    named.accuracy_report_until, named.differential_report_until, named.probe_retention_until, named.contract_until,
    named.false_positives, named.false_negatives, named.legal_review,
    named.serious_offences, named.no_expiry_stated, named.result_unit_given, named.no_prosecution_declared,
)

# A rule's own account of its source: the packs state it and must not leave it out.
_ = (
    named.implements,
)

# Cases beside a pack: tests and the benchmark read them.
_ = (
    named.load_fixtures, named.base_now,
)

# Answers: forms, documents and pages reach them by the name of the field.
_ = (
    named.on_behalf_of, named.agreement_ref, named.purpose_detail, named.offence_place,
    named.minor_justification, named.assessment, named.protected_activity_detail,
    named.gallery_reason, named.consent_or_order_ref, named.collected_by,
    named.capture_uncertainty, named.frame_ref, named.is_still, named.left_eye_y,
    named.right_eye_x, named.right_eye_y, named.q, named.other_purpose, named.happened_on,
    named.seen_at,
)

# Columns: queries name them in keywords, triggers and templates read them, records keep them.
_ = (
    named.recorded_by, named.recorded_by_person, named.confirmed_by,
    named.confirmed_by_person, named.withdrawn_by, named.secret_digest,
    named.issued_through, named.used_at, named.revoked_at, named.created_at,
    named.disabled_at, named.disabled_by, named.last_failed_at, named.locked_at,
    named.beneficiary_person, named.proposed_by_person, named.proposed_at, named.granted_at,
    named.granted_through, named.requested_at, named.progress_at, named.lease_owner,
    named.queued_at, named.grant_jti, named.ended_at, named.received_at,
    named.threshold_applied, named.made_at, named.singleton, named.spec_version,
    named.consecutive_failures, named.open_until, named.check_run, named.found_version, named.percent, named.destroyed_at,
    named.added_by, named.removed_at, named.claimed_at, named.ended_how,
    named.faces_confirmed, named.completed_by_person, named.read_at, named.emailed_at,
    named.email_attempts, named.email_error, named.status_since, named.submitted_by,
    named.confirmed_by_person_id, named.first_used_at, named.settled_by,
    named.settled_by_person, named.settled_by_person_id, named.settled_at, named.settled_reason,
)

# Choices of a column, stored by value.
_ = (
    named.FRENCH, named.TRIAL,
)

# What guardian asks of a model of rights.
_ = (
    named.content_object, named.decide_right,
)

# What Django asks of an account.
_ = (
    named.get_by_natural_key, named.USERNAME_FIELD, named.EMAIL_FIELD,
    named.REQUIRED_FIELDS, named.get_full_name, named.get_short_name,
    named._get_session_auth_hash,
)

# allauth calls and reads them.
_ = (
    named.form_valid, named.authenticator, named._mark_code_used,
)

# What Django reads of a request.
_ = (
    named.content_type, named._encoding,
)

# What a use case tells its caller; pages show the findings themselves, tests ask for this.
_ = (
    named.unacknowledged,
)

# Each check of who may has a twin that answers yes or no, whether a page asks it today or not.
_ = (
    named.can_act_as_person, named.can_change_own_credentials, named.can_act_as_officer,
    named.can_request, named.can_read_what_they_decided, named.can_examine,
    named.can_read_candidates, named.can_see_picture, named.can_read_documents,
    named.can_act_as_operator, named.can_act_as_auditor, named.can_act_as_administrator,
    named.can_act_as_policy_administrator,
)

# Named as text in the settings.
_ = (
    named.throttle_key, named.navigation, named.DomainErrors, named.csrf_failure,
    named.CountersignRenderer, named.SignInAdapter, named.SecondFactorAdapter,
    named.SignInForm, named.SignInCodeForm, named.ConfirmingCodeForm, named.SetUpAppForm,
    named.SessionLimitsMiddleware, named.PrivateFiles,
    named.OnlyReadableRequests, named.NeverKept, named.AgencyTime, named.UncommonPassword, named.UnlikeTheirNames,
)

# The database fills it; lists are sorted and searched by it.
_ = (
    named.folded_name,
)

# Named as text in config/urls.py: the pages for errors.
_ = (
    named.page_not_found, named.permission_denied, named.bad_request, named.server_error,
)

# Templates read them.
_ = (
    named.is_english, named.retired_at, named.unsigned, named.unsigned_since, named.is_sequenced, named.in_short, named.authority, named.establishes, named.given_up_since, named.letters_given_up, named.older, named.newer, named.kind_template, named.revealed,
    named.key_in_groups,
    named.insufficient,
    named.inline,
)

# Called by http.server by name, and by the command from what was typed.
_ = (
    named.do_GET, named.do_POST, named.address_string, named.log_message, named.rotate, named.daemon_threads,
    named.request_queue_size, named.handle_error, named.protocol_version,
)

# Hooks of Django's forms and of allauth's adapter.
_ = (
    named.use_fieldset, named.id_for_label, named.has_changed, named.validators,
    named.prepare_value, named.widget_attrs, named.bound_field_class,
    named.is_open_for_signup,
)

# Of examinations: what guards and templates read, and twins of checks that no page asks.
_ = (
    named.is_typed,
    named.examiner_person, named.concluded_at, named.can_act_as_examiner, named.can_act_as_its_examiner,
)

# Switches and hooks of libraries: Starlette, protobuf, Pillow, zipfile, io, html.parser, environs.
_ = (
    named.redirect_slashes, named.type_name, named.oneof_index, named.map_entry,
    named.MAX_IMAGE_PIXELS, named.LOAD_TRUNCATED_IMAGES, named.compress_type,
    named.writable, named.handle_starttag, named.handle_data, named.handle_endtag,
    named._get_value, named._get_filename,
)

# The next migration takes its text from it; a test compares.
_ = (
    named.status_function,
)

# What stands on a paper: its template reads them from a dictionary.
_ = (named.paragraphs,)

# What comes of a lead: fields of forms that stand in templates under their names, and what tests and guards read.
_ = (
    named.line_up_same_picture, named.line_up_is_blind, named.line_up_witness_saw, named.line_up_witness_told,
    named.line_up_picture, named.line_up_is_sequential, named.line_up_fillers, named.line_up_is_recorded,
    named.line_up_sureness, named.warrant_relies_on_search, named.warrant_basis, named.warrant_fields,
    named.warrant_disclosed, named.line_up_fields, named.line_up_held_on, named.line_up_result, named.warrant_sought_on,
    named.warrant_decision, named.can_follow_up, named.owed_since, named.stops_requests, named.has_report,
    named.of_others, named.of_selected, named.is_due, named.pictures_go_first,
)
