"""Legal sign-offs of versions of policy packs: proposed by one policy administrator, confirmed by another person.

The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import requests_app.common.clock

GUARDS = """
-- Rows stay, and what was proposed never changes; how it ended is added once.
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON registry_packsignoff
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE registry_packsignoff ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON registry_packsignoff
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE registry_packsignoff ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER packsignoff_filled_in_once BEFORE UPDATE ON registry_packsignoff
  FOR EACH ROW EXECUTE FUNCTION accounts_filled_in_once('outcome', 'settled_by_id', 'settled_by_person_id', 'settled_at', 'settled_reason');
ALTER TABLE registry_packsignoff ENABLE ALWAYS TRIGGER packsignoff_filled_in_once;

-- The person behind each account is the account's own, so that the checks compare persons.
ALTER TABLE registry_packsignoff ADD CONSTRAINT sign_off_proposed_by_is_person
  FOREIGN KEY (proposed_by_id, proposed_by_person_id) REFERENCES accounts_account (id, person_id);
ALTER TABLE registry_packsignoff ADD CONSTRAINT sign_off_settled_by_is_person
  FOREIGN KEY (settled_by_id, settled_by_person_id) REFERENCES accounts_account (id, person_id);

-- Every time is one that a page can show.
ALTER TABLE registry_packsignoff ADD CONSTRAINT registry_packsignoff_proposed_at_readable
  CHECK (proposed_at >= '1900-01-01' AND proposed_at < '2201-01-01');
ALTER TABLE registry_packsignoff ADD CONSTRAINT registry_packsignoff_settled_at_readable
  CHECK (settled_at >= '1900-01-01' AND settled_at < '2201-01-01');

ALTER TABLE registry_packsignoff ADD CONSTRAINT registry_packsignoff_given_on_readable
  CHECK (given_on >= '1900-01-01' AND given_on < '2201-01-01');

-- No opinion is of a day to come, wherever on earth the agency is.
ALTER TABLE registry_packsignoff ADD CONSTRAINT sign_off_given_in_the_past
  CHECK (given_on <= ((proposed_at AT TIME ZONE 'UTC') + interval '14 hours')::date);

-- Whoever acts holds the role now, and the act is of now; a confirmation needs two who hold it now.
CREATE FUNCTION registry_sign_off_by_two() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  acting uuid[] := CASE
    WHEN TG_OP = 'INSERT' THEN ARRAY[NEW.proposed_by_id]
    WHEN NEW.outcome = 'confirmed' THEN ARRAY[NEW.proposed_by_id, NEW.settled_by_id]
    ELSE ARRAY[NEW.settled_by_id]
  END;
  acted timestamptz := CASE WHEN TG_OP = 'INSERT' THEN NEW.proposed_at ELSE NEW.settled_at END;
BEGIN
  IF TG_OP = 'INSERT' AND NEW.outcome <> '' THEN
    RAISE EXCEPTION 'a proposal of a legal sign-off begins open'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sign_off_by_two', TABLE = TG_TABLE_NAME;
  END IF;
  IF EXISTS (
    SELECT FROM unnest(acting) AS each(account) WHERE NOT EXISTS (
      SELECT FROM accounts_roleassignment AS held
      JOIN accounts_account AS known ON known.id = held.account_id
      WHERE held.account_id = each.account AND held.role = 'policy_administrator'
        AND held.withdrawn_at IS NULL AND known.is_active)
  ) THEN
    RAISE EXCEPTION 'only policy administrators record legal sign-offs'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sign_off_by_two', TABLE = TG_TABLE_NAME;
  END IF;
  IF acted NOT BETWEEN clock_timestamp() - interval '5 minutes'
                   AND clock_timestamp() + interval '5 minutes' THEN
    RAISE EXCEPTION 'a legal sign-off is proposed and settled at the time of the act'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sign_off_by_two', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION registry_sign_off_by_two() FROM PUBLIC;
-- Named so that it looks at a row after the guard of what stays.
CREATE TRIGGER settled_by_two BEFORE INSERT OR UPDATE ON registry_packsignoff
  FOR EACH ROW EXECUTE FUNCTION registry_sign_off_by_two();
ALTER TABLE registry_packsignoff ENABLE ALWAYS TRIGGER settled_by_two;

-- Each act is written together with its event.
CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON registry_packsignoff
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('pack.sign_off_proposed', 'object=id', 'account=proposed_by_id', 'pack=pack', 'pack_version=version', 'digest=digest', 'kind=kind');
ALTER TABLE registry_packsignoff ENABLE ALWAYS TRIGGER needs_event;
CREATE CONSTRAINT TRIGGER confirmed_needs_event AFTER UPDATE ON registry_packsignoff
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.outcome = '' AND NEW.outcome = 'confirmed')
  EXECUTE FUNCTION audit.require_event('pack.sign_off_confirmed', 'object=id', 'account=settled_by_id', 'pack=pack', 'pack_version=version', 'digest=digest', 'kind=kind');
ALTER TABLE registry_packsignoff ENABLE ALWAYS TRIGGER confirmed_needs_event;
CREATE CONSTRAINT TRIGGER refused_needs_event AFTER UPDATE ON registry_packsignoff
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.outcome = '' AND NEW.outcome = 'refused')
  EXECUTE FUNCTION audit.require_event('pack.sign_off_refused', 'object=id', 'account=settled_by_id', 'pack=pack', 'pack_version=version', 'digest=digest', 'kind=kind');
ALTER TABLE registry_packsignoff ENABLE ALWAYS TRIGGER refused_needs_event;
CREATE CONSTRAINT TRIGGER withdrawn_needs_event AFTER UPDATE ON registry_packsignoff
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.outcome = '' AND NEW.outcome = 'withdrawn')
  EXECUTE FUNCTION audit.require_event('pack.sign_off_withdrawn', 'object=id', 'account=settled_by_id', 'pack=pack', 'pack_version=version', 'digest=digest', 'kind=kind');
ALTER TABLE registry_packsignoff ENABLE ALWAYS TRIGGER withdrawn_needs_event;
CREATE CONSTRAINT TRIGGER settled_stays AFTER UPDATE ON registry_packsignoff
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.outcome = '' OR OLD.outcome <> '')
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE registry_packsignoff ENABLE ALWAYS TRIGGER settled_stays;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_letters_to_second_administrators"),
        ("registry", "0010_what_rules_of_a_place_ask"),
        ("audit", "0009_no_narrative_in_an_event"),
        ("searches", "0002_guards"),  # makes countersign_refuse_change
    ]

    operations = [
        migrations.CreateModel(
            name="PackSignOff",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField()),
                ("proposed_at", models.DateTimeField(default=requests_app.common.clock.now)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_reason", models.TextField(blank=True, default="")),
                (
                    "kind",
                    models.CharField(
                        choices=[("sign_off", "Sign Off"), ("withdrawal", "Withdrawal")],
                        max_length=12,
                    ),
                ),
                ("pack", models.CharField(max_length=60)),
                ("version", models.CharField(max_length=30)),
                ("digest", models.CharField(max_length=64)),
                ("opinion_title", models.CharField(blank=True, default="", max_length=200)),
                ("counsel", models.CharField(blank=True, default="", max_length=200)),
                ("reference", models.CharField(blank=True, default="", max_length=200)),
                ("opinion_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("given_on", models.DateField(blank=True, null=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "ordering": ["proposed_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("digest__regex", "^[0-9a-f]{64}$"),
                            models.Q(("pack", ""), _negated=True),
                            models.Q(("version", ""), _negated=True),
                        ),
                        name="sign_off_of_one_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "withdrawal"),
                                ("counsel", ""),
                                ("given_on__isnull", True),
                                ("opinion_sha256", ""),
                                ("opinion_title", ""),
                                ("reference", ""),
                            ),
                            models.Q(
                                ("given_on__isnull", False),
                                ("kind", "sign_off"),
                                ("opinion_sha256__regex", "^[0-9a-f]{64}$"),
                                models.Q(("opinion_title", ""), _negated=True),
                                models.Q(("counsel", ""), _negated=True),
                                models.Q(("reference", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sign_off_names_its_opinion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="sign_off_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", ""),
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                                ("settled_by_person__isnull", True),
                                ("settled_reason", ""),
                            ),
                            models.Q(
                                ("outcome__in", ["confirmed", "refused", "withdrawn"]),
                                ("settled_at__gte", models.F("proposed_at")),
                                ("settled_by__isnull", False),
                                ("settled_by_person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sign_off_settled_by_whom_when_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(
                                ("outcome", "confirmed"),
                                ("settled_reason", ""),
                                models.Q(
                                    ("settled_by_person", models.F("proposed_by_person")),
                                    _negated=True,
                                ),
                            ),
                            models.Q(
                                ("outcome", "refused"),
                                models.Q(("settled_reason", ""), _negated=True),
                                models.Q(
                                    ("settled_by_person", models.F("proposed_by_person")),
                                    _negated=True,
                                ),
                            ),
                            models.Q(
                                ("outcome", "withdrawn"),
                                ("settled_by_person", models.F("proposed_by_person")),
                                ("settled_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="sign_off_settled_by_another_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("digest",),
                        name="sign_off_open_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
