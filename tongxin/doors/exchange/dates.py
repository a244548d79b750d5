"""Moments as people and programs write them in tables.

``2019/2/28 11:25:05``, ``2020-01-06T12:09:38+08:00``, ``2026年5月3日 下午3时20分``, ``2026.5.3``, full-width
digits, serial numbers of a spreadsheet, ``20190228`` and ``20190228112505``. Day and month are never
guessed: what is written month first needs a format in the map.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tongxin.doors.exchange.trouble import Problem

SERIAL_ZERO = datetime(1899, 12, 30)
SERIALS = (20_000.0, 80_000.0)  # 1954 to 2119; smaller ones are years or counts
YEARS = range(1990, 2100)

_DAY = r"(?P<year>\d{4})\s*(?:[-/.]|年)\s*(?P<month>\d{1,2})\s*(?:[-/.]|月)\s*(?P<day>\d{1,2})\s*日?"
_HOUR = r"(?P<half>上午|中午|下午|晚上|[ap]m)?\s*(?P<hour>\d{1,2})\s*(?:[:点时])\s*"
_MINUTE = r"(?:(?P<minute>\d{1,2})\s*(?:[:分]?)\s*(?:(?P<second>\d{1,2})(?:\.(?P<fraction>\d+))?\s*秒?)?)?"
_ZONE = r"(?P<zone>z|utc|[+-]\d{2}:?\d{2})?"
_WRITTEN = re.compile(rf"{_DAY}(?:(?:\s*t|\s)?\s*{_HOUR}{_MINUTE}\s*(?P<after>[ap]m)?\s*{_ZONE})?", re.I)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_AFTERNOON = {"下午", "晚上", "pm"}
_MORNING = {"上午", "am"}


def moment(value: object, zone: ZoneInfo, formats: Sequence[str] = ()) -> datetime | None:
    """A cell as a moment in UTC; None for an empty cell.

    A time without a zone is of ``zone``. ``formats`` (of ``strptime``) are tried before the usual ways of
    writing. Raises Problem for anything else.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    found = _from_cell(value) if not isinstance(value, str) else _from_text(value, formats)
    if found is None:
        raise Problem(_("“%(text)s” is not a date we can read.") % {"text": str(value)[:40]})
    if found.year not in YEARS:
        raise Problem(_("The year %(year)s can't be right.") % {"year": found.year})
    return (found if found.tzinfo else _placed(found, zone)).astimezone(UTC)


def _from_cell(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(float(value))
    return None


def _from_serial(days: float) -> datetime | None:
    if not SERIALS[0] <= days < SERIALS[1]:
        return None
    return SERIAL_ZERO + timedelta(seconds=round(days * 86_400))


def _from_text(written: str, formats: Sequence[str]) -> datetime | None:
    text = unicodedata.normalize("NFKC", written).strip()
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern)
        except ValueError:
            continue
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _from_serial(float(text))
    match = _WRITTEN.fullmatch(text)
    if match:
        return _built(match)
    digits = _DIGITS.fullmatch(text)
    return _safe(*(int(part or 0) for part in digits.groups())) if digits else None


def _built(match: re.Match[str]) -> datetime | None:
    part = match.groupdict()
    hour = int(part["hour"] or 0)
    half = (part["half"] or part["after"] or "").lower()
    if half and not 0 <= hour <= 12:
        return None
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half in _MORNING and hour == 12:
        hour = 0
    fraction = int((part["fraction"] or "0")[:6].ljust(6, "0"))
    numbers = (int(part[name] or 0) for name in ("year", "month", "day"))
    found = _safe(*numbers, hour, int(part["minute"] or 0), int(part["second"] or 0), fraction)
    return found.replace(tzinfo=_offset(part["zone"])) if found and part["zone"] else found


def _offset(written: str) -> timezone:
    if written.lower() in ("z", "utc"):
        return UTC
    size = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
    return timezone(-size if written[0] == "-" else size)


def _safe(*parts: int) -> datetime | None:
    try:
        return datetime(*parts)
    except ValueError:
        return None


def _placed(naive: datetime, zone: ZoneInfo) -> datetime:
    """The moment a clock in ``zone`` showed this; the earlier one where it showed it twice."""
    found = naive.replace(tzinfo=zone)
    if found.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        raise Problem(_("The clock of %(zone)s never showed %(time)s.") % {"zone": zone.key, "time": naive})
    return found
