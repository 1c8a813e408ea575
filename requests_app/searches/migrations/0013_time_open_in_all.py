"""How long a decider had a request open in all stands with the decision, and the event says the same.

Decisions of an earlier release have no such time: it is nought there, and their events lack the fact.
The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations, models

DECISION = (
    "request=search_request_id", "account=decided_by_id", "acting_as=role", "decision=id",
    "version=version", "decision_digest=digest_read", "seconds_open=seconds_open",
    "seconds_open_total=seconds_open_total", "probe_opened=probe_opened",
    "findings_unread=findings_unread", "claim_via=claim_via",
)  # fmt: skip


def with_its_event(outcome: str, code: str) -> str:
    """Return the SQL that has one outcome's rows ask for their event, in place of what `0004` asked."""
    arguments = ", ".join(f"'{argument}'" for argument in (code, *DECISION))
    return f"""
DROP TRIGGER {outcome}_needs_event ON searches_decision;
CREATE CONSTRAINT TRIGGER {outcome}_needs_event AFTER INSERT ON searches_decision
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.outcome = '{outcome}')
  EXECUTE FUNCTION audit.require_event({arguments});
ALTER TABLE searches_decision ENABLE ALWAYS TRIGGER {outcome}_needs_event;
"""


class Migration(migrations.Migration):
    dependencies = [("searches", "0012_thresholds_and_reviews")]
    operations = [
        migrations.AddField(
            model_name="decision",
            name="seconds_open_total",
            field=models.PositiveIntegerField(default=0),
        ),
        *(
            migrations.RunSQL(with_its_event(outcome, code), migrations.RunSQL.noop)
            for outcome, code in (
                ("approve", "search.decision_recorded"),
                ("return", "search.returned"),
                ("refuse", "search.refused"),
            )
        ),
    ]
