"""What an office lays down first, as its administrators see it."""

from django.urls import reverse

from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import issue_code

PAGE = reverse("web:first_steps")


def titles(answer) -> dict[str, tuple[int, str, list[str]]]:
    return {str(each["title"]): (each["count"], each["href"], each["by"]) for each in answer.context["steps"]}


def test_each_administrator_is_led_to_their_own_steps_and_told_whose_the_others_are(cast, browser) -> None:
    system, security = (browser(each) for each in (cast.a.system_admin, cast.a.security_admin))
    assert system.get(reverse("web:desk")).url == PAGE
    place = reverse("territory:place", args=[cast.a.zone.pk])
    seen = titles(system.get(PAGE))
    assert {title: href for title, (_n, href, _by) in seen.items()} == {
        "Streets and communities": place,
        "Departments, property companies, committees": reverse("organizations:index"),
        "Accounts": reverse("people:accounts"),
        "Posts": "",
        "Codes for the doors": place,
    }
    assert seen["Posts"][2] == ["Security administrator"]
    assert titles(security.get(PAGE))["Posts"][1:] == (reverse("posts:index"), [])
    assert titles(security.get(PAGE))["Accounts"][1:] == ("", ["System administrator"])


def test_step_is_done_once_something_of_it_is_there(cast, browser) -> None:
    system = browser(cast.a.system_admin)
    before = system.get(PAGE)
    assert (titles(before)["Codes for the doors"][0], before.context["left"]) == (0, 1)
    issue_code(place=cast.a.community, by=SYSTEM)
    after = system.get(PAGE)
    assert (titles(after)["Codes for the doors"][0], after.context["left"]) == (1, 0)
    assert "Everything that a report needs is there." in after.content.decode()


def test_steps_are_for_administrators(cast, browser) -> None:
    assert browser(cast.a.street_desk).get(PAGE).status_code == 403


def test_search_in_the_head_is_for_those_who_have_a_queue(cast, browser) -> None:
    assert 'role="search"' not in browser(cast.a.system_admin).get(PAGE).content.decode()
    queue = reverse("cases:queue")
    assert (
        f'role="search" method="get" action="{queue}"'
        in browser(cast.a.street_desk).get(queue).content.decode()
    )
