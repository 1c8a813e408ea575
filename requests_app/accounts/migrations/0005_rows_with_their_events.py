"""Who somebody is and what they may do is written only together with the event that says so.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations


def needs(table: str, name: str, when: str, *arguments: str, only: str = "") -> str:
    """Return the SQL of one trigger that asks for an event when the transaction ends.

    Args:
        table, name: where it hangs and how it is called.
        when: INSERT, or UPDATE.
        arguments: as `audit.require_event` takes them (`audit/migrations/0005`).
        only: a condition on OLD and NEW; empty for every row.
    """
    quoted = ", ".join(f"'{argument}'" for argument in arguments)
    condition = f"WHEN ({only})" if only else ""
    return f"""
CREATE CONSTRAINT TRIGGER {name} AFTER {when} ON {table}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {condition}
  EXECUTE FUNCTION audit.require_event({quoted});
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
"""


def differs(*columns: str) -> str:
    """Return the condition that one of these columns changes."""
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


MADE = "account.created account.founded"
SIGNING = "session.opened sign_in.failed account.locked account.unlocked credential.password_set"
ENDING_SESSIONS = (
    "role.granted role.withdrawn decide_right.granted decide_right.withdrawn account.disabled"
    " credential.password_set credential.reset"
)

NEEDED = [
    needs("accounts_person", "needs_event", "INSERT", MADE, "person=id"),
    needs(
        "accounts_account", "needs_event", "INSERT", MADE, "object=id", "person=person_id",
        "unit=unit_id",
    ),
    needs(
        "accounts_account", "begins_without_password", "INSERT", "",
        only="left(NEW.password, 1) <> '!' OR NOT NEW.must_set_password OR NOT NEW.is_active"
        " OR num_nonnulls(NEW.password_set_at, NEW.locked_at) > 0",
    ),
    needs(
        "accounts_account", "password_needs_event", "UPDATE",
        "credential.password_set credential.reset credential.rehashed", "object=id",
        only=differs("password"),
    ),
    needs(
        "accounts_account", "first_password_needs_event", "UPDATE",
        "credential.password_set credential.reset", "object=id",
        only=differs("must_set_password", "password_set_at"),
    ),
    needs(
        "accounts_account", "disabling_needs_event", "UPDATE",
        "account.disabled", "object=id", "account=disabled_by_id",
        only="OLD.is_active AND NOT NEW.is_active",
    ),
    needs(
        "accounts_account", "enabling_needs_event", "UPDATE", "account.enabled", "object=id",
        only="NEW.is_active AND NOT OLD.is_active",
    ),
    needs(
        "accounts_account", "disabled_stays", "UPDATE", "",
        only="OLD.is_active = NEW.is_active AND ("
        + differs("disabled_at", "disabled_by_id", "disabled_reason") + ")",
    ),
    needs(
        "accounts_account", "sessions_need_event", "UPDATE", ENDING_SESSIONS, "object=id",
        only=differs("session_generation"),
    ),
    needs(
        "accounts_account", "ended_sessions_stay_so", "UPDATE", "",
        only="NEW.session_generation < OLD.session_generation",
    ),
    needs(
        "accounts_account", "lock_needs_event", "UPDATE", SIGNING, "object=id",
        only=differs("failed_sign_ins", "last_failed_at", "locked_at", "locked_until"),
    ),
    # A failed attempt adds to the count and never takes a lock away that still runs.
    needs(
        "accounts_account", "unlocking_needs_event", "UPDATE",
        "session.opened account.unlocked credential.password_set", "object=id",
        only="(OLD.failed_sign_ins > 0 AND NEW.failed_sign_ins = 0)"
        " OR (OLD.locked_until > now() AND NEW.locked_until IS DISTINCT FROM OLD.locked_until)"
        " OR (OLD.locked_until IS NULL AND NEW.failed_sign_ins < OLD.failed_sign_ins)",
    ),
    needs(
        "accounts_roleassignment", "needs_event", "INSERT",
        "role.granted", "object=account_id", "role=role", "proposal=granted_through_id",
        only="NEW.granted_through_id IS NOT NULL",
    ),
    needs(
        "accounts_roleassignment", "founding_needs_event", "INSERT",
        "account.founded", "object=account_id", "role=role",
        only="NEW.granted_through_id IS NULL",
    ),
    needs(
        "accounts_roleassignment", "begins_held", "INSERT", "", only="NEW.withdrawn_at IS NOT NULL",
    ),
    needs(
        "accounts_roleassignment", "end_needs_event", "UPDATE",
        "role.withdrawn", "object=account_id", "account=withdrawn_by_id", "role=role",
    ),
    needs(
        "accounts_decideright", "needs_event", "INSERT",
        "decide_right.granted", "object=account_id", "unit=unit_id", "proposal=granted_through_id",
    ),
    needs(
        "accounts_decideright", "begins_held", "INSERT", "", only="NEW.withdrawn_at IS NOT NULL",
    ),
    needs(
        "accounts_decideright", "end_needs_event", "UPDATE",
        "decide_right.withdrawn", "object=account_id", "account=withdrawn_by_id", "unit=unit_id",
    ),
    needs(
        "accounts_unitpermissionheld", "needs_event", "INSERT",
        "decide_right.granted", "object=user_id", "unit=content_object_id",
    ),
    needs(
        "accounts_certificate", "needs_event", "INSERT",
        "certificate.recorded", "object=person_id", "account=recorded_by_id", "certificate=id",
        "course=course", "issued_on=issued_on", "valid_until=valid_until",
    ),
    # Confirmed by a second person, and so later.
    needs(
        "accounts_certificate", "begins_unconfirmed", "INSERT", "",
        only="num_nonnulls(NEW.confirmed_at, NEW.withdrawn_at) > 0",
    ),
    needs(
        "accounts_certificate", "confirmation_needs_event", "UPDATE",
        "certificate.confirmed", "object=person_id", "account=confirmed_by_id", "certificate=id",
        only=differs("confirmed_at", "confirmed_by_id", "confirmed_by_person_id"),
    ),
    needs(
        "accounts_certificate", "end_needs_event", "UPDATE",
        "certificate.withdrawn", "object=person_id", "account=withdrawn_by_id", "certificate=id",
        only=differs("withdrawn_at", "withdrawn_by_id", "withdrawn_reason"),
    ),
    needs("accounts_unit", "needs_event", "INSERT", "unit.created", "object=id", "code=code"),
    needs("accounts_unit", "begins_in_use", "INSERT", "", only="NOT NEW.is_active"),
    needs(
        "accounts_unit", "name_needs_event", "UPDATE", "unit.renamed", "object=id",
        only=differs("name_en", "name_fr"),
    ),
    needs(
        "accounts_unit", "use_needs_event", "UPDATE", "unit.activated", "object=id",
        only="NEW.is_active AND NOT OLD.is_active",
    ),
    needs(
        "accounts_unit", "end_needs_event", "UPDATE", "unit.deactivated", "object=id",
        only="OLD.is_active AND NOT NEW.is_active",
    ),
    needs(
        "accounts_powerproposal", "needs_event", "INSERT",
        "power.proposed", "object=beneficiary_id", "account=proposed_by_id", "proposal=id",
        "kind=kind", "role=role", "unit=unit_id",
    ),
    *(
        needs(
            "accounts_powerproposal", f"{outcome}_needs_event", "UPDATE",
            code, "object=beneficiary_id", "account=decided_by_id", "proposal=id",
            only=f"OLD.outcome IS NULL AND NEW.outcome = '{outcome}'",
        )
        for outcome, code in (
            ("confirmed", "power.confirmed"),
            ("refused", "power.refused"),
            ("withdrawn", "power.taken_back"),
        )
    ),
    # One that has expired is closed when the same is proposed again.
    needs(
        "accounts_powerproposal", "expiry_needs_event", "UPDATE",
        "power.proposed", "object=beneficiary_id", "kind=kind", "role=role", "unit=unit_id",
        only="OLD.outcome IS NULL AND NEW.outcome = 'expired' AND NEW.expires_at <= NEW.decided_at",
    ),
    needs(
        "accounts_powerproposal", "decided_stays", "UPDATE", "",
        only="NEW.outcome IS NULL OR OLD.outcome IS NOT NULL"
        " OR (NEW.outcome = 'expired' AND NEW.expires_at > NEW.decided_at)",
    ),
    needs(
        "accounts_credentiallink", "needs_event", "INSERT",
        "credential.link_issued", "object=account_id", "link=id", "purpose=purpose",
    ),
    needs(
        "accounts_credentiallink", "begins_open", "INSERT", "",
        only="num_nonnulls(NEW.used_at, NEW.revoked_at) > 0",
    ),
    needs(
        "accounts_credentiallink", "use_needs_event", "UPDATE",
        "credential.password_set", "object=account_id", only=differs("used_at"),
    ),
    needs(
        "accounts_credentiallink", "end_needs_event", "UPDATE",
        "credential.link_issued", "object=account_id", only=differs("revoked_at"),
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_one_guard_of_rows"),
        ("audit", "0005_rows_with_their_events"),
    ]
    operations = [migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in NEEDED]
