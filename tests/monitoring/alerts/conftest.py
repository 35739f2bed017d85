import pytest

from .setting import Setting, make_setting


@pytest.fixture
def setting(db: None) -> Setting:
    return make_setting()
