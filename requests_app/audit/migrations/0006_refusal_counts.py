"""How often somebody was refused the same again, until the event that carries the count."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_rows_with_their_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="RefusalCount",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("account_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("role", models.TextField()),
                ("request_id", models.UUIDField(null=True)),
                ("action", models.TextField()),
                ("reason", models.TextField()),
                ("until", models.DateTimeField(db_index=True)),
                ("repeated", models.PositiveIntegerField(default=0)),
            ],
        ),
    ]
