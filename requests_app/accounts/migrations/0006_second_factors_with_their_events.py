"""A second factor comes, goes and is used only together with the event that says so.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations


def needs(name: str, when: str, *arguments: str, only: str = "") -> str:
    """Return the SQL of one trigger that asks for an event when the transaction ends.

    Args:
        name: how it is called.
        when: INSERT, UPDATE or DELETE.
        arguments: as `audit.require_event` takes them (`audit/migrations/0008`).
        only: a condition on OLD and NEW; empty for every row.
    """
    quoted = ", ".join(f"'{argument}'" for argument in arguments)
    condition = f"WHEN ({only})" if only else ""
    return f"""
CREATE CONSTRAINT TRIGGER {name} AFTER {when} ON mfa_authenticator
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {condition}
  EXECUTE FUNCTION audit.require_event({quoted});
ALTER TABLE mfa_authenticator ENABLE ALWAYS TRIGGER {name};
"""


NEEDED = [
    # Nobody sets one up for somebody else, and nobody but its account is said to have done so.
    needs(
        "needs_event", "INSERT", "second_factor.added", "object=user_id", "account=user_id",
        "kind=type",
    ),
    needs("end_needs_event", "DELETE", "second_factor.removed", "object=user_id", "kind=type"),
    needs(
        "use_needs_event", "UPDATE", "recovery_code.used", "object=user_id", "account=user_id",
        only="OLD.data -> 'used_mask' IS DISTINCT FROM NEW.data -> 'used_mask'",
    ),
    # What the codes are computed from stays, as long as there is this row: another secret in its place
    # would be another factor. Of recovery codes is added that they were shown, and which are used.
    needs(
        "secret_stays", "UPDATE", "",
        only="(OLD.user_id, OLD.type, OLD.created_at)"
        " IS DISTINCT FROM (NEW.user_id, NEW.type, NEW.created_at)"
        " OR (OLD.type <> 'recovery_codes' AND OLD.data IS DISTINCT FROM NEW.data)"
        " OR OLD.data - '{used_mask,viewed_at}'::text[]"
        " IS DISTINCT FROM NEW.data - '{used_mask,viewed_at}'::text[]"
        " OR (OLD.data ? 'viewed_at' AND OLD.data -> 'viewed_at' IS DISTINCT FROM NEW.data -> 'viewed_at')",
    ),
    needs(
        "used_stays_used", "UPDATE", "",
        only="OLD.type = 'recovery_codes' AND ("
        "jsonb_typeof(NEW.data -> 'used_mask') IS DISTINCT FROM 'number'"
        " OR (OLD.data ->> 'used_mask')::bigint & (NEW.data ->> 'used_mask')::bigint"
        " <> (OLD.data ->> 'used_mask')::bigint)",
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_rows_with_their_events"),
        ("audit", "0008_events_of_what_goes"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in NEEDED]
