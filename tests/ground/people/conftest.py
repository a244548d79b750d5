import pytest

from tongxin.ground.people import keyring


@pytest.fixture
def own_keys(tmp_path, settings):
    """A vault of its own for one test: a fresh key file in a temporary home."""
    settings.HOME, settings.TONGXIN_KEYS = tmp_path, ""
    return keyring.path()
