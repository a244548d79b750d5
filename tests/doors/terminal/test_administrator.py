"""Whoever runs the server lets the first administrators in, and one who has lost the way."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tongxin.ground.people.models import Account, Change
from tongxin.ground.posts.selectors import actor_for
from tongxin.ground.territory.models import Place

PASSWORD = "drei-alte-Birken-7"


def told(*words: str) -> str:
    """The path of the link that the command prints."""
    said = StringIO()
    call_command("administrator", *words, stdout=said)
    return urlsplit(said.getvalue().split()[-1]).path


def recorded(account: Account) -> list[tuple[str, str]]:
    return [*Change.objects.filter(account_id=account.pk).order_by("pk").values_list("what", "note")]


def test_an_empty_installation_gets_its_zone_and_its_first_administrators(db, client):
    link = told("keeper", "--as", "system_admin", "--zone", "高新区")
    told("guard", "--as", "security_admin")

    assert [(place.name, place.level.code) for place in Place.objects.all()] == [("高新区", "zone")]
    accounts = Account.objects.in_bulk(["keeper", "guard"], field_name="username")
    assert {name: actor_for(each).roles for name, each in accounts.items()} == {
        "keeper": {"system_admin"},
        "guard": {"security_admin"},
    }
    assert recorded(accounts["keeper"]) == [("account_opened", ""), ("password_link_made", "at the server")]
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password": PASSWORD, "again": PASSWORD})
    assert client.login(username="keeper", password=PASSWORD)
    assert client.get(reverse("territory:index")).status_code == 200


def test_the_last_manager_gets_a_lost_way_back_and_it_is_written_down(cast, client):
    manager = cast.a.system_admin
    client.force_login(manager)
    told(manager.username, "--second-step")

    assert recorded(manager)[-3:] == [
        ("signed_out_everywhere", ""),
        ("second_factor_reset", "at the server"),
        ("password_link_made", "at the server"),
    ]
    assert client.get(reverse("territory:index")).status_code == 302


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nobody"], "Nobody is called nobody here. To make this account, say --as what."),
        (
            ["new", "--as", "auditor"],
            "Say --zone and its name; there is no place yet: it is made by that name.",
        ),
        (["a b", "--as", "auditor", "--zone", "高新区"], "Enter a valid username."),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(db, words, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("administrator", *words)
    assert str(refused.value).startswith(sentence)
    assert (Account.objects.count(), Place.objects.count()) == (0, 0)
