import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tongxin.ground.people import actions
from tongxin.ground.people.models import Account, Consent, Look, NoticeGiven, Person
from tongxin.ground.posts.actors import SYSTEM

PHONE = "13800001234"


@pytest.fixture
def wang(cast) -> Person:
    """A resident behind the first street's door."""
    members = [{"name": "王小芳", "phone": PHONE, "address": "3号楼301"}]
    actions.settle([{"place": cast.a.door, "members": members}], by=SYSTEM)
    return Person.objects.get(household__isnull=False)


@pytest.fixture
def sign_in(cast, client):
    def by(street: str, role: str):
        client.force_login(getattr(getattr(cast, street), role))
        client.cookies["django_language"] = "en"
        return client

    return by


def test_a_desk_sees_the_persons_of_its_area_masked(sign_in, wang) -> None:
    page = sign_in("a", "community_worker").get(reverse("people:index"))
    assert {person.pk for person in page.context["persons"]} >= {wang.pk}
    text = page.content.decode()
    assert "王*芳" in text and "138****1234" in text
    assert PHONE not in text and "王小芳" not in text
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_the_neighbouring_street_sees_nobody_of_ours(sign_in, wang) -> None:
    client = sign_in("b", "community_worker")
    assert client.get(reverse("people:index")).context["persons"] == []
    assert client.post(reverse("people:index"), {"text": PHONE}).context["persons"] == []
    for name in ("person",):
        assert client.get(reverse(f"people:{name}", args=[wang.pk])).status_code == 404
    for name in ("unmask", "correct", "consent", "told", "erase"):
        assert client.post(reverse(f"people:{name}", args=[wang.pk])).status_code == 404
    assert client.get(reverse("people:household", args=[wang.household_id])).status_code == 404


@pytest.mark.parametrize(
    "role", ["unit_staff", "property_supervisor", "owners_committee_member", "zone_leader"]
)
def test_those_who_handle_cases_see_no_persons(sign_in, wang, role) -> None:
    client = sign_in("a", role)
    assert client.get(reverse("people:index")).status_code == 403
    assert client.get(reverse("people:person", args=[wang.pk])).status_code == 404


def test_nobody_is_sent_to_sign_in(client, wang) -> None:
    address = reverse("people:person", args=[wang.pk])
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("typed", ["138 0000 1234", "王 小芳"])
def test_a_person_is_found_by_post_and_the_answer_is_masked(sign_in, wang, typed) -> None:
    page = sign_in("a", "community_worker").post(reverse("people:index"), {"text": typed})
    assert wang.pk in {person.pk for person in page.context["persons"]}
    assert "1 person" in page.content.decode() or "2 persons" in page.content.decode()


def test_a_purpose_shows_the_details_once_and_the_look_is_there_for_the_person(sign_in, cast, wang) -> None:
    client = sign_in("a", "community_worker")
    page = client.post(reverse("people:unmask", args=[wang.pk]), {"purpose": "call_back"})
    text = page.content.decode()
    assert PHONE in text and "王小芳" in text
    assert "3号楼301" not in text
    assert "no-store" in page.headers["Cache-Control"]
    look = Look.objects.get()
    assert (look.purpose, look.actor_key) == ("call_back", f"account:{cast.a.community_worker.pk}")
    again = client.get(reverse("people:person", args=[wang.pk])).content.decode()
    assert PHONE not in again
    assert "to call back about a case" in again


def test_without_a_purpose_nothing_is_shown(sign_in, wang) -> None:
    page = sign_in("a", "community_worker").post(reverse("people:unmask", args=[wang.pk]), {"purpose": ""})
    assert page.status_code == 422
    assert PHONE not in page.content.decode()
    assert not Look.objects.exists()


def test_a_lawful_request_without_its_document_is_told_at_the_field(sign_in, wang) -> None:
    address = reverse("people:unmask", args=[wang.pk])
    page = sign_in("a", "community_worker").post(address, {"purpose": "lawful_request"})
    assert set(page.context["unmask_form"].errors) == {"reference"}


def test_who_may_read_masked_only_is_told_whom_to_ask(sign_in, wang) -> None:
    client = sign_in("a", "community_secretary")
    page = client.get(reverse("people:person", args=[wang.pk]))
    may = bool(page.context["unmask_form"])
    answer = client.post(reverse("people:unmask", args=[wang.pk]), {"purpose": "visit"})
    assert answer.status_code == (200 if may else 403)


def test_a_detail_is_corrected_and_a_wrong_one_is_refused(sign_in, wang) -> None:
    client, address = sign_in("a", "community_worker"), reverse("people:correct", args=[wang.pk])
    page = client.post(address, {"field": "phone", "text": "123"})
    assert (page.status_code, set(page.context["correct_form"].errors)) == (422, {"text"})
    assert client.post(address, {"field": "phone", "text": "13911112222"}).status_code == 302
    assert Person.objects.get(pk=wang.pk).phone_mask == "139****2222"


def test_a_consent_is_noted_and_taken_back(sign_in, wang) -> None:
    client, address = sign_in("a", "community_worker"), reverse("people:consent", args=[wang.pk])
    client.post(address, {"kind": "health", "channel": "paper"})
    assert Consent.objects.get().withdrawn_at is None
    client.post(address, {"kind": "health", "withdraw": "1"})
    assert Consent.objects.get().withdrawn_at is not None
    assert client.post(address, {"kind": "no such"}).status_code == 422


def test_that_somebody_was_told_is_noted_with_the_way(sign_in, wang) -> None:
    client, address = sign_in("a", "community_worker"), reverse("people:told", args=[wang.pk])
    assert "not told yet" in client.get(reverse("people:person", args=[wang.pk])).content.decode()
    for wrong in ({"kind": "health", "channel": "visit"}, {"kind": "register", "channel": "x" * 9}):
        assert client.post(address, wrong).status_code == 422
    page = client.post(address, {"kind": "register", "channel": "visit"}, follow=True)
    told = NoticeGiven.objects.get()
    assert (told.person, told.text.kind, told.channel) == (wang, "register", "visit")
    assert "at a visit" in page.content.decode()


def test_only_the_security_administrator_erases(sign_in, wang) -> None:
    address = reverse("people:erase", args=[wang.pk])
    assert sign_in("a", "community_worker").post(address, {"reason": "request"}).status_code == 403
    assert sign_in("a", "security_admin").post(address, {"reason": "request"}).status_code == 302
    assert Person.objects.get(pk=wang.pk).erased_reason == "request"


def test_who_holds_a_post_is_not_erased_and_the_page_says_why(sign_in, cast, wang) -> None:
    account = cast.a.cell_lead
    account.posts.update(person=wang)
    page = sign_in("a", "security_admin").post(reverse("people:erase", args=[wang.pk]), {"reason": "request"})
    assert page.status_code == 409
    assert "still named by" in page.content.decode()


def test_a_household_shows_its_members_masked(sign_in, wang) -> None:
    page = sign_in("a", "community_worker").get(reverse("people:household", args=[wang.household_id]))
    assert "王*芳" in page.content.decode()


@pytest.mark.parametrize("count", [3, 40])
def test_a_page_of_persons_takes_the_same_queries_for_few_and_many(
    sign_in, cast, count, django_assert_max_num_queries
) -> None:
    members = [{"name": "王芳", "phone": f"139000{number:05}"} for number in range(count)]
    actions.settle([{"place": cast.a.door, "members": members}], by=SYSTEM)
    client = sign_in("a", "community_worker")
    with django_assert_max_num_queries(8):
        assert len(client.get(reverse("people:index")).context["persons"]) >= count


def test_the_list_is_read_page_by_page(sign_in, cast) -> None:
    members = [{"name": "王芳", "phone": f"139000{number:05}"} for number in range(70)]
    actions.settle([{"place": cast.a.door, "members": members}], by=SYSTEM)
    client = sign_in("a", "community_worker")
    first = client.get(reverse("people:index"))
    second = client.get(first.context["next"])
    seen = [person.pk for page in (first, second) for person in page.context["persons"]]
    assert (len(seen), len(set(seen))) == (71, 71)
    assert client.get(reverse("people:index") + "?after=nonsense").status_code == 404


def test_the_auditor_sees_unusual_looking_and_nobody_else_does(sign_in, cast, wang) -> None:
    actor = cast.actor(cast.a.community_worker)
    for number in range(22):
        person = actions.register(
            name="王芳", phone=f"138111100{number:02}", place=cast.a.community, by=SYSTEM
        )
        actions.unmask(person, by=actor, purpose="visit")
    page = sign_in("a", "auditor").get(reverse("people:unusual"))
    assert [(one.actor_key, one.persons) for one in page.context["lookers"]] == [(actor.key, 22)]
    assert sign_in("a", "community_worker").get(reverse("people:unusual")).status_code == 403


def test_accounts_are_opened_by_their_manager_and_the_link_works_once(sign_in, client) -> None:
    manager = sign_in("a", "system_admin")
    page = manager.post(
        reverse("people:open_account"), {"username": "zhang", "phone": "13900000001", "language": "en"}
    )
    link = page.context["link"]
    assert page.content.decode().count(link) == 1
    manager.logout()
    manager.cookies["django_language"] = "en"
    assert manager.get(link, follow=True).context["username"] == "zhang"
    choose = reverse("account_first_password")
    page = manager.post(choose, {"password": "short", "again": "short"})
    assert set(page.context["form"].errors) == {"password"}
    page = manager.post(choose, {"password": "a quiet long sentence", "again": "another long sentence"})
    assert set(page.context["form"].errors) == {"again"}
    sent = {"password": "a quiet long sentence", "again": "a quiet long sentence"}
    assert manager.post(choose, sent).url == reverse("account_login")
    assert Account.objects.get(username="zhang").check_password("a quiet long sentence")
    assert manager.get(link, follow=True).status_code == 410


def test_a_manager_closes_helps_and_is_told_what_is_missing(sign_in, cast) -> None:
    manager, account = sign_in("a", "system_admin"), cast.b.grid_worker
    address = reverse("people:account", args=[account.pk])
    assert "link" in manager.post(address, {"do": "link"}).context
    assert manager.post(address, {"do": "close", "reason": " "}).status_code == 422
    assert manager.post(address, {"do": "close", "reason": "离职"}).status_code == 302
    account.refresh_from_db()
    assert not account.is_active
    assert manager.post(address, {"do": "link"}).status_code == 422
    assert sign_in("a", "community_worker").get(reverse("people:accounts")).status_code == 403


def test_an_account_sees_its_sign_ins_and_who_looked(sign_in, cast, wang) -> None:
    account = cast.a.cell_lead
    actions.note_sign_in(account, outcome="refused", device="Firefox · Windows", network="203.0.113.0/24")
    Account.objects.filter(pk=account.pk).update(person=wang)
    actions.unmask(wang, by=cast.actor(cast.a.community_worker), purpose="visit")
    client = sign_in("a", "cell_lead")
    assert "203.0.113.0/24" in client.get(reverse("account_mine")).content.decode()
    assert "to visit at home" in client.get(reverse("account_looks")).content.decode()


def test_signing_out_everywhere_ends_the_other_device_only(sign_in, cast) -> None:
    other = Client()
    other.force_login(cast.a.cell_lead)
    here = sign_in("a", "cell_lead")
    here.post(reverse("account_sign_out_everywhere"))
    assert here.get(reverse("account_mine")).status_code == 200
    assert other.get(reverse("account_mine")).status_code == 302


def test_an_old_link_says_so(cast, client) -> None:
    secret = actions.reset_password(cast.a.cell_lead, by=SYSTEM)
    cast.a.cell_lead.reset_links.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert client.get(reverse("account_link", args=[secret]), follow=True).status_code == 410


def test_a_person_without_a_place_belongs_to_the_desk_that_registers_them(cast, client) -> None:
    made = actions.register(name="赵无址", by=cast.actor(cast.a.community_worker))
    assert made.place_path == cast.a.community.path
    client.force_login(cast.a.community_worker)
    assert made in client.get(reverse("people:index")).context["persons"]
    client.force_login(cast.b.community_worker)
    assert client.get(reverse("people:person", args=[made.pk])).status_code == 404


def test_a_person_no_desk_registered_is_seen_by_who_answers_for_the_zone(cast, client) -> None:
    made = actions.register(name="赵无址", by=SYSTEM)
    client.force_login(cast.a.security_admin)
    assert made in client.get(reverse("people:index")).context["persons"]
    assert client.get(reverse("people:person", args=[made.pk])).status_code == 200
    client.force_login(cast.a.community_worker)
    assert client.get(reverse("people:person", args=[made.pk])).status_code == 404


def test_every_field_of_a_persons_page_has_its_own_label(browser, cast, wang) -> None:
    page = browser(cast.a.community_worker).get(reverse("people:person", args=[wang.pk])).text
    ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page)
    assert len(ids) > 4
    assert sorted(set(ids)) == sorted(ids)


def test_the_menu_marks_the_nearest_page_alone(browser, cast) -> None:
    page = browser(cast.a.security_admin).get(reverse("people:accounts")).text
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', page) == [reverse("people:accounts")]
