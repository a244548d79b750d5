import json
import multiprocessing
import stat

import pytest

from tests.ground.people.people import register
from tongxin.ground.people import custody, keyring, vault

pytestmark = pytest.mark.django_db


def test_keys_are_made_once_and_kept_from_others(own_keys):
    ring = keyring.load()
    assert keyring.load() is ring
    assert stat.S_IMODE(own_keys.stat().st_mode) == 0o600
    assert [file.name for file in own_keys.parent.iterdir()] == ["vault.json"]


def _make_keys(file, start, answers):
    start.wait()
    keyring._create(file)
    answers.put(file.read_text())


def test_two_processes_at_once_agree(own_keys, monkeypatch):
    """The look into the database is left out: each of eight processes believes it is the first."""
    monkeypatch.setattr(keyring.sealed_columns, "specimen", lambda: None)
    fork = multiprocessing.get_context("fork")
    start, answers = fork.Barrier(8), fork.Queue()
    makers = [fork.Process(target=_make_keys, args=(own_keys, start, answers)) for _ in range(8)]
    for maker in makers:
        maker.start()
    found = {answers.get(timeout=20) for _ in makers}
    for maker in makers:
        maker.join(20)
    assert len(found) == 1
    assert [file.name for file in own_keys.parent.iterdir()] == ["vault.json"]


def test_missing_keys_with_data_are_never_replaced(own_keys):
    register()
    own_keys.unlink()
    with pytest.raises(keyring.KeysMissing, match="Put the key file back"):
        vault.seal("王芳")
    assert not own_keys.exists()
    assert "is gone" in custody.problem()


def test_the_keys_of_another_installation_are_noticed(own_keys):
    register()
    own_keys.unlink()
    own_keys.write_text(json.dumps(_other_keys()))
    own_keys.chmod(0o600)
    assert custody.problem().startswith("The keys do not open the personal data")


def test_keys_that_others_can_read_are_noticed(own_keys):
    keyring.load()
    assert custody.problem() is None
    own_keys.chmod(0o640)
    assert (
        custody.problem()
        == f"{own_keys} can be read by other users of this machine. Run: chmod 600 {own_keys}"
    )


def test_no_keys_and_no_data_is_no_problem_and_makes_none(own_keys):
    assert custody.problem() is None
    assert not own_keys.exists()


@pytest.mark.parametrize(
    "content", ["", "{}", '{"version": 1, "keys": {}, "blind": ""}', "[]", '{"version": 2}']
)
def test_a_damaged_key_file_is_refused(own_keys, content):
    own_keys.parent.mkdir()
    own_keys.write_text(content)
    with pytest.raises(keyring.KeysUnreadable) as refused:
        keyring.load()
    assert str(own_keys) in str(refused.value)


def test_keys_may_come_from_the_environment(own_keys, settings):
    settings.TONGXIN_KEYS = json.dumps(_other_keys())
    sealed = vault.seal("王芳")
    assert vault.unseal(sealed) == "王芳"
    assert not own_keys.exists()
    with pytest.raises(keyring.KeysUnreadable, match="TONGXIN_KEYS"):
        keyring.add_key()


def test_a_running_process_learns_of_a_new_key(own_keys):
    ring = keyring.load()
    content = json.loads(own_keys.read_text())
    content["keys"]["2"] = {"secret": _other_keys()["blind"], "made": ""}
    draft = own_keys.with_suffix(".new")
    draft.write_text(json.dumps(content))
    draft.replace(own_keys)
    assert (ring.current, keyring.load().current) == (1, 2)


def test_printing_a_keyring_shows_no_secret(own_keys):
    ring = keyring.load()
    assert repr(ring.blind) not in repr(ring)
    assert repr(ring.secrets[1]) not in repr(ring)


def _other_keys():
    secret = keyring._encode(b"x" * keyring.SECRET)
    return {"version": 1, "keys": {"1": {"secret": secret, "made": ""}}, "blind": secret}
