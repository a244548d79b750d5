"""Dates, spans, numbers and shares, each as one says it in the reader's language: one table."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from tongxin.doors.web import wording
from tongxin.doors.web.catalogues.files import our_folders
from tongxin.engine.flows.words import deadline_words, moment_words
from tongxin.trades.cases import promised

# A Wednesday at half past nine in the evening of the zone: in UTC it is the afternoon of the same day.
NOW = datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def at(**away: int) -> datetime:
    return NOW + timedelta(**away)


TABLE = [
    # what is said, in Chinese, in English
    (lambda: wording.day(None), "—", "—"),
    (lambda: wording.day(TODAY, today=TODAY), "11月25日 周三", "Wed 25 Nov"),
    (lambda: wording.day(date(2026, 7, 1), today=TODAY), "7月1日 周三", "Wed 1 Jul"),
    (lambda: wording.day(date(2026, 3, 1), today=TODAY), "3月1日", "1 Mar"),
    (lambda: wording.day(date(2027, 1, 4), today=TODAY), "2027年1月4日 周一", "Mon 4 Jan 2027"),
    (lambda: wording.day(date(2000, 1, 1), today=TODAY), "2000年1月1日", "1 Jan 2000"),
    (lambda: wording.on_paper(None), "—", "—"),
    (lambda: wording.due_on_paper(None), "—", "—"),
    (lambda: wording.due_on_paper(at(hours=2, minutes=30)), "2026年11月25日 24:00", "25 Nov 2026 24:00"),
    (lambda: wording.on_paper(NOW), "2026年11月25日 21:30", "25 Nov 2026 21:30"),
    (lambda: wording.full_day(None), "—", "—"),
    (lambda: wording.full_day(TODAY), "2026年11月25日", "25 Nov 2026"),
    (lambda: wording.full_day(at(hours=3)), "2026年11月26日", "26 Nov 2026"),
    (lambda: wording.moment(None), "—", "—"),
    (lambda: wording.moment(NOW, now=NOW), "今天 21:30", "today 21:30"),
    (lambda: wording.moment(at(hours=3), now=NOW), "明天 00:30", "tomorrow 00:30"),
    (lambda: wording.moment(at(hours=-22), now=NOW), "昨天 23:30", "yesterday 23:30"),
    (lambda: wording.moment(at(days=5, hours=-12), now=NOW), "11月30日 周一 09:30", "Mon 30 Nov 09:30"),
    (lambda: wording.moment(at(days=60), now=NOW), "2027年1月24日 周日 21:30", "Sun 24 Jan 2027 21:30"),
    (lambda: wording.deadline(None), "—", "—"),
    (lambda: wording.deadline(at(hours=3), now=NOW), "明天 00:30", "tomorrow 00:30"),
    (lambda: wording.deadline(at(hours=2, minutes=30), now=NOW), "今天 24:00", "today 24:00"),
    (
        lambda: wording.deadline(at(days=5, hours=2, minutes=30), now=NOW),
        "11月30日 周一 24:00",
        "Mon 30 Nov 24:00",
    ),
    (lambda: wording.ago(at(seconds=-20), now=NOW), "刚刚", "just now"),
    (lambda: wording.ago(at(minutes=-1), now=NOW), "1 分钟前", "1 minute ago"),
    (lambda: wording.ago(at(minutes=-59), now=NOW), "59 分钟前", "59 minutes ago"),
    (lambda: wording.ago(at(hours=-1), now=NOW), "1 小时前", "1 hour ago"),
    (lambda: wording.ago(at(hours=-23), now=NOW), "23 小时前", "23 hours ago"),
    (lambda: wording.ago(at(days=-3), now=NOW), "11月22日 周日 21:30", "Sun 22 Nov 21:30"),
    (lambda: wording.ago(at(minutes=5), now=NOW), "今天 21:35", "today 21:35"),
    (lambda: wording.month(TODAY), "2026年11月", "November 2026"),
    (lambda: wording.share(14, 23), "61%", "61%"),
    (lambda: wording.share(0, 7), "0%", "0%"),
    (lambda: wording.share(7, 7), "100%", "100%"),
    (lambda: wording.share(999, 1000), ">99%", ">99%"),
    (lambda: wording.share(1, 1000), "<1%", "<1%"),
    (lambda: wording.share(0, 0), "—", "—"),
    (lambda: wording.count(None), "—", "—"),
    (lambda: wording.count(0), "0", "0"),
    (lambda: wording.count(12345), "12,345", "12,345"),
    (lambda: wording.count(4326.25), "4,326.2", "4,326.2"),
    (lambda: wording.spoken("352014887"), "3520 1488 7", "3520 1488 7"),
    (lambda: moment_words(NOW), "11月25日 周三 21:30", "Wed 25 Nov, 21:30"),
    (lambda: deadline_words(at(hours=2, minutes=30)), "11月25日 周三 24:00", "Wed 25 Nov, 24:00"),
    (lambda: deadline_words(NOW), "11月25日 周三 21:30", "Wed 25 Nov, 21:30"),
    (lambda: promised.moment(at(days=2, hours=2, minutes=30), now=NOW), "周五 24:00", "Friday 24:00"),
    (lambda: promised.moment(at(hours=1), now=NOW), "今天 22:30", "today 22:30"),
    (lambda: promised.moment(at(days=2), now=NOW), "周五 21:30", "Friday 21:30"),
    (lambda: promised.moment(at(days=20), now=NOW), "12月15日 周二 21:30", "Tue 15 Dec, 21:30"),
]


@pytest.mark.parametrize(("said", "chinese", "english"), TABLE, ids=[row[2] or "-" for row in TABLE])
def test_each_language_says_it_its_own_way(said, chinese: str, english: str, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    heard = {}
    for code in ("zh-hans", "en"):
        with translation.override(code):
            heard[code] = said()
    assert heard == {"zh-hans": chinese, "en": english}


def test_every_day_of_the_week_has_its_name() -> None:
    said = {}
    for code in ("zh-hans", "en"):
        with translation.override(code):
            said[code] = "".join(
                wording.weekday(date(2026, 11, 23) + timedelta(days=day)) for day in range(7)
            )
    assert said == {"zh-hans": "周一周二周三周四周五周六周日", "en": "MonTueWedThuFriSatSun"}


MACHINES_DATE = re.compile(r"""\|date\b(?!:(?:'(?:c|Y-m-d)'|"(?:c|Y-m-d)"))""")


def test_templates_say_dates_by_the_filters_only() -> None:
    """``|date`` is for machines: the attribute of a ``time`` and the value of a field."""
    pages = [path for folder in our_folders() for path in sorted(folder.rglob("*.html"))]
    assert [path.name for path in pages if MACHINES_DATE.search(path.read_text("utf-8"))] == []


def test_no_page_writes_a_date_as_machines_do() -> None:
    """A value that is shown never goes through ``isoformat``; queries and journals may."""
    shown = re.compile(r'"value": [^,}]*isoformat\(')
    modules = [path for folder in our_folders() for path in folder.rglob("*.py")]
    assert [path.name for path in modules if shown.search(path.read_text("utf-8"))] == []
