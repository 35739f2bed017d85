import json
from pathlib import Path

import pytest
from django.conf import settings
from drf_spectacular.generators import SchemaGenerator

OPENAPI = Path(settings.BASE_DIR) / "frontend" / "openapi.json"


@pytest.mark.django_db
def test_the_front_ends_types_stand_on_the_schema_of_today() -> None:
    """When it fails: npm run types, in frontend/."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert json.loads(OPENAPI.read_text(encoding="utf-8")) == json.loads(json.dumps(schema))
