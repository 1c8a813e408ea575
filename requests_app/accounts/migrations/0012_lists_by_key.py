"""Indexes in the order in which accounts, and certificates that wait for a second administrator, are listed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_letters_to_auditors")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["folded_name", "full_name"], name="person_by_name"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                fields=["recorded_at", "id"],
                name="certificate_waits",
                condition=models.Q(confirmed_at=None, withdrawn_at=None),
            ),
        ),
    ]
