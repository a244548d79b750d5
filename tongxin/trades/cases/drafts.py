"""Finding and reading drafts: each belongs to the browser that holds its secret, and to nobody else."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from tongxin.trades.cases.models import Draft


@dataclass(frozen=True)
class Said:
    """What a draft holds in words. ``shares`` lets summoned units call; ``point`` is a pin (latitude,
    longitude).
    """

    text: str = ""
    address_note: str = ""
    name: str = ""
    phone: str = ""
    shares: bool = False
    point: tuple[float, float] | None = None

    def sealed(self) -> str:
        """As it goes into the sealed column."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def having(self, told: Mapping[str, object]) -> "Said":
        """This, with those of its fields replaced that ``told`` names."""
        named = {field.name: told[field.name] for field in fields(Said) if field.name in told}
        return Said(**(asdict(self) | named))


def said_in(draft: Draft) -> Said:
    """What was said in a draft, opened for the browser that wrote it."""
    return Said(**json.loads(draft.said.reveal())) if draft.said else Said()


def owner_of(secret: str) -> str:
    """What is stored of a browser's secret: a keyed hash."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"cases.draft\0{secret}".encode(), hashlib.sha256).hex()


def drafts_of(secret: str) -> QuerySet[Draft]:
    """The drafts of a browser that are still kept, the latest first, with their place."""
    if not secret:
        return Draft.objects.none()
    found = Draft.objects.filter(owner=owner_of(secret), expires_at__gt=timezone.now())
    return found.select_related("place__level", "case", "joins__category").order_by("-expires_at")
