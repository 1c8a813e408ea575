"""One way to refuse the removal of a row: the tables of accounts call the function that the others call.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

TABLES = (
    "person",
    "account",
    "unit",
    "powerproposal",
    "roleassignment",
    "decideright",
    "certificate",
    "credentiallink",
)

KEEP = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON accounts_person
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_person ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON accounts_person
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_person ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON accounts_account
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_account ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON accounts_account
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_account ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON accounts_unit
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_unit ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON accounts_unit
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_unit ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON accounts_powerproposal
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_powerproposal ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON accounts_powerproposal
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_powerproposal ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON accounts_roleassignment
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_roleassignment ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON accounts_roleassignment
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_roleassignment ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON accounts_decideright
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_decideright ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON accounts_decideright
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_decideright ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON accounts_certificate
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_certificate ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON accounts_certificate
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_certificate ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON accounts_credentiallink
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_credentiallink ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON accounts_credentiallink
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE accounts_credentiallink ENABLE ALWAYS TRIGGER keep_table;
"""

LET_GO = "".join(
    f"DROP TRIGGER keep_rows ON accounts_{table}; DROP TRIGGER keep_table ON accounts_{table};"
    for table in TABLES
)

# The guards of 0002, as they were.
REMOVE_EARLIER = (
    "".join(
        f"DROP TRIGGER {table}_never_deleted ON accounts_{table};"
        f"DROP TRIGGER {table}_never_emptied ON accounts_{table};"
        for table in TABLES
    )
    + "DROP FUNCTION accounts_never_deleted();"
)
MAKE_EARLIER = """
CREATE FUNCTION accounts_never_deleted() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_never_deleted';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON accounts_{table}"
    " FOR EACH ROW EXECUTE FUNCTION accounts_never_deleted();"
    f"ALTER TABLE accounts_{table} ENABLE ALWAYS TRIGGER {table}_never_deleted;"
    f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON accounts_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION accounts_never_deleted();"
    f"ALTER TABLE accounts_{table} ENABLE ALWAYS TRIGGER {table}_never_emptied;"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_throttle"),
        ("searches", "0002_guards"),  # makes countersign_refuse_change
    ]
    operations = [
        migrations.RunSQL(KEEP, LET_GO),
        migrations.RunSQL(REMOVE_EARLIER, MAKE_EARLIER),
    ]
