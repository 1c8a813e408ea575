"""The bytes of a pack are kept in the transaction of the check that they judged, at the time of that.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

GUARDS = """
CREATE FUNCTION registry_pack_has_judged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NULL;
  END IF;
  IF NEW.first_used_at NOT BETWEEN clock_timestamp() - interval '5 minutes'
                               AND clock_timestamp() + interval '5 minutes'
     OR NOT EXISTS (
       SELECT FROM audit.event AS said
       WHERE said.xid = pg_current_xact_id() AND said.code = 'search.checked'
         AND convert_from(said.entry, 'UTF8')::jsonb #> '{body,facts,packs}'
             ? concat_ws(' ', NEW.pack, NEW.version, NEW.digest)
     ) THEN
    RAISE EXCEPTION 'a pack is kept when it judges, with the event of that check'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION registry_pack_has_judged() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER has_judged AFTER INSERT ON registry_packversion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION registry_pack_has_judged();
ALTER TABLE registry_packversion ENABLE ALWAYS TRIGGER has_judged;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_pack_versions"), ("audit", "0005_rows_with_their_events")]
    operations = [migrations.RunSQL(GUARDS, migrations.RunSQL.noop)]
