"""Rows for tests of what happens after telling: a recipient, a notice, a delivery on its way."""

from datetime import UTC, datetime, time
from itertools import count

from tongxin.engine.notices.models import ChannelChoice, Delivery, Notice
from tongxin.ground.organizations.models import Organization
from tongxin.ground.people.models import Account, Consent, Person, PrivacyText

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
PHONE = "13900000001"
NAME = "王小芳"
_numbers = count(1)


def account(**kwargs) -> Account:
    number = next(_numbers)
    return Account.objects.create(username=f"clerk{number}", **{"language": "zh-hans"} | kwargs)


def person(*, phone: str = PHONE, agreed: tuple[str, ...] = ("sms",)) -> Person:
    row = Person.objects.create(name=NAME, phone=phone)
    for kind in agreed:
        text, _created = PrivacyText.objects.get_or_create(
            kind=kind,
            version="1",
            defaults={
                "agreement": True,
                "title": kind,
                "title_en": kind,
                "since": NOW.date(),
                "source": "test",
            },
        )
        Consent.objects.create(person=row, kind=kind, text=text, channel="web", given_by="test", given_at=NOW)
    return row


def organization(**kwargs) -> Organization:
    number = next(_numbers)
    return Organization.objects.create(
        kind="department", name=f"第{number}科", path=f"{number:04d}", since=NOW.date(), **kwargs
    )


def notice(to: object, **kwargs) -> Notice:
    kind = {Account: "account", Person: "person", Organization: "organization"}[type(to)]
    number = next(_numbers)
    values = {
        "audience": "the:reporter",
        "journal_id": number,
        "noun": "tests.parcel",
        "thing_id": str(number),
        "key": "parcel.accept",
        "language": "zh-hans",
        "title": f"跑腿 {number}：受理",
        "body": "天安社区。",
        "url": "/e/1/",
        "created_at": NOW,
    }
    return Notice.objects.create(**{f"recipient_{kind}": to}, **values | kwargs)


def delivery(to: object, channel: str, *, state: str = "queued", at: datetime = NOW, **kwargs) -> Delivery:
    row = to if isinstance(to, Notice) else notice(to)
    bundle = state == "for_bundle"
    return Delivery.objects.create(
        notice=row, channel=channel, state=state, next_at=at, in_bundle=bundle, **kwargs
    )


def choice(of: object, channel: str, *, quiet: tuple[int, int] | None = None, **kwargs) -> ChannelChoice:
    kind = {Account: "account", Person: "person", Organization: "organization"}[type(of)]
    if quiet is not None:
        kwargs |= {"quiet_from": time(quiet[0]), "quiet_to": time(quiet[1])}
    return ChannelChoice.objects.create(**{kind: of}, channel=channel, **kwargs)
