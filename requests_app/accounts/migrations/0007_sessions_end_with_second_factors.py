"""Sessions end with a change of the second factor as well.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

GUARD = """
DROP TRIGGER sessions_need_event ON accounts_account;
CREATE CONSTRAINT TRIGGER sessions_need_event AFTER UPDATE ON accounts_account
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.session_generation IS DISTINCT FROM NEW.session_generation)
  EXECUTE FUNCTION audit.require_event('role.granted role.withdrawn decide_right.granted decide_right.withdrawn'
    ' account.disabled credential.password_set credential.reset second_factor.added second_factor.removed',
    'object=id');
ALTER TABLE accounts_account ENABLE ALWAYS TRIGGER sessions_need_event;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_second_factors_with_their_events")]
    operations = [migrations.RunSQL(GUARD, migrations.RunSQL.noop)]
