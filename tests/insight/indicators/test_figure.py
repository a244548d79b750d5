from tongxin.insight.indicators.figure import Value


def test_value_without_denominator_is_a_count():
    assert Value("place", (4, 7, 9)).number == 3


def test_value_with_denominator_is_a_percentage():
    assert Value("estate", (1,), (1, 2, 3)).number == 33.3


def test_value_of_nothing_over_nothing_is_no_number():
    assert Value("estate", (), ()).number is None


def test_value_by_amounts_reads_like_one_by_lists():
    assert Value("case", amount=160.5, whole=164).number == 97.9
