"""A link that others may read shows how it stands, and nothing that was said nor who said it."""

import pytest
from django.urls import reverse

from tongxin.engine.flows.refusals import NotYours
from tongxin.ground.posts.actors import NOBODY
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import SharedView


def share(case) -> str:
    return reverse("cases:share", args=[case.number])


def shared(case) -> str:
    return reverse("cases:shared", args=[SharedView.objects.get(case=case).token])


def test_the_link_shows_how_it_stands_and_nothing_said(walk, stranger, reporter_of) -> None:
    case = walk.case("whistled")
    actions.progress(case, by=walk.grid, note="已联系王小芳本人")
    resident = reporter_of(case)
    resident.post(share(case))
    answer = stranger.get(shared(case))
    page = answer.content.decode()
    told = [walk.category.name_en, str(case), "It was reported", "明珠物业", "3号楼"]
    kept = ["停车位", "王小芳", "2单元", "301", "You reported", reverse("cases:tracked", args=[case.number])]
    assert [word for word in told if word not in page] == []
    assert [word for word in kept if word in page] == []
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex' in page


def test_the_reporter_is_shown_the_link_and_can_withdraw_it(walk, stranger, reporter_of) -> None:
    case = walk.case("accepted")
    resident, page = reporter_of(case), reverse("cases:tracked", args=[case.number])
    resident.post(share(case))
    address = shared(case)
    assert address in resident.get(page).content.decode()
    resident.post(share(case))
    assert shared(case) == address
    resident.post(share(case), {"revoke": "1"})
    assert (stranger.get(address).status_code, address in resident.get(page).content.decode()) == (404, False)
    resident.post(share(case))
    assert shared(case) != address


def test_nobody_else_can_share_it_or_take_the_link_back(walk, stranger, desk, reporter_of) -> None:
    case, other = walk.report(), walk.report("另一件事")
    for browser in (stranger, desk, reporter_of(other)):
        assert browser.post(share(case)).status_code == 404
    for actor in (NOBODY, walk.desk, walk.resident_of(other)):
        with pytest.raises(NotYours):
            actions.share(case, by=actor)
        with pytest.raises(NotYours):
            actions.unshare(case, by=actor)


def test_the_link_opens_nothing_but_the_page(walk, stranger, reporter_of) -> None:
    case = walk.case("verified")
    reporter_of(case).post(share(case))
    assert stranger.get(shared(case)).status_code == 200
    assert stranger.get(reverse("cases:tracked", args=[case.number])).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "a" * 300])
def test_a_token_that_is_none_opens_nothing(stranger, token) -> None:
    assert stranger.get(f"/s/{token}").status_code == 404


def test_a_joined_report_reads_of_the_other_what_anybody_may(walk, reporter_of) -> None:
    into = walk.case("whistled")
    actions.progress(into, by=walk.grid, note="已联系王小芳本人")
    case = actions.merge(walk.report("我说的话"), by=walk.desk, into=into.number)
    page = reporter_of(case).get(reverse("cases:tracked", args=[case.number])).content.decode()
    assert [word in page for word in ("我说的话", "It was reported", "王小芳")] == [True, True, False]
    own = reporter_of(into).get(reverse("cases:tracked", args=[into.number])).content.decode()
    assert [word in own for word in ("You reported it", "已联系王小芳本人")] == [True, True]


@pytest.mark.parametrize(("answer", "left"), [("yes", "closed"), ("no", "accepted")])
def test_the_verdict_takes_two_taps(walk, reporter_of, answer, left) -> None:
    case = walk.case("verified")
    resident = reporter_of(case)
    step = reverse("cases:resident_step", args=[case.number, "verdict"])
    assert f'href="{step}?solved={answer}"' in resident.get(f"/track/{case.number}").content.decode()
    form = resident.get(f"{step}?solved={answer}").context["tried"].form
    assert form["solved"].value() == answer
    sent = {name: form[name].value() or "" for name in form.fields}
    assert resident.post(step, sent).status_code == 302
    case.refresh_from_db()
    assert case.state == left
