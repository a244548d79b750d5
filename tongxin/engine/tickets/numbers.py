"""Numbers of what people asked for: nine digits in three groups, short enough to read out on the telephone.

Eight digits come from a counter, scattered so that neighbours in time don't look alike and the number does
not tell how many cases there are; the ninth is a Damm check digit, which catches every single wrong digit
and every pair of swapped neighbours. Each kind of thing has a series of a hundred million numbers; the check
digits of different series never agree, so that a number says by itself what it is a number of.
"""

from stdnum import damm

CAPACITY = 10**8
CASES, ORDERS, VOLUNTEERS = 0, 1, 2
_STEP = 61_803_399  # coprime to ten, so that multiplying by it only reorders the numbers
_START = 27_182_818


def number_for(count: int, series: int = CASES) -> str:
    """The number of the ``count``-th thing (from 1) of a series. Raises OverflowError when all are used."""
    if not 0 < count <= CAPACITY:
        raise OverflowError("all numbers of this series are used")
    body = f"{(count * _STEP + _START) % CAPACITY:08d}"
    return body + next(digit for digit in "0123456789" if damm.checksum(body + digit) == series)


def is_number(digits: str, series: int = CASES) -> bool:
    """Nine plain digits whose last one fits the others in this series."""
    return len(digits) == 9 and digits.isascii() and digits.isdigit() and damm.checksum(digits) == series


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
