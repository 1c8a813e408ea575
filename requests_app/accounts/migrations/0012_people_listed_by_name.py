"""An index in the order in which the list of accounts is read: a page reads as many names as it shows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_letters_to_auditors")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["folded_name", "full_name"], name="person_by_name"),
        ),
    ]
