"""What a new database starts with. It runs once: what the owner deletes or changes stays so."""

from datetime import UTC, datetime

from django.db import migrations

LABELS = (
    ("Великолепно", 50),
    ("Хорошо", 35),
    ("Нормально", 20),
    ("Плохо", 10),
    ("Ужасно", 0),
)
# Discord's own beginning: no activity is older, so every period has weights.
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)


def create(apps, schema_editor):
    apps.get_model("curators", "Revision").objects.create(pk=1)
    labels = apps.get_model("curators", "RatingSettings")
    for name, min_score in LABELS:
        labels.objects.create(name=name, min_score=min_score)
    apps.get_model("curators", "ScoringVersion").objects.create(
        started_at=BEGINNING, labels=[list(label) for label in LABELS]
    )


class Migration(migrations.Migration):
    dependencies = [("curators", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
