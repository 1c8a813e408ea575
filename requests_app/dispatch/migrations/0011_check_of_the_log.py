"""The nightly check of the log: a row each time, with its event; what it finds stops each new attempt to send.

The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARDS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON dispatch_logcheck
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE dispatch_logcheck ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON dispatch_logcheck
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE dispatch_logcheck ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER logcheck_filled_in_once BEFORE UPDATE ON dispatch_logcheck
  FOR EACH ROW EXECUTE FUNCTION accounts_filled_in_once('lifted_at', 'lifted_by_id', 'lifted_by_person_id');
ALTER TABLE dispatch_logcheck ENABLE ALWAYS TRIGGER logcheck_filled_in_once;
CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON dispatch_logcheck
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('log.checked', 'object=id', 'size=size', 'requests=requests', 'count=count');
ALTER TABLE dispatch_logcheck ENABLE ALWAYS TRIGGER needs_event;
CREATE CONSTRAINT TRIGGER lifting_needs_event AFTER UPDATE ON dispatch_logcheck
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('forwarding.resumed', 'object=id', 'account=lifted_by_id', 'count=count');
ALTER TABLE dispatch_logcheck ENABLE ALWAYS TRIGGER lifting_needs_event;

ALTER TABLE dispatch_logcheck
  ADD CONSTRAINT dispatch_logcheck_began_at_readable CHECK (began_at >= '1900-01-01' AND began_at < '2201-01-01'),
  ADD CONSTRAINT dispatch_logcheck_ended_at_readable CHECK (ended_at >= '1900-01-01' AND ended_at < '2201-01-01'),
  ADD CONSTRAINT dispatch_logcheck_lifted_at_readable CHECK (lifted_at >= '1900-01-01' AND lifted_at < '2201-01-01');

-- Whatever the dispatcher thinks, it begins no attempt while a difference stands that no auditor has lifted.
CREATE FUNCTION dispatch_nothing_is_sent() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM dispatch_logcheck WHERE count > 0 AND lifted_at IS NULL) THEN
    RAISE EXCEPTION 'a check of the log found a difference: nothing is sent until an auditor lifts that'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION dispatch_nothing_is_sent() FROM PUBLIC;
CREATE TRIGGER nothing_is_sent BEFORE INSERT ON dispatch_attempt
  FOR EACH ROW EXECUTE FUNCTION dispatch_nothing_is_sent();
ALTER TABLE dispatch_attempt ENABLE ALWAYS TRIGGER nothing_is_sent;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_letters_to_second_administrators"),
        ("dispatch", "0010_cheaper_trigger_condition"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LogCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("requests", models.BigIntegerField()),
                ("count", models.BigIntegerField()),
                ("differences", models.JSONField(default=list)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by_person",
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
                "ordering": ["-ended_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("count__gt", 0), ("lifted_at", None)),
                        fields=["ended_at"],
                        name="logcheck_stops",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lifted_at", None), ("lifted_by", None), ("lifted_by_person", None)
                            ),
                            models.Q(
                                ("count__gt", 0),
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                ("lifted_by_person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="logcheck_lifted_by_somebody",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
