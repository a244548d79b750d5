import hashlib
import hmac
from base64 import b64encode
from urllib.parse import parse_qs, urlsplit

import pytest

from tongxin.engine.notices.channels import CHANNELS, dingtalk, feishu, robots, wecom
from tongxin.engine.notices.channels.errors import Failure, NotDelivered

ROBOTS = ["dingtalk", "wecom", "feishu"]
TOKEN = "abc123"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def address(name: str, robot) -> str:
    return robot.base + CHANNELS[name].PATH + TOKEN


@pytest.mark.parametrize(
    ("name", "path", "payload"),
    [
        (
            "dingtalk",
            "/robot/send?access_token=abc123",
            {"msgtype": "text", "text": {"content": "标题\n正文\nhttps://a/b"}},
        ),
        (
            "wecom",
            "/cgi-bin/webhook/send?key=abc123",
            {"msgtype": "text", "text": {"content": "标题\n正文\nhttps://a/b"}},
        ),
        (
            "feishu",
            "/open-apis/bot/v2/hook/abc123",
            {"msg_type": "text", "content": {"text": "标题\n正文\nhttps://a/b"}},
        ),
    ],
)
def test_robot_hears_the_text_once(robot, name, path, payload):
    CHANNELS[name].send(address(name, robot), "标题", "正文", "https://a/b")
    assert robot.heard == [(path, payload)]


@pytest.mark.parametrize("name", ROBOTS)
def test_robot_that_refuses_with_http_200_is_not_taken_for_delivered(robot, name):
    robot.answer = {"errcode": 310000, "errmsg": "sign not match", "code": 310000, "msg": "sign not match"}
    with pytest.raises(NotDelivered) as caught:
        CHANNELS[name].send(address(name, robot), "t", "b", "")
    assert (caught.value.failure, caught.value.detail) == (Failure.REFUSED, "310000 sign not match")


@pytest.mark.parametrize(
    ("status", "answer", "detail"), [(502, {}, "HTTP 502"), (200, "garbage", "not JSON"), (200, [1], "None")]
)
def test_robot_that_answers_nonsense_is_not_taken_for_delivered(robot, status, answer, detail):
    robot.status, robot.answer = status, answer
    with pytest.raises(NotDelivered) as caught:
        wecom.send(address("wecom", robot), "t", "b", "")
    assert (caught.value.failure, caught.value.detail) == (Failure.REFUSED, detail)


@pytest.mark.parametrize("name", ROBOTS)
def test_robot_out_of_reach_says_so_without_its_token(robot, name):
    where = address(name, robot)
    robot.shutdown()
    robot.server_close()
    with pytest.raises(NotDelivered) as caught:
        CHANNELS[name].send(where, "t", "b", "")
    assert (caught.value.failure, str(caught.value)) == (
        Failure.UNREACHABLE,
        "unreachable ConnectionRefusedError",
    )


def test_dingtalk_signature_can_be_checked_by_the_other_side(robot):
    dingtalk.send(address("dingtalk", robot) + "#SECs3cret", "t", "b", "")
    ((path, _payload),) = robot.heard
    told = parse_qs(urlsplit(path).query)
    signed = f"{told['timestamp'][0]}\nSECs3cret".encode()
    expected = b64encode(hmac.new(b"SECs3cret", signed, hashlib.sha256).digest()).decode()
    assert (told["access_token"], told["sign"]) == ([TOKEN], [expected])


def test_feishu_signature_can_be_checked_by_the_other_side(robot):
    feishu.send(address("feishu", robot) + "#s3cret", "t", "b", "")
    ((_path, payload),) = robot.heard
    expected = hmac.new(f"{payload['timestamp']}\ns3cret".encode(), b"", hashlib.sha256).digest()
    assert payload["sign"] == b64encode(expected).decode()


def test_wecom_shortens_the_body_never_the_link(robot):
    wecom.send(address("wecom", robot), "标题", "长" * 3000, "https://a/b")
    content = robot.heard[0][1]["text"]["content"]
    assert len(content.encode()) in range(wecom.TEXT_BYTES - 3, wecom.TEXT_BYTES + 1)
    assert (content[:4], content[-13:]) == ("标题\n长", "…\nhttps://a/b")


@pytest.mark.parametrize("name", ROBOTS)
def test_robot_refuses_an_address_of_any_other_machine(settings, name):
    channel = CHANNELS[name]
    good = settings.TONGXIN_ROBOTS[name] + channel.PATH + TOKEN
    bad = [
        "",
        "file:///etc/passwd",
        "http://127.0.0.1:5432/",
        good.replace("https://", "https://evil@"),
        settings.TONGXIN_ROBOTS[name] + ".evil.example" + channel.PATH + TOKEN,
    ]
    assert channel.refuse(good) is None
    assert [str(channel.refuse(address)) for address in bad] == [
        str(robots.refuse(name, channel.PATH, ""))
    ] * 5


def test_robot_problem_when_the_platform_is_switched_off(settings):
    settings.TONGXIN_ROBOTS = {**settings.TONGXIN_ROBOTS, "wecom": "off"}
    assert [bool(CHANNELS[name].problem()) for name in ROBOTS] == [False, True, False]
