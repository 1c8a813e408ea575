"""What was typed on a page that could not be received, bounded, and dated when it was kept.

The text is frozen: a change is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARDS = """
ALTER TABLE searches_kepttyping ADD CONSTRAINT searches_kepttyping_kept_at_readable
  CHECK (kept_at >= '1900-01-01' AND kept_at < '2201-01-01');
ALTER TABLE searches_kepttyping ADD CONSTRAINT searches_kepttyping_bounded
  CHECK (octet_length(sealed) <= 300000 AND octet_length(wrapped) <= 1000);

CREATE FUNCTION searches_guard_kept_typing() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NEW;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.kept_at)) > 300 THEN
    RAISE EXCEPTION 'what was typed is kept when it comes' USING ERRCODE = 'check_violation';
  END IF;
  IF (SELECT count(*) FROM searches_kepttyping WHERE account_id = NEW.account_id) >= 50 THEN
    RAISE EXCEPTION 'of one account no more is kept' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_kept_typing BEFORE INSERT ON searches_kepttyping
  FOR EACH ROW EXECUTE FUNCTION searches_guard_kept_typing();
ALTER TABLE searches_kepttyping ENABLE ALWAYS TRIGGER guard_kept_typing;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0009_notices_begin_unsent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptTyping",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.CharField(max_length=300)),
                ("wrapped", models.BinaryField(null=True)),
                ("sealed", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "search_request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="searches.searchrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "place"), name="kept_typing_one_a_page"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("search_request", None), ("wrapped__isnull", False)),
                            models.Q(("search_request__isnull", False), ("wrapped", None)),
                            _connector="OR",
                        ),
                        name="kept_typing_has_one_key",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
