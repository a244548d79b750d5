"""Appointing, relieving, standing in. What is wrong comes back as ValidationError with a sentence."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from tongxin.ground.organizations import actions as organizations
from tongxin.ground.organizations.actions.writing import must_be_there, store
from tongxin.ground.organizations.dates import in_force, not_over, today
from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.organizations.models import AdviserPosting, Organization
from tongxin.ground.people.models import Account, Person
from tongxin.ground.posts.actions.resetting import end_links_made_alone
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.authority import authorize
from tongxin.ground.posts.models import Change, Post
from tongxin.ground.posts.roles import ROLES, SEPARATED, fits
from tongxin.ground.territory.models import Place

ADVISER = "party_building_adviser"


def appoint(
    *,
    role: str,
    by: Actor,
    person: Person | None = None,
    account: Account | None = None,
    place: Place | None = None,
    organization: Organization | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Post:
    """Let someone hold a role in a place or an organisation.

    Raises ValidationError with a sentence, ``gates.Hidden`` outside the appointer's area, and
    ``gates.Forbidden`` when the appointer may not fill that role.
    """
    row = {"role": role, "person": person, "account": account, "place": place, "organization": organization}
    return appoint_many([{**row, "since": since, "until": until}], by=by)[0]


@transaction.atomic
def appoint_many(rows: Iterable[Mapping[str, Any]], *, by: Actor) -> list[Post]:
    """``appoint`` for many, in a fixed number of statements when the system appoints."""
    filled = [_drafted(row) for row in rows]
    for post in filled:
        authorize(by, post.definition, post.subject)
    _keep_administrators_apart(filled)
    return _stored("appoint", filled, by=by)


@transaction.atomic
def relieve(post: Post, *, by: Actor, on: dt.date | None = None) -> Post:
    """End a post on that day, and whoever stands in for it. Raises ValidationError when it has ended."""
    on = today(on)
    post = _locked(post)
    authorize(by, post.definition, post.subject)
    if post.until is not None and post.until <= on:
        raise ValidationError(_("This post ended on %(day)s.") % {"day": post.until.isoformat()})
    if post.since > on:
        raise ValidationError(_("This post only begins on %(day)s.") % {"day": post.since.isoformat()})
    ended = [post, *post.stand_ins.filter(not_over(on))]
    for each in ended:
        each.until = max(on, each.since)
    Post.objects.bulk_update(ended, ["until"])
    _log("relieve", ended, by=by)
    if post.role == ADVISER:
        _withdraw_adviser(post.organization, on, by=by)
    return post


@transaction.atomic
def stand_in(
    post: Post,
    *,
    by: Actor,
    until: dt.date,
    since: dt.date | None = None,
    person: Person | None = None,
    account: Account | None = None,
) -> Post:
    """Let someone else do a post's work between two days (代班).

    Raises ValidationError outside the period of the post, and for a post that stands in itself.
    """
    since, post = today(since), _locked(post)
    authorize(by, post.definition, post.subject)
    if post.standing_in_for_id is not None:
        raise ValidationError(_("Set the stand-in for the post itself, not for whoever stands in."))
    if since < post.since or (post.until is not None and until > post.until):
        raise ValidationError(_("A stand-in stays within the days of the post itself."))
    if (account is not None and account.pk == post.account_id) or (
        person is not None and person.pk == post.person_id
    ):
        raise ValidationError(_("Nobody stands in for themselves."))
    deputy = Post(
        person=person,
        account=account,
        role=post.role,
        place=post.place,
        organization=post.organization,
        place_path=post.place_path,
        since=since,
        until=until,
        standing_in_for=post,
    )
    _keep_administrators_apart([deputy])
    return _stored("stand_in", [deputy], by=by)[0]


def _locked(post: Post) -> Post:
    rows = Post.objects.select_for_update(of=("self",)).select_related("place__level", "organization")
    return rows.get(pk=post.pk)


def _drafted(row: Mapping[str, Any]) -> Post:
    """The post a row asks for; raises ValidationError when role and subject do not fit."""
    role, place, organization = ROLES.get(row["role"]), row.get("place"), row.get("organization")
    if role is None:
        raise ValidationError({"role": _("There is no such role.")})
    if (place is None) == (organization is None):
        raise ValidationError(_("A post is held in a place or in an organization, not both."))
    if place is not None and not fits(role, place.level.code):
        raise ValidationError(
            {"role": _("%(role)s is not held at a place of that level.") % {"role": role.title}}
        )
    if organization is not None and (
        "organization" not in role.held_in or (role.kinds and organization.kind not in role.kinds)
    ):
        kind = Kind(organization.kind).label
        said = _("%(role)s is not held in an organization of the kind: %(kind)s.")
        raise ValidationError({"role": said % {"role": role.title, "kind": kind}})
    since = today(row.get("since"))
    subject = place or organization
    must_be_there(subject, since)
    columns = {**row, "since": since, "place_path": place.path if place else ""}
    return Post(**columns)


def _keep_administrators_apart(filled: Sequence[Post]) -> None:
    """System, security and audit are three people (GB/T 22239)."""
    separated = [post for post in filled if post.role in SEPARATED]
    _hold(separated)
    for post in separated:
        accounts, people = _holders(post)
        same = Q(account__in=accounts) | Q(person__in=people) | Q(account__person__in=people)
        others = SEPARATED - {post.role}
        held = Post.objects.filter(same, _meets(post), role__in=others).first()
        twice = (each for each in filled if each.role in others and _holders(each) == (accounts, people))
        clash = held or next(twice, None)
        if clash is not None:
            said = _("Nobody is both %(one)s and %(other)s.")
            raise ValidationError(
                said % {"one": post.definition.title.lower(), "other": clash.definition.title.lower()}
            )


def _hold(filled: Sequence[Post]) -> None:
    """Lock whoever is to hold these posts, by each name they are known by: the second of two waits here."""
    for model, found in zip((Account, Person), zip(*map(_holders, filled), strict=True), strict=False):
        wanted = model._base_manager.filter(pk__in=set().union(*found)).order_by("pk")
        list(wanted.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _holders(post: Post) -> tuple[set[int], set[UUID]]:
    """The accounts and the persons somebody is known by who holds a post."""
    person = post.account.person_id if post.account else None
    return {post.account_id} - {None}, {post.person_id, person} - {None}


def _meets(post: Post) -> Q:
    """Posts that are held on a day on which ``post`` is; one that ended as it began is held on none."""
    begun = Q(since__lt=post.until) if post.until else Q()
    return begun & not_over(post.since) & (Q(until=None) | Q(until__gt=F("since")))


def _stored(what: str, filled: list[Post], *, by: Actor) -> list[Post]:
    store(filled)
    _log(what, filled, by=by)
    end_links_made_alone(filled, by=by)
    _post_advisers([post for post in filled if post.role == ADVISER], by=by)
    return filled


def _post_advisers(filled: list[Post], *, by: Actor) -> None:
    """Whoever fills the post is the adviser the company has: both are recorded by one verb."""
    companies = {post.organization_id: post for post in filled}
    if not companies:
        return
    posted = AdviserPosting.objects.filter(company__in=companies, until=None).values_list(
        "company", flat=True
    )
    rows = [
        {"company": post.organization, "since": post.since}
        for pk, post in companies.items()
        if pk not in set(posted)
    ]
    organizations.post_advisers(rows, by=by)


def _withdraw_adviser(company: Organization, on: dt.date, *, by: Actor) -> None:
    others = Post.objects.filter(in_force(on), role=ADVISER, organization=company)
    if not others.exists() and company.adviser_postings.filter(until=None).exists():
        organizations.withdraw_adviser(company, on=on, by=by)


def _log(what: str, touched: Iterable[Post], *, by: Actor) -> None:
    Change.objects.bulk_create(
        Change(
            by_key=by.key,
            by_name=by.name,
            what=what,
            post_id=post.pk,
            label=post.label,
            place_path=post.place_path,
            data={"since": post.since.isoformat(), "until": post.until and post.until.isoformat()},
        )
        for post in touched
    )
