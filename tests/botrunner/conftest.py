from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a bot keeps what outlives it."""
    return tmp_path
