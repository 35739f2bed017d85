from collections.abc import Iterator
from typing import Any

import pytest

from .world import World, running


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[World]:
    """One installation for all tests of a module; each compares all that happened so far."""
    with django_db_blocker.unblock(), running(tmp_path_factory.mktemp("world")) as world:
        yield world
