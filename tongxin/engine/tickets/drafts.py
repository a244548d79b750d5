"""What somebody writes page by page and has not sent yet. It belongs to the browser that holds its secret."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from secrets import token_urlsafe
from typing import Generic, Self, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from tongxin.ground.people.fields import SealedTextField

KEPT_FOR = timedelta(days=2)
Draft = TypeVar("Draft", bound="Unsent")


class Unsent(models.Model):
    """One thing on its way, for the browser whose secret hashes to ``owner``.

    ``said`` is JSON, sealed. ``client_key`` becomes that of the thing. A subclass names in ``became`` the
    column of the thing that was made of it: nothing said is kept then, and a second sending finds the thing
    instead of making another.
    """

    became: str

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.CharField(max_length=64, db_index=True, editable=False)
    client_key = models.CharField(max_length=64, unique=True, editable=False)
    place = models.ForeignKey("territory.Place", models.SET_NULL, null=True, db_index=False, related_name="+")
    at_code = models.CharField(max_length=10, blank=True)
    said = SealedTextField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def of(cls, secret: str) -> models.QuerySet:
        """The drafts of a browser that are still kept, the latest first, with their place."""
        if not secret:
            return cls.objects.none()
        found = cls.objects.filter(owner=owner_of(secret), expires_at__gt=timezone.now())
        return found.select_related("place__level", cls.became).order_by("-expires_at")


@dataclass(frozen=True)
class Words:
    """What a draft holds in words; each kind of draft says which."""

    @classmethod
    def of(cls, draft: Unsent) -> Self:
        """What was said in a draft, opened for the browser that wrote it."""
        return cls(**json.loads(draft.said.reveal())) if draft.said else cls()

    def sealed(self) -> str:
        """As it goes into the sealed column."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def having(self, told: Mapping[str, object]) -> Self:
        """This, with those of its fields replaced that ``told`` names."""
        named = {field.name: told[field.name] for field in fields(self) if field.name in told}
        return type(self)(**(asdict(self) | named))


def owner_of(secret: str) -> str:
    """What is stored of a browser's secret: a keyed hash."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"cases.draft\0{secret}".encode(), hashlib.sha256).hex()


@dataclass(frozen=True)
class Desk(Generic[Draft]):
    """Where drafts of one kind are written: a random secret in a cookie for the pages below ``path``.
    ``gone`` is what is said of a draft that is not there.
    """

    model: type[Draft]
    cookie: str
    path: str
    gone: object

    def secret(self, request: HttpRequest) -> str:
        """The secret this browser holds, or ""."""
        return request.COOKIES.get(self.cookie, "")[:64]

    def keep(self, response: HttpResponse, secret: str) -> None:
        """Let this browser come back to its drafts for as long as they are kept."""
        response.set_cookie(
            self.cookie,
            secret,
            max_age=KEPT_FOR,
            path=self.path,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )

    def draft(self, request: HttpRequest, draft: UUID) -> Draft:
        """This browser's draft of that id; else Http404."""
        found = self.model.of(self.secret(request)).filter(pk=draft).first()
        if found is None:
            raise Http404(str(self.gone))
        return found

    def unsent(self, request: HttpRequest) -> list[Draft]:
        """What was begun in this browser and not sent yet, the latest first."""
        return list(self.model.of(self.secret(request)).filter(**{self.model.became: None})[:3])


def new_secret() -> str:
    """A secret for a browser that has none."""
    return token_urlsafe(32)
