"""Numbers of what people asked for: nine digits in three groups, short enough to read out on the telephone.

Eight digits come from a counter, scattered so that neighbours in time don't look alike and the number does
not tell how many cases there are; the ninth is a Damm check digit, which catches every single wrong digit
and every pair of swapped neighbours. Each kind of thing has a series of a hundred million numbers; the check
digits of different series never agree, so that a number says by itself what it is a number of.
"""

CAPACITY = 10**8
CASES, ORDERS, VOLUNTEERS = 0, 1, 2
_STEP = 61_803_399  # coprime to ten, so that multiplying by it only reorders the numbers
_START = 27_182_818
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def number_for(count: int, series: int = CASES) -> str:
    """The number of the ``count``-th thing (from 1) of a series. Raises OverflowError when all are used."""
    if not 0 < count <= CAPACITY:
        raise OverflowError("all numbers of this series are used")
    body = f"{(count * _STEP + _START) % CAPACITY:08d}"
    return body + str(_DAMM[_remainder(body)].index(series))


def is_number(digits: str, series: int = CASES) -> bool:
    """Nine plain digits whose last one fits the others in this series."""
    return len(digits) == 9 and digits.isascii() and digits.isdigit() and _remainder(digits) == series


def grouped(number: str) -> str:
    """``352014887`` -> ``352 014 887``."""
    return " ".join((number[:3], number[3:6], number[6:]))


def parse(typed: str, series: int = CASES) -> str | None:
    """What somebody typed, as a number: spaces, dashes and full-width digits allowed; None if it can't be
    one.
    """
    digits = "".join(str(int(c)) for c in typed if c.isdecimal())
    rest = [c for c in typed if not c.isdecimal() and not c.isspace() and c not in "-－—·."]
    return digits if not rest and is_number(digits, series) else None


def _remainder(digits: str) -> int:
    row = 0
    for digit in digits:
        row = _DAMM[row][int(digit)]
    return row
