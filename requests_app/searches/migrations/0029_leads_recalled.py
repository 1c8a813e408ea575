"""A lead is recalled: one row, for good, by a decider of the unit who did not ask. The request keeps its status.

The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROWS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON searches_leadrecall
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_leadrecall ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_leadrecall
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_leadrecall ENABLE ALWAYS TRIGGER keep_table;

ALTER TABLE searches_leadrecall ADD CONSTRAINT searches_leadrecall_recalled_at_readable
  CHECK (recalled_at >= '1900-01-01' AND recalled_at < '2201-01-01');

-- The persons behind the accounts and the request are their own, so that the checks compare persons.
ALTER TABLE searches_leadrecall ADD CONSTRAINT recall_account_is_person
  FOREIGN KEY (recalled_by_id, recalled_by_person_id) REFERENCES accounts_account (id, person_id);
ALTER TABLE searches_leadrecall ADD CONSTRAINT recall_of_this_requester
  FOREIGN KEY (search_request_id, requested_by_person_id)
  REFERENCES searches_searchrequest (id, requested_by_person_id);
"""

RECALL = """
CREATE FUNCTION searches_guard_leadrecall() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND status = 'LEAD_RELEASED' AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no lead of this request was released'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT EXISTS (
    SELECT FROM accounts_account AS known
    JOIN accounts_roleassignment AS held ON held.account_id = known.id AND held.withdrawn_at IS NULL
      AND held.role IN ('supervisor', 'privacy_officer')
    JOIN accounts_decideright AS given ON given.account_id = known.id AND given.withdrawn_at IS NULL
    JOIN accounts_unitpermissionheld AS shadow ON shadow.decide_right_id = given.id
    JOIN accounts_unit AS unit ON unit.id = given.unit_id AND unit.is_active
    JOIN searches_searchrequest AS asked ON asked.unit_id = unit.id AND asked.id = NEW.search_request_id
    WHERE known.id = NEW.recalled_by_id AND known.is_active AND NOT known.is_superuser
      AND known.person_id <> asked.requested_by_person_id
  ) THEN
    RAISE EXCEPTION 'a lead is recalled by a decider of the unit who did not ask for the search'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.recalled_at)) > 300 THEN
    RAISE EXCEPTION 'a lead is recalled now'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_leadrecall() FROM PUBLIC;
CREATE TRIGGER guard_leadrecall BEFORE INSERT ON searches_leadrecall
  FOR EACH ROW EXECUTE FUNCTION searches_guard_leadrecall();
ALTER TABLE searches_leadrecall ENABLE ALWAYS TRIGGER guard_leadrecall;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_leadrecall
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('lead.recalled', 'request=search_request_id', 'object=id', 'account=recalled_by_id', 'ground=ground');
ALTER TABLE searches_leadrecall ENABLE ALWAYS TRIGGER needs_event;
"""

NOTICE = """
CREATE OR REPLACE FUNCTION searches_guard_notice() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, 'countersign_owner', 'MEMBER')
     AND (NEW.read_at IS NOT NULL OR NEW.emailed_at IS NOT NULL OR NEW.email_attempts <> 0
          OR NEW.email_tried_at IS NOT NULL OR NEW.email_error <> ''
          OR NEW.email_next_at IS DISTINCT FROM NEW.created_at
          OR NEW.created_at > clock_timestamp() + interval '5 minutes'
          OR NEW.kind NOT IN ('awaiting_your_decision', 'returned', 'approved', 'refused', 'expired',
                              'search_failed', 'result_received', 'no_lead',
                              'lead_awaits_release', 'lead_released', 'lead_recalled', 'search_held')) THEN
    RAISE EXCEPTION 'a notice begins unread, unsent and due' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_lists_by_key"),
        ("searches", "0028_leads_released"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="searchrequest",
            index=models.Index(
                fields=["unit", "-status_since", "id"],
                condition=models.Q(("content_destroyed_at", None), ("status", "LEAD_RELEASED")),
                name="search_leads_of_a_unit",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("awaiting_your_decision", "A request awaits a decision"),
                    ("returned", "Your request was returned for information"),
                    ("approved", "Your request was approved"),
                    ("refused", "Your request was refused"),
                    ("expired", "Your request has expired"),
                    ("search_failed", "The approved search failed"),
                    ("result_received", "A result was received and awaits examination"),
                    ("no_lead", "The search brought no lead"),
                    ("lead_awaits_release", "A lead awaits release"),
                    ("lead_released", "An investigative lead was released"),
                    ("lead_recalled", "A lead was recalled: do not act on it"),
                    ("search_held", "An approved search is held"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="LeadRecall",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("gallery_withdrawn", "Gallery Withdrawn"),
                            ("matcher_withdrawn", "Matcher Withdrawn"),
                            ("error_found", "Error Found"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("sealed_reason", models.BinaryField()),
                ("recalled_at", models.DateTimeField()),
                (
                    "recalled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recalled_by_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "requested_by_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "search_request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lead_recall",
                        to="searches.searchrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recalled_by_person", models.F("requested_by_person")), _negated=True
                        ),
                        name="nobody_recalls_a_lead_of_their_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ground__in",
                                ["gallery_withdrawn", "matcher_withdrawn", "error_found", "other"],
                            )
                        ),
                        name="recall_ground_known",
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (ROWS, RECALL, NOTICE)
        ),
    ]
