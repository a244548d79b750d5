from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.engine.notices.planning import (
    WAITS,
    Leaving,
    Plan,
    after_quiet,
    is_quiet,
    months_before,
    next_bundle,
    plan,
    wait_after,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = st.sampled_from(
    ["Asia/Shanghai", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
CLOCKS = st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0))


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("hour", "quiet"), [(21, False), (22, True), (23, True), (0, True), (6, True), (7, False), (12, False)]
)
def test_is_quiet_over_midnight(hour, quiet):
    assert is_quiet(shanghai(22, hour), time(22), time(7), SHANGHAI) is quiet


def test_is_quiet_reads_the_local_clock_of_a_stored_utc_moment():
    assert is_quiet(datetime(2026, 11, 22, 15, tzinfo=UTC), time(22), time(7), SHANGHAI) is True


def test_after_quiet_before_midnight_is_next_morning():
    assert after_quiet(shanghai(22, 23), time(22), time(7), SHANGHAI) == shanghai(23, 7)


def test_after_quiet_after_midnight_is_same_morning():
    assert after_quiet(shanghai(23, 3), time(22), time(7), SHANGHAI) == shanghai(23, 7)


@given(at=MOMENTS, quiet_from=CLOCKS, quiet_to=CLOCKS, zone=ZONES)
def test_after_quiet_is_never_quiet_nor_earlier_nor_needlessly_late(at, quiet_from, quiet_to, zone):
    free = after_quiet(at, quiet_from, quiet_to, zone)
    assert not is_quiet(free, quiet_from, quiet_to, zone)
    assert free >= at
    assert (free == at) is (not is_quiet(at, quiet_from, quiet_to, zone))
    minutes = int((free - at) / timedelta(minutes=1))
    between = [at + timedelta(minutes=m) for m in range(0, minutes, 15)]
    assert all(is_quiet(moment, quiet_from, quiet_to, zone) for moment in between if moment < free)


@given(at=MOMENTS, zone=ZONES)
def test_next_bundle_hourly_is_a_full_local_hour_within_the_hour(at, zone):
    bundle = next_bundle(at, "hourly", zone)
    assert timedelta() < bundle - at <= timedelta(hours=1)
    if zone.key != "Australia/Lord_Howe":  # its clocks change by half an hour
        assert bundle.astimezone(zone).minute == 0


@given(at=MOMENTS, zone=ZONES)
def test_next_bundle_daily_is_eight_in_the_morning(at, zone):
    bundle = next_bundle(at, "daily", zone)
    assert timedelta() < bundle - at <= timedelta(hours=25)
    assert bundle.astimezone(zone).time() == time(8)


@given(at=MOMENTS, quiet_from=CLOCKS, quiet_to=CLOCKS, digest=st.sampled_from(["", "hourly", "daily"]))
def test_plan_never_disturbs_quiet_hours_unless_urgent(at, quiet_from, quiet_to, digest):
    span = {"quiet_from": quiet_from, "quiet_to": quiet_to, "zone": SHANGHAI}
    calm = plan(at, urgent=False, digest=digest, **span)
    assert not is_quiet(calm.at, **span)
    assert (calm.leaving is Leaving.IN_BUNDLE) is bool(digest)
    assert plan(at, urgent=True, digest=digest, **span) == Plan(Leaving.NOW, at)


def test_plan_without_wishes_leaves_now():
    now = shanghai(22, 3)
    assert plan(now, urgent=False, quiet_from=None, quiet_to=None, digest="", zone=SHANGHAI) == Plan(
        Leaving.NOW, now
    )


def test_wait_after_grows_and_ends():
    assert [wait_after(n) for n in range(1, 6)] == list(WAITS)
    assert sorted(WAITS) == list(WAITS)
    assert wait_after(6) is None


@pytest.mark.parametrize(
    ("moment", "months", "earlier"),
    [
        (shanghai(22, 3), 24, datetime(2024, 11, 22, 3, tzinfo=SHANGHAI)),
        (shanghai(30, 3), 9, datetime(2026, 2, 28, 3, tzinfo=SHANGHAI)),
        (shanghai(1, 0), 11, datetime(2025, 12, 1, tzinfo=SHANGHAI)),
    ],
)
def test_months_before(moment, months, earlier):
    assert months_before(moment, months) == earlier
