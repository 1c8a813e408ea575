"""The versions of policy packs that have judged: their bytes, under their own digest, never changed.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations, models

GUARDS = """
ALTER TABLE registry_packversion
  ADD CONSTRAINT digest_of_these_bytes CHECK (digest = encode(sha256(data), 'hex'));

CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON registry_packversion
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE registry_packversion ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON registry_packversion
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE registry_packversion ENABLE ALWAYS TRIGGER keep_table;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0001_initial"),
        ("searches", "0002_guards"),  # makes countersign_refuse_change
    ]
    operations = [
        migrations.CreateModel(
            name="PackVersion",
            fields=[
                (
                    "digest",
                    models.CharField(
                        editable=False, max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("pack", models.CharField(max_length=60)),
                ("version", models.CharField(max_length=30)),
                ("data", models.BinaryField()),
                ("first_used_at", models.DateTimeField()),
            ],
            options={"ordering": ["first_used_at", "digest"]},
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
