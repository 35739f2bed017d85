"""What a new database starts with. It runs once: what the owner deletes or changes stays so."""

from django.db import migrations
from django.utils import timezone

from monitoring.rules.calls import DEFAULT_KEYWORDS, DEFAULT_PHRASES

ALERT_CHANNEL_ID = 974783377465036861
# name, guild, the role that alerts tag (it lives in the guild of the alert channel), takes reports
SERVERS = (
    ("Government", 728355725121945731, 1329213001814773780, True),
    ("FIB", 728356233161080853, 1329213307059437629, True),
    ("LSPD", 728352953924321430, 1329212725921976322, True),
    ("SANG", 728587491908780044, 1329213239996973116, True),
    ("LSCSD", 728354790081560597, 1329213185579946106, True),
    ("EMS", 728354410832330782, 1329212940540313644, True),
    ("Weazel News", 728355269532188793, 1329213276587950080, True),
    ("Detectives", 825137602553708544, 916616528395378708, False),
)
STEPS = (
    {"after_seconds": 600, "tag": "alert_role", "repeat_every_seconds": 600, "repeat_limit": 3},
    # The head curators' role: it pings nobody until the owner names it.
    {"after_seconds": 1800, "tag": "role"},
)


def create(apps, schema_editor):
    apps.get_model("monitoring", "MonitoringSettings").objects.create(pk=1)
    create_servers(apps.get_model("monitoring", "DiscordServer"))
    steps = apps.get_model("monitoring", "EscalationStep")
    for step in STEPS:
        steps.objects.create(**step)
    keywords = apps.get_model("monitoring", "Keyword")
    keywords.objects.bulk_create(keywords(text=text) for text in DEFAULT_KEYWORDS)
    phrases = apps.get_model("monitoring", "Phrase")
    phrases.objects.bulk_create(phrases(text=p.text, kind=p.kind) for p in DEFAULT_PHRASES)


def create_servers(servers):
    now = timezone.now()
    for name, guild_id, alert_role_id, takes_reports in SERVERS:
        servers.objects.create(
            name=name,
            guild_id=guild_id,
            is_active=True,
            active_since=now,
            alert_role_id=alert_role_id,
            alert_channel_id=ALERT_CHANNEL_ID,
            takes_reports=takes_reports,
        )


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("curators", "0002_defaults")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
