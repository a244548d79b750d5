"""Whether what was typed can be a name, a phone number, an ID number; errors are sentences."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum import numdb
from stdnum.cn import ric

from tongxin.ground.people import normalise

LONGEST = {"name": 60, "address": 200, "health": 1000}
LENGTH = 18
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0[1-9]\d{1,2})?[2-9]\d{6,7}")
_SERVICE = re.compile(r"[48]00\d{7}")
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}")


def problems(values: Mapping[str, str]) -> dict[str, object]:
    """The errors of the fields given, by field name; empty when all can be right. Empty values pass."""
    found = {}
    for field, check in (("name", name), ("phone", phone), ("id_number", id_number)):
        if values.get(field) and (sentence := check(values[field])):
            found[field] = sentence
    for field in ("address", "health"):
        if len(values.get(field) or "") > LONGEST[field]:
            found[field] = _("Please keep this to %(most)d characters.") % {"most": LONGEST[field]}
    return found


def name(text: str) -> object | None:
    if len(text) > LONGEST["name"]:
        return _("A name has at most %(most)d characters.") % {"most": LONGEST["name"]}
    if not any(unicodedata.category(letter).startswith("L") for letter in text):
        return _("Please write the name in letters or characters.")
    if any(unicodedata.category(letter) in {"Cc", "Nd"} for letter in text):
        return _("A name has no digits in it. Is this field mixed up with another?")
    return None


def phone(text: str) -> object | None:
    number = normalise.phone(text)
    if any(kind.fullmatch(number) for kind in (_MOBILE, _LANDLINE, _SERVICE, _FOREIGN)):
        return None
    if not number.lstrip("+").isascii() or not number.lstrip("+").isdigit():
        return _("A phone number has only digits, for example 138 1234 1234 or 0632-869 1234.")
    if number.startswith("1"):
        return _("A mobile number has 11 digits and begins with 13 to 19. This one has %(count)d.") % {
            "count": len(number)
        }
    return _("This can't be a phone number. With a landline, write the area code too: 0632-869 1234.")


def id_number(text: str) -> object | None:
    """Checked by GB 11643: province, date of birth and check character.

    The county is not compared with the year of birth, as ``ric.validate`` does: numbers were given out from
    1984 on, so everybody older than their county's code (370403 is of 1983) would be turned away.
    """
    number = normalise.id_number(text)
    if len(number) != LENGTH:
        return _("An ID number has 18 characters. This one has %(count)d.") % {"count": len(number)}
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return _("An ID number has 17 digits, then a digit or the letter X.")
    if ric.calc_check_digit(number) != number[-1]:
        return _("The last character doesn't fit the rest. Please compare it with the card.")
    if not _is_province(number[:2]):
        return _("No province has the first two digits of this ID number. Please compare it.")
    try:
        birthday = _birthday(number)
    except ValueError:
        return _("The date of birth in this ID number doesn't exist. Please compare it.")
    if birthday > timezone.localdate():
        return _("The date of birth in this ID number lies in the future.")
    return None


def born(id_number_text: str) -> int | None:
    """The year of birth in a valid ID number, None without one."""
    number = normalise.id_number(id_number_text)
    return _birthday(number).year if number else None


def _birthday(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


@cache
def _is_province(digits: str) -> bool:
    return bool(numdb.get("cn/loc").info(digits)[0][1])
