import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from tongxin.ground.people import keyring, vault
from tongxin.ground.people.ciphers import Damaged

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=100)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
@given(text=any_text, cell=any_text)
def test_what_is_sealed_opens_in_its_own_cell(cipher, text, cell):
    with override_settings(TONGXIN_CIPHER=cipher):
        sealed = vault.seal(text, cell=cell)
        assert vault.unseal(sealed, cell=cell) == text
        assert vault.key_of(sealed)[0] == cipher
        with pytest.raises(Damaged):
            vault.unseal(sealed, cell=cell + "'")


@given(text=any_text, data=st.data())
def test_any_flipped_bit_of_an_envelope_is_refused(text, data):
    sealed = bytearray(vault.seal(text, cell="here"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Damaged):
        vault.unseal(bytes(sealed), cell="here")


@given(length=st.integers(0, 60))
def test_a_cut_envelope_is_refused(length):
    sealed = vault.seal("13812341234")
    with pytest.raises(Damaged):
        vault.unseal(sealed[: min(length, len(sealed) - 1)])


def test_equal_texts_are_sealed_differently():
    assert len({vault.seal("王芳") for _ in range(50)}) == 50


def test_a_new_key_seals_and_the_old_one_still_opens(own_keys):
    before = vault.seal("王芳")
    assert vault.is_current(before)
    assert keyring.add_key() == 2
    after = vault.seal("王芳")
    assert (vault.key_of(before), vault.key_of(after)) == (("aes", 1), ("aes", 2))
    assert (vault.is_current(before), vault.is_current(after)) == (False, True)
    assert (vault.unseal(before), vault.unseal(after)) == ("王芳", "王芳")


def test_rotation_keeps_the_blind_index(own_keys):
    before = vault.blind("13812341234", "phone")
    keyring.add_key()
    assert vault.blind("13812341234", "phone") == before


def test_the_other_cipher_reads_what_the_first_wrote(own_keys, settings):
    sealed = vault.seal("王芳")
    settings.TONGXIN_CIPHER = "sm4"
    assert vault.unseal(sealed) == "王芳"
    assert not vault.is_current(sealed)


def test_other_keys_open_nothing(own_keys, settings, tmp_path):
    sealed = vault.seal("王芳")
    settings.HOME = tmp_path / "elsewhere"
    with pytest.raises(Damaged):
        vault.unseal(sealed)


def test_a_key_that_is_gone_is_named(own_keys, settings, tmp_path):
    keyring.load()
    keyring.add_key()
    sealed = vault.seal("王芳")
    settings.HOME = tmp_path / "elsewhere"
    with pytest.raises(Damaged, match="key 2 is not in the key file"):
        vault.unseal(sealed)


def test_blind_indexes_differ_by_kind_and_are_none_for_nothing():
    assert vault.blind("王芳", "name") != vault.blind("王芳", "phone")
    assert vault.blind(" ", "name") is None
    assert len(vault.blind("王芳", "name")) == 32
