import uuid

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("process", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("trial", "Trial"), ("production", "Production")], max_length=10
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("only", True)), name="installation_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["trial", "production"])),
                        name="installation_kind_known",
                    ),
                ],
            },
        ),
    ]
