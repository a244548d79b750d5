from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext

from tests.trades.orders.walking import AT, DAY, NOW, WINDOW, Walk
from tongxin.insight.indicators.selectors import as_json, find, period_to
from tongxin.trades.orders import actions
from tongxin.trades.orders.models import ServiceKind

PERIOD = period_to((NOW + 2 * DAY).date())


@pytest.fixture
def walk(cast):
    return Walk(cast)


@pytest.fixture
def ordered(walk):
    """Two errands, one of them done; a wheelchair, taken; a wish that nobody took."""
    walk.done_by(walk.volunteer())
    walk.order("ordered")
    walk.order("taken", code="wheelchair")
    return walk.order("ordered", code="", text="修伞")


def test_orders_are_counted_by_kind_and_wishes_apart(ordered):
    figures = as_json(PERIOD)["M6"]

    assert figures["ordered_by_kind"] == {"errands": 2, "wheelchair": 1, "(wish)": 1}
    assert figures["taken_by_kind"] == {"errands": 1, "wheelchair": 1, "(wish)": 0}
    assert figures["done_by_kind"] == {"errands": 1, "wheelchair": 0, "(wish)": 0}
    assert (figures["ordered"], figures["taken_of"], figures["taken_counted"]) == (4, 4, 2)


def test_orders_of_no_day_have_no_kinds(cast):
    assert "ordered_by_kind" not in as_json(PERIOD)["M6"]


def test_an_earlier_day_knows_nothing_of_what_came_later(ordered):
    earlier = as_json(period_to((AT - DAY).date()))["M6"]

    assert (earlier["ordered"], earlier["taken"], earlier["done"]) == (4, 50.0, 0.0)


def test_a_word_said_later_is_not_heard_yet(walk):
    walk.order("closed")

    assert [as_json(period_to(day.date()))["M6"]["content_of"] for day in (AT, AT + DAY)] == [0, 1]


def test_volunteers_are_counted_from_admission_to_leaving(walk):
    waiting, leaving = walk.joined(), walk.volunteer()
    actions.rest(leaving, by=walk.desk, now=NOW - 3 * DAY)
    actions.leave(leaving, by=walk.desk, now=NOW)
    actions.turn_down(waiting, by=walk.desk, reason="不住在这里", now=NOW)

    days = [NOW - 30 * DAY, NOW - 29 * DAY, NOW - DAY, NOW]
    assert [as_json(period_to(day.date()))["M26"]["volunteers"] for day in days] == [0, 1, 1, 0]


def test_one_service_with_a_row_of_its_own_in_a_place_is_counted_once(walk):
    before = find("M6", "kinds").compute(PERIOD)
    kind = walk.kind()
    kind.pk, kind.place_path, kind.name_en = None, walk.cast.a.community.path, "Errands here"
    kind.save(force_insert=True)
    walk.order("ordered", code="wheelchair")
    walk.place(kind=kind, windows=[WINDOW])

    after = find("M6", "kinds").compute(PERIOD)

    assert (after.of, len(after.counted)) == (before.of, 2)
    assert as_json(PERIOD)["M6"]["ordered_by_kind"] == {"errands": 1, "wheelchair": 1}
    assert ServiceKind.objects.filter(code="errands").count() == 2


def test_figures_are_shown_by_kind(client, ordered, cast):
    client.force_login(cast.a.street_desk)

    page = client.get(reverse("indicators:index")).content.decode()
    opened = client.get(reverse("indicators:opened", args=["M6", "ordered"])).content.decode()

    kinds = ServiceKind.objects.filter(code__in=["errands", "wheelchair"], place_path="")
    for title in [*(kind.title for kind in kinds), gettext("Wishes")]:
        assert page.count(f'<th scope="row">{title}</th>') == 1
        assert opened.count(f"<dt>{title}</dt>") == 1


def test_command_prints_the_kinds(ordered):
    said = StringIO()
    call_command("figures", stdout=said, on=PERIOD.until)

    lines = [line.strip(" │").split() for line in said.getvalue().splitlines()]
    assert [line[-1] for line in lines if gettext("Wishes") in line] == ["1", "0", "0"]
