"""How often somebody was refused the same again, until the event that carries the count.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations, models

GUARDS = """
CREATE FUNCTION audit_guard_refusal_count() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' AND (NEW.repeated <> 0
      OR NEW.until NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '2 hours') THEN
    RAISE EXCEPTION 'a count begins with nought, and ends within two hours'
      USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'repeated' <> to_jsonb(OLD) - 'repeated'
      OR NEW.repeated <> OLD.repeated + 1) THEN
    RAISE EXCEPTION 'a count goes up by one, and nothing else of it changes'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_count BEFORE INSERT OR UPDATE ON audit_refusalcount
  FOR EACH ROW EXECUTE FUNCTION audit_guard_refusal_count();
ALTER TABLE audit_refusalcount ENABLE ALWAYS TRIGGER guard_count;

-- It begins with the refusal that is recorded, and it ends with the event that says how often.
CREATE FUNCTION audit_refusals_are_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  held audit_refusalcount := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  facts jsonb := jsonb_build_object('action', held.action);
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER')
     OR TG_OP = 'DELETE' AND held.repeated = 0 THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'DELETE' THEN
    facts := facts || jsonb_build_object('repeated', held.repeated);
  END IF;
  IF NOT audit.said_now(ARRAY['action.refused'], held.request_id, NULL, held.account_id,
                        held.role, facts) THEN
    RAISE EXCEPTION 'a count of refusals begins and ends with its event'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION audit_refusals_are_told() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER refusals_are_told AFTER INSERT OR DELETE ON audit_refusalcount
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_refusals_are_told();
ALTER TABLE audit_refusalcount ENABLE ALWAYS TRIGGER refusals_are_told;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_rows_with_their_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="RefusalCount",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("account_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("role", models.TextField()),
                ("request_id", models.UUIDField(null=True)),
                ("action", models.TextField()),
                ("reason", models.TextField()),
                ("until", models.DateTimeField(db_index=True)),
                ("repeated", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
