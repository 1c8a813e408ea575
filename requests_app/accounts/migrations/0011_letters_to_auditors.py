"""One kind of letter more: an auditor is told that the check of the log found a difference.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations, models

KINDS = (
    "password_set", "powers_changed", "app_added", "second_factor_removed", "new_codes", "code_used",
    "to_confirm", "log_differs",
)  # fmt: skip

GUARD = """
CREATE OR REPLACE FUNCTION accounts_letter_as_logged() RETURNS trigger
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
    WHEN 'to_confirm' THEN '{power.proposed,certificate.recorded}'
    WHEN 'log_differs' THEN '{log.checked}'
  END;
  facts jsonb := CASE NEW.kind
    WHEN 'app_added' THEN '{"kind": "totp"}'::jsonb
    WHEN 'new_codes' THEN '{"kind": "recovery_codes"}'
    WHEN 'code_used' THEN jsonb_build_object('left', NEW.codes_left)
    ELSE '{}'
  END;
  -- What waits is about somebody else than whoever is told that they may confirm it, and a check is about nobody.
  object text := CASE WHEN NEW.kind NOT IN ('to_confirm', 'log_differs') THEN NEW.account_id::text END;
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NULL;
  END IF;
  IF NOT audit.said_now(codes, p_object => object, p_facts => facts) THEN
    RAISE EXCEPTION 'a letter (%) needs the event that it tells of in the same transaction', NEW.kind
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_letters_to_second_administrators")]
    operations = [
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[(kind, kind.replace("_", " ").title()) for kind in KINDS], max_length=30
            ),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
