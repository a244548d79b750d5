import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.ground.people.ciphers import NONCE, SUITES, TAG, Damaged

suites = st.sampled_from(list(SUITES.values()))


@given(suite=suites, plain=st.binary(max_size=300), bound=st.binary(max_size=60))
def test_what_is_encrypted_decrypts_and_has_a_tag(suite, plain, bound):
    key, nonce = b"k" * suite.key_length, b"n" * NONCE
    sealed = suite.encrypt(key, nonce, plain, bound)
    assert len(sealed) == len(plain) + TAG
    assert suite.decrypt(key, nonce, sealed, bound) == plain


@given(suite=suites, plain=st.binary(max_size=60), bound=st.binary(min_size=1, max_size=20), data=st.data())
def test_any_flipped_bit_is_refused(suite, plain, bound, data):
    key, nonce = b"k" * suite.key_length, b"n" * NONCE
    sealed = bytearray(suite.encrypt(key, nonce, plain, bound))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Damaged):
        suite.decrypt(key, nonce, bytes(sealed), bound)
    with pytest.raises(Damaged):
        suite.decrypt(key, nonce, suite.encrypt(key, nonce, plain, bound), bound + b"x")


def test_sm4_gives_the_published_vector():
    """RFC 8998, appendix A.1: SM4-GCM."""
    suite = SUITES[2]
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    bound = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = bytes.fromhex(
        "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
        "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
    )
    expected = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert suite.encrypt(key, nonce, plain, bound) == expected
