"""What is dispatched, tried and answered is written only together with the event that says so.

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


OF = "request=search_request_id"
CLAIMING = "search.forward_started search.held search.forward_failed"


def becomes(state: str) -> str:
    """Return the condition that a dispatch comes to a state."""
    return f"NEW.state = '{state}' AND OLD.state <> '{state}'"


DISPATCHES = [
    needs("dispatch_dispatch", "needs_event", "INSERT",
          "search.approved", OF, "search_id=search_id"),
    needs("dispatch_dispatch", "claim_needs_event", "UPDATE", CLAIMING, OF,
          only=f"{becomes('claimed')} OR NEW.fence <> OLD.fence"),
    needs("dispatch_dispatch", "retry_needs_event", "UPDATE", "search.retried", OF,
          "search_id=search_id", only=f"{becomes('ready')} AND OLD.state <> 'claimed'"),
    needs("dispatch_dispatch", "delay_needs_event", "UPDATE",
          "search.attempt_failed search.result_quarantined", OF, "search_id=search_id",
          only=f"{becomes('ready')} AND OLD.state = 'claimed'"),
    needs("dispatch_dispatch", "hold_needs_event", "UPDATE", "search.held", OF,
          "search_id=search_id", only=becomes("held")),
    needs("dispatch_dispatch", "end_needs_event", "UPDATE", "search.result_received", OF,
          "search_id=search_id", only=becomes("done")),
    needs("dispatch_dispatch", "failure_needs_event", "UPDATE", "search.forward_failed", OF,
          only=becomes("dead")),
    needs("dispatch_dispatch", "cancelling_needs_event", "UPDATE",
          "search.withdrawn search.expired search.dispatch_cancelled", OF,
          only=becomes("cancelled")),
    needs("dispatch_dispatch", "stays_without_event", "UPDATE", "",
          only="NEW.state = OLD.state AND NEW.fence = OLD.fence"),
]  # fmt: skip

ATTEMPTS = [
    needs("dispatch_attempt", "needs_event", "INSERT",
          "search.grant_issued", "search_id=dispatch_id", "jti=grant_jti", "attempt=number"),
    needs("dispatch_attempt", "begins_open", "INSERT", "", only="NEW.outcome <> ''"),
    *(
        needs("dispatch_attempt", f"{outcome}_needs_event", "UPDATE", codes, "search_id=dispatch_id",
              only=f"OLD.outcome = '' AND NEW.outcome = '{outcome}'")
        for outcome, codes in (
            ("answered", "search.result_received"),
            ("failed", "search.attempt_failed search.result_quarantined"),
            ("stale", "search.attempt_stale"),
            ("lost", "search.forward_failed"),
        )
    ),
    needs("dispatch_attempt", "no_other_outcome", "UPDATE", "",
          only="NEW.outcome NOT IN ('answered', 'failed', 'stale', 'lost')"),
    needs("dispatch_searchresult", "needs_event", "INSERT",
          "search.result_received", OF, "search_id=dispatch_id", "candidate_count=candidate_count",
          "mode=mode", "replayed=replayed"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0004_no_failed_state"),
        ("searches", "0004_rows_with_their_events"),
    ]
    operations = [
        migrations.RunSQL(statement, migrations.RunSQL.noop)
        for statement in (*DISPATCHES, *ATTEMPTS)
    ]
