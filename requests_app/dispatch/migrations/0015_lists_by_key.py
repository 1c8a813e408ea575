"""The outbox is read by key along an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0014_destruction_is_said_once"),
        ("searches", "0020_pictures_that_look_the_same"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                models.Case(
                    models.When(state="dead", then=models.Value(0)),
                    models.When(state="held", then=models.Value(1)),
                    models.When(state="claimed", then=models.Value(2)),
                    models.When(state="ready", then=models.Value(3)),
                    default=models.Value(4),
                    output_field=models.SmallIntegerField(),
                ),
                models.OrderBy(models.F("queued_at"), descending=True),
                models.F("authorisation"),
                name="dispatch_outbox",
            ),
        ),
    ]
