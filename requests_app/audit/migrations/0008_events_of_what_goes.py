"""A row that goes may need its event as well: `audit.require_event` reads the row that was there.

The rest of the function is as `0005` made it. The text is frozen: a change is a new migration.
"""

from django.db import migrations

REQUIRE_EVENT = """
-- A constraint trigger, deferred to the end of the transaction. Its arguments: the codes, of which one
-- is needed, with blanks between; then what must agree, as what=column: request, object, account,
-- acting_as (the role of the act), or the name of a fact. No code at all refuses whatever is written so.
-- Of a row that is deleted the columns are those that it had.
CREATE OR REPLACE FUNCTION audit.require_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  place text;
  read text;
  held jsonb;
  found jsonb := '{}';
  facts jsonb := '{}';
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NULL;
  END IF;
  FOR i IN 1 .. TG_NARGS - 1 LOOP
    place := split_part(TG_ARGV[i], '=', 1);
    read := format('SELECT to_jsonb(($1).%I)', split_part(TG_ARGV[i], '=', 2));
    IF TG_OP = 'DELETE' THEN
      EXECUTE read INTO held USING OLD;
    ELSE
      EXECUTE read INTO held USING NEW;
    END IF;
    IF place IN ('request', 'object', 'account', 'acting_as') THEN
      IF held IS NULL OR held = 'null' THEN
        RAISE EXCEPTION 'a row of % does not say what its event is about', TG_TABLE_NAME
          USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
      END IF;
      found := found || jsonb_build_object(place, held);
    ELSE
      facts := facts || jsonb_build_object(place, held);
    END IF;
  END LOOP;
  IF NOT audit.said_now(string_to_array(TG_ARGV[0], ' '), (found ->> 'request')::uuid,
      found ->> 'object', (found ->> 'account')::uuid, found ->> 'acting_as', facts) THEN
    RAISE EXCEPTION 'what is written to % needs its event (%) in the same transaction', TG_TABLE_NAME,
      coalesce(nullif(TG_ARGV[0], ''), 'there is none')
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_shapes_of_facts")]
    operations = [migrations.RunSQL(REQUIRE_EVENT, migrations.RunSQL.noop)]
