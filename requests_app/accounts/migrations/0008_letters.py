"""Letters about accounts: each is written with the event that it tells of, and its mail is tried over hours.

As the mail of notices (`searches/migrations/0008` and `0009`), with the account in place of a request. The
text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = (
    "password_set", "powers_changed", "app_added", "second_factor_removed", "new_codes", "code_used",
)  # fmt: skip

TIMES = "\n".join(
    f"ALTER TABLE accounts_letter ADD CONSTRAINT accounts_letter_{column}_readable"
    f" CHECK ({column} >= '1900-01-01' AND {column} < '2201-01-01');"
    for column in ("created_at", "emailed_at", "email_next_at", "email_tried_at")
)

GUARDS = """
CREATE FUNCTION accounts_guard_letter() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, 'countersign_owner', 'MEMBER')
     AND (NEW.emailed_at IS NOT NULL OR NEW.email_attempts <> 0
          OR NEW.email_tried_at IS NOT NULL OR NEW.email_error <> ''
          OR NEW.email_next_at IS DISTINCT FROM NEW.created_at
          OR NEW.created_at > clock_timestamp() + interval '5 minutes') THEN
    RAISE EXCEPTION 'a letter begins unsent and due' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_letter BEFORE INSERT ON accounts_letter
  FOR EACH ROW EXECUTE FUNCTION accounts_guard_letter();
ALTER TABLE accounts_letter ENABLE ALWAYS TRIGGER guard_letter;

-- Each kind is told of by its own events, about the same account, in the same transaction.
CREATE FUNCTION accounts_letter_as_logged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  codes text[] := CASE NEW.kind
    WHEN 'password_set' THEN '{credential.password_set}'
    WHEN 'powers_changed'
      THEN '{role.granted,role.withdrawn,decide_right.granted,decide_right.withdrawn}'
    WHEN 'app_added' THEN '{second_factor.added}'
    WHEN 'second_factor_removed' THEN '{second_factor.removed}'
    WHEN 'new_codes' THEN '{second_factor.added}'
    WHEN 'code_used' THEN '{recovery_code.used}'
  END;
  facts jsonb := CASE NEW.kind
    WHEN 'app_added' THEN '{"kind": "totp"}'::jsonb
    WHEN 'new_codes' THEN '{"kind": "recovery_codes"}'
    WHEN 'code_used' THEN jsonb_build_object('left', NEW.codes_left)
    ELSE '{}'
  END;
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NULL;
  END IF;
  IF NOT audit.said_now(codes, p_object => NEW.account_id::text, p_facts => facts) THEN
    RAISE EXCEPTION 'a letter (%) needs the event that it tells of in the same transaction', NEW.kind
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON accounts_letter
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts_letter_as_logged();
ALTER TABLE accounts_letter ENABLE ALWAYS TRIGGER needs_event;

-- A next time is set, moved and taken away by a try that failed.
CREATE CONSTRAINT TRIGGER mail_failure_needs_event AFTER UPDATE ON accounts_letter
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.emailed_at IS NULL AND NEW.emailed_at IS NULL AND OLD.email_next_at IS NOT NULL
        AND (OLD.email_next_at, OLD.email_attempts)
            IS DISTINCT FROM (NEW.email_next_at, NEW.email_attempts))
  EXECUTE FUNCTION audit.require_event('letter.failed', 'object=account_id', 'letter=id', 'kind=kind');
ALTER TABLE accounts_letter ENABLE ALWAYS TRIGGER mail_failure_needs_event;

-- Once it was given up, an operator alone has it sent again.
CREATE CONSTRAINT TRIGGER mail_again_needs_event AFTER UPDATE ON accounts_letter
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.emailed_at IS NULL AND NEW.emailed_at IS NULL AND OLD.email_next_at IS NULL
        AND (OLD.email_next_at, OLD.email_attempts)
            IS DISTINCT FROM (NEW.email_next_at, NEW.email_attempts))
  EXECUTE FUNCTION audit.require_event('letter.requeued');
ALTER TABLE accounts_letter ENABLE ALWAYS TRIGGER mail_again_needs_event;

-- Sent again is now, with all its tries: not in a hundred years, where no operator sees it any more.
CREATE CONSTRAINT TRIGGER mail_again_is_due AFTER UPDATE ON accounts_letter
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.emailed_at IS NULL AND OLD.email_next_at IS NULL AND NEW.email_next_at IS NOT NULL
        AND (NEW.email_attempts <> 0 OR NEW.email_next_at > now() + interval '5 minutes'))
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE accounts_letter ENABLE ALWAYS TRIGGER mail_again_is_due;

CREATE CONSTRAINT TRIGGER mail_needs_event AFTER UPDATE ON accounts_letter
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.emailed_at IS NULL AND NEW.emailed_at IS NOT NULL)
  EXECUTE FUNCTION audit.require_event('letter.sent', 'object=account_id', 'letter=id', 'kind=kind');
ALTER TABLE accounts_letter ENABLE ALWAYS TRIGGER mail_needs_event;

-- A mail that has left is not sent a second time.
CREATE CONSTRAINT TRIGGER mail_sent_stays AFTER UPDATE ON accounts_letter
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.emailed_at IS NOT NULL
        AND (OLD.emailed_at, OLD.email_next_at, OLD.email_attempts)
            IS DISTINCT FROM (NEW.emailed_at, NEW.email_next_at, NEW.email_attempts))
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE accounts_letter ENABLE ALWAYS TRIGGER mail_sent_stays;
"""

STAYS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON accounts_letter
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_letter ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON accounts_letter
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_letter ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER letter_stays BEFORE UPDATE ON accounts_letter
  FOR EACH ROW EXECUTE FUNCTION accounts_stays('id', 'account_id', 'kind', 'codes_left', 'created_at');
ALTER TABLE accounts_letter ENABLE ALWAYS TRIGGER letter_stays;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_sessions_end_with_second_factors"),
        ("audit", "0008_events_of_what_goes"),
        # It binds the times of every table that is there; those of this one are bound below.
        ("ops", "0002_times_that_can_be_read"),
    ]
    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("emailed_at", models.DateTimeField(blank=True, null=True)),
                ("email_attempts", models.PositiveSmallIntegerField(default=0)),
                ("email_next_at", models.DateTimeField(blank=True, null=True)),
                ("email_tried_at", models.DateTimeField(blank=True, null=True)),
                ("email_error", models.CharField(blank=True, default="", max_length=80)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[(kind, kind.replace("_", " ").title()) for kind in KINDS],
                        max_length=30,
                    ),
                ),
                ("codes_left", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-created_at"]},
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("emailed_at", None)),
                fields=["email_next_at"],
                name="letter_unsent",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("emailed_at", None), ("email_next_at", None), _connector="OR"),
                name="letter_sent_is_not_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("codes_left__isnull", False), ("kind", "code_used")),
                    models.Q(models.Q(("kind", "code_used"), _negated=True), ("codes_left", None)),
                    _connector="OR",
                ),
                name="letter_says_codes_where_used",
            ),
        ),
        migrations.RunSQL(TIMES, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        migrations.RunSQL(STAYS, migrations.RunSQL.noop),
    ]
