"""A notice begins unread, unsent and due: nobody makes one that keeps the others' mail back.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

GUARDS = """
CREATE FUNCTION searches_guard_notice() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, 'countersign_owner', 'MEMBER')
     AND (NEW.read_at IS NOT NULL OR NEW.emailed_at IS NOT NULL OR NEW.email_attempts <> 0
          OR NEW.email_tried_at IS NOT NULL OR NEW.email_error <> ''
          OR NEW.email_next_at IS DISTINCT FROM NEW.created_at
          OR NEW.created_at > clock_timestamp() + interval '5 minutes'
          OR NEW.kind NOT IN ('awaiting_your_decision', 'returned', 'approved', 'refused', 'expired',
                              'search_failed', 'result_received', 'search_held')) THEN
    RAISE EXCEPTION 'a notice begins unread, unsent and due' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_notice BEFORE INSERT ON searches_notice
  FOR EACH ROW EXECUTE FUNCTION searches_guard_notice();
ALTER TABLE searches_notice ENABLE ALWAYS TRIGGER guard_notice;
"""


class Migration(migrations.Migration):
    dependencies = [("searches", "0008_notice_mail_times")]
    operations = [migrations.RunSQL(GUARDS, migrations.RunSQL.noop)]
