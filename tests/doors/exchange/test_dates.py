"""Moments as they are found in tables."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.doors.exchange.dates import moment
from tongxin.doors.exchange.trouble import Problem

CHINA, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
WHOLE = dt.datetime(2020, 1, 6, 12, 9, 38)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019/2/28 11:25:05", dt.datetime(2019, 2, 28, 11, 25, 5)),
        ("2020-01-06 12:09:38", WHOLE),
        ("2020-01-06T12:09:38.000", WHOLE),
        ("２０２０／１／６　１２：０９：３８", WHOLE),
        ("2020年1月6日 12时9分38秒", WHOLE),
        ("2026年5月3日", dt.datetime(2026, 5, 3)),
        ("2026.5.3", dt.datetime(2026, 5, 3)),
        ("2026年5月3日下午3时20分", dt.datetime(2026, 5, 3, 15, 20)),
        ("2026-05-03 上午12:05", dt.datetime(2026, 5, 3, 0, 5)),
        ("20190228", dt.datetime(2019, 2, 28)),
        ("20200106120938", WHOLE),
        ("43889.5", dt.datetime(2020, 2, 28, 12)),
        (43889.5, dt.datetime(2020, 2, 28, 12)),
        (43889, dt.datetime(2020, 2, 28)),
        (dt.date(2020, 1, 6), dt.datetime(2020, 1, 6)),
        (WHOLE, WHOLE),
    ],
)
def test_a_time_without_a_zone_is_of_the_map_s_zone(written, expected):
    assert moment(written, CHINA) == expected.replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    "written", ["2020-01-06T12:09:38+08:00", "2020-01-06 04:09:38Z", "2020-01-05T23:09:38-0500"]
)
def test_a_time_with_a_zone_keeps_it(written):
    assert moment(written, NEW_YORK) == WHOLE.replace(tzinfo=CHINA)


@pytest.mark.parametrize("empty", [None, "", "  ", "　"])
def test_nothing_is_no_moment(empty):
    assert moment(empty, CHINA) is None


@pytest.mark.parametrize(
    "wrong",
    ["昨天", "2020-13-01", "2020-02-30", "04/16/2024 03:03:15 AM", "1/2/2020", "12", 12.0, "1899-01-01",
     "2020-01-06 25:00", True, "2026-05-03 下午15:20", dt.time(3)],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_reason(wrong):
    with pytest.raises(Problem):
        moment(wrong, CHINA)


def test_a_format_of_the_map_is_tried_first():
    found = moment("04/16/2024 03:03:15 AM", NEW_YORK, ["%m/%d/%Y %I:%M:%S %p"])
    assert found == dt.datetime(2024, 4, 16, 7, 3, 15, tzinfo=dt.UTC)


def test_an_hour_the_clock_skipped_is_refused_and_one_it_showed_twice_is_the_first():
    with pytest.raises(Problem):
        moment("2024-03-10 02:30:00", NEW_YORK)
    assert moment("2024-11-03 01:30:00", NEW_YORK) == dt.datetime(2024, 11, 3, 5, 30, tzinfo=dt.UTC)


@given(
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2099, 12, 31)).map(lambda at: at.replace(microsecond=0))
)
def test_every_way_of_writing_says_the_same(at):
    ways = [
        f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02}:{at.second:02}",
        f"{at:%Y-%m-%dT%H:%M:%S}",
        f"{at.year}年{at.month}月{at.day}日 {at.hour}时{at.minute}分{at.second}秒",
        f"{at.year}.{at.month}.{at.day} {at:%H:%M:%S}",
        f"{at:%Y%m%d%H%M%S}",
        (at - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1),
    ]
    zone = ZoneInfo("UTC")
    assert {moment(way, zone) for way in ways} == {at.replace(tzinfo=zone)}


@given(st.text() | st.floats() | st.integers())
def test_nothing_but_a_moment_or_a_problem_comes_of_anything(value):
    try:
        found = moment(value, CHINA)
    except Problem:
        return
    assert found is None or found.tzinfo is not None
