from hypothesis import example, given
from hypothesis import strategies as st

from tongxin.trades.cases import tokens

CHINESE = st.text(alphabet="电梯坏了停车位噪音水A1b ，。'\\:&|!<>*Ｂ０", max_size=40)


def test_folding_joins_width_case_and_punctuation():
    assert tokens.fold("  Ｂ座３号，电梯 坏了!\x00") == "b座3号 电梯 坏了"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert tokens.fold(tokens.fold(text)) == tokens.fold(text)


@given(CHINESE, st.integers(0, 39), st.integers(1, 6))
@example("电梯", 1, 1)
def test_every_part_of_a_text_has_all_its_pairs_in_it(text, start, length):
    folded = tokens.fold(text)
    for word in tokens.sought(folded[start : start + length]):
        wanted = {word[i : i + 2] for i in range(len(word) - 1)} or {word}
        have = tokens.pairs(folded)
        assert wanted <= have or any(pair.startswith(word) for pair in have)
