import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.engine.notices import letters
from tests.engine.notices.letters import NOW
from tongxin.engine.notices.models import ChannelChoice, Notice

pytestmark = pytest.mark.django_db
INBOX = "/notices/"
CHANNELS = "/notices/channels/"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def clerk(client):
    row = letters.account()
    client.force_login(row)
    return row


@pytest.fixture
def head(cast, client):
    """The head of the housing office."""
    client.force_login(cast.a.unit_head)
    return cast.a.unit_head


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def titles(response) -> list[str]:
    return re.findall(r'card-title">(跑腿[^<]+)<', response.content.decode())


@pytest.mark.parametrize("path", [INBOX, CHANNELS])
def test_page_as_nobody_asks_to_sign_in(client, path):
    response = client.get(path)
    assert (response.status_code, response.url.endswith(f"?next={path}")) == (302, True)


def test_inbox_shows_ones_own_newest_first_and_nobody_elses(client, clerk):
    first = letters.notice(clerk)
    second = letters.notice(clerk, created_at=NOW.replace(hour=3))
    letters.notice(letters.account())
    assert titles(client.get(INBOX)) == [second.title, first.title]


def test_inbox_of_a_unit_is_shared_by_everyone_with_a_post_in_it(client, cast):
    told = letters.notice(cast.a.housing)
    letters.notice(cast.b.housing)
    for account in (cast.a.unit_head, cast.a.unit_staff):
        client.force_login(account)
        assert titles(client.get(INBOX)) == [told.title]


def test_inbox_shows_only_unread_when_asked(client, clerk):
    letters.notice(clerk, read_at=NOW)
    unread = letters.notice(clerk)
    assert titles(client.get(INBOX, {"show": "unread"})) == [unread.title]


def test_inbox_empty_says_what_will_appear(client, clerk):
    assert "没有要看的通知" in text_of(client.get(INBOX))


def test_inbox_in_english(client, clerk):
    letters.notice(clerk)
    client.cookies["django_language"] = "en"
    assert "Mark all as read" in text_of(client.get(INBOX))


def test_inbox_of_many_takes_as_few_queries_as_of_one(client, clerk):
    letters.notice(clerk)
    client.get(INBOX)  # the first page of a session also writes the session
    with CaptureQueriesContext(connection) as one:
        client.get(INBOX)
    for _ in range(59):
        letters.notice(clerk)
    with CaptureQueriesContext(connection) as many:
        response = client.get(INBOX)
    assert (len(many), len(many) <= 12, len(titles(response))) == (len(one), True, 50)
    assert titles(client.get(INBOX, {"page": 2})) == [n.title for n in Notice.objects.all()[50:]]


def test_open_marks_read_and_leads_to_the_thing(client, clerk):
    row = letters.notice(clerk)
    response = client.post(reverse("notices:open", args=[row.pk]))
    row.refresh_from_db()
    assert (response.url, row.read_at is not None) == ("/e/1/", True)


def test_open_never_leads_off_the_site(client, clerk):
    row = letters.notice(clerk, url="//evil.example/")
    assert client.post(reverse("notices:open", args=[row.pk])).url == INBOX


@pytest.mark.parametrize("name", ["open", "read"])
def test_someone_elses_notice_is_not_there(client, clerk, name):
    row = letters.notice(letters.account())
    assert client.post(reverse(f"notices:{name}", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_reading_by_get_changes_nothing(client, clerk):
    row = letters.notice(clerk)
    assert client.get(reverse("notices:open", args=[row.pk])).status_code == 405
    row.refresh_from_db()
    assert row.read_at is None


def test_read_all_leaves_what_came_in_since(client, clerk):
    seen = [letters.notice(clerk), letters.notice(clerk)]
    since = letters.notice(clerk)
    client.post(reverse("notices:read_all"), {"newest": seen[-1].pk})
    assert set(Notice.objects.filter(read_at__isnull=True)) == {since}


@pytest.mark.parametrize("newest", ["", "x", "999999"])
def test_read_all_with_nonsense_is_not_found(client, clerk, newest):
    assert client.post(reverse("notices:read_all"), {"newest": newest}).status_code == 404


def test_choose_keeps_the_address_sealed_and_never_shows_it(client, clerk, robot):
    webhook = robot.base + "/robot/send?access_token=t0ken"
    form = {
        "dingtalk-on": "on",
        "dingtalk-address": webhook,
        "dingtalk-secret": "SECs3cret",
        "dingtalk-quiet_from": "22:00",
        "dingtalk-quiet_to": "07:00",
        "dingtalk-digest": "daily",
    }
    assert client.post(CHANNELS + "dingtalk/", form).url == CHANNELS
    row = ChannelChoice.objects.get(account=clerk)
    assert (row.on, row.quiet_from.hour, row.quiet_to.hour, row.digest) == (True, 22, 7, "daily")
    assert row.address.reveal() == webhook + "#SECs3cret"
    page = client.get(CHANNELS).content.decode()
    assert ("t0ken" in page, "s3cret" in page, 'value="22:00"' in page) == (False, False, True)


def test_choose_with_an_empty_address_keeps_the_one_there_is(client, clerk, robot):
    letters.choice(clerk, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k")
    client.post(CHANNELS + "wecom/", {"wecom-digest": "hourly"})
    row = ChannelChoice.objects.get()
    assert (row.on, row.digest, row.address.reveal()[-5:]) == (False, "hourly", "key=k")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"wecom-on": "on"}, "没有机器人的地址就发不出去。"),
        ({"wecom-on": "on", "wecom-address": "http://10.0.0.1/"}, "请把平台上显示的机器人"),
        ({"wecom-quiet_from": "22:00"}, "免打扰时段要同时写明开始和结束。"),
    ],
)
def test_choose_says_what_is_wrong_at_the_field_and_keeps_nothing(client, clerk, robot, form, said):
    response = client.post(CHANNELS + "wecom/", form)
    assert (response.status_code, text_of(response).count(said)) == (200, 2)
    assert not ChannelChoice.objects.exists()


def test_a_time_that_is_none_is_all_that_is_wrong(client, clerk, robot):
    page = text_of(client.post(CHANNELS + "wecom/", {"wecom-quiet_from": "25:00", "wecom-quiet_to": "8:00"}))
    assert (page.count("请按 24 小时制写"), page.count("要同时写明")) == (2, 0)


def test_choose_an_unknown_channel_or_the_page_itself_is_not_found(client, clerk):
    assert [client.post(CHANNELS + f"{name}/").status_code for name in ("pigeon", "inbox")] == [404, 404]


def test_test_message_says_at_once_whether_it_worked(client, clerk, robot):
    letters.choice(clerk, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k")
    page = client.post(CHANNELS + "wecom/test/", follow=True)
    assert "企业微信：测试消息已经发出，请查收。" in text_of(page)
    ((_path, payload),) = robot.heard
    assert payload["text"]["content"].startswith("同心发来的测试消息\n能看到这条消息")


def test_test_message_that_is_refused_says_what_the_platform_answered(client, clerk, robot):
    letters.choice(clerk, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k")
    robot.answer = {"errcode": 93000, "errmsg": "invalid webhook url"}
    page = client.post(CHANNELS + "wecom/test/", follow=True)
    assert "企业微信：对方没有接收（93000 invalid webhook url）。" in text_of(page)


def test_test_message_twice_in_a_row_is_refused(client, clerk, robot):
    letters.choice(clerk, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k")
    client.post(CHANNELS + "wecom/test/")
    page = client.post(CHANNELS + "wecom/test/", follow=True)
    assert ("刚刚发过一次测试" in text_of(page), len(robot.heard)) == (True, 1)


def test_head_of_a_unit_sets_how_the_unit_is_told(client, head, cast, robot):
    path = reverse("notices:organization_choose", args=[cast.a.housing.pk, "wecom"])
    webhook = robot.base + "/cgi-bin/webhook/send?key=unit"
    assert client.post(path, {"wecom-on": "on", "wecom-address": webhook}).status_code == 302
    row = ChannelChoice.objects.get()
    assert (row.organization, row.account) == (cast.a.housing, None)
    client.post(reverse("notices:organization_test", args=[cast.a.housing.pk, "wecom"]))
    assert [path for path, _payload in robot.heard] == ["/cgi-bin/webhook/send?key=unit"]


@pytest.mark.parametrize(
    ("who", "status"), [("unit_staff", 403), ("squad_staff", 404), ("street_leader", 404)]
)
def test_others_cannot_set_how_a_unit_is_told(client, cast, who, status):
    client.force_login(getattr(cast.a, who))
    for name, args in (("organization_channels", []), ("organization_choose", ["wecom"])):
        path = reverse(f"notices:{name}", args=[cast.a.housing.pk, *args])
        send = client.get if name == "organization_channels" else client.post
        assert send(path).status_code == status
    client.force_login(cast.b.unit_head)
    assert client.get(reverse("notices:organization_channels", args=[cast.a.housing.pk])).status_code == 404


def test_channel_that_cannot_work_here_says_why(client, clerk, settings):
    settings.TONGXIN_ROBOTS = dict.fromkeys(settings.TONGXIN_ROBOTS, "off")
    assert text_of(client.get(CHANNELS)).count("这套系统停用了这个平台。") == 3


def test_desk_menu_shows_how_many_are_unread(client, cast):
    client.force_login(cast.a.community_worker)
    letters.notice(cast.a.community_worker)
    letters.notice(cast.a.community_worker)
    page = client.get(CHANNELS).content.decode()
    assert re.findall(r'href="/notices/"[^>]*>[^<]*<span class="count">(\d+)</span>', page) == ["2"]
