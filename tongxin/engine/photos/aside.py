"""What was chosen is kept: photos of a form that was refused go along when it is sent again.

They belong to one form of one sender. The page shows them ticked; what is unticked is thrown away.
"""

import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from tongxin.engine.photos import actions
from tongxin.engine.photos.cleaning import PhotoRefused
from tongxin.engine.photos.models import Aside

FIELD, KEEP = "photos", "keep"
KEPT_FOR = timedelta(hours=12)


@dataclass(frozen=True)
class Tray:
    """The photos put aside for one form of one sender, for so long. No browser can name it: ``owner`` is
    made with our key.
    """

    owner: str
    kept_for: timedelta = KEPT_FOR

    @classmethod
    def of(cls, *whose: object, kept_for: timedelta = KEPT_FOR) -> "Tray":
        """The tray of whoever and whatever ``whose`` names."""
        named = json.dumps(["photos.aside", *map(str, whose)]).encode()
        return cls(hmac.digest(settings.SECRET_KEY.encode(), named, hashlib.sha256).hex(), kept_for)

    @classmethod
    def of_step(cls, request: HttpRequest, thing: Model, by: str) -> "Tray":
        """The tray of the step on ``thing`` that is sent, for the actor of the key ``by``."""
        return cls.of(by, thing._meta.label_lower, thing.pk, request.POST.get("client_key", ""))

    def sort(self, request: HttpRequest) -> list[Aside]:
        """What is still ticked; the rest is thrown away. Who ticked what is not kept any more is told so."""
        ticked = set(filter(None, request.POST.getlist(KEEP)))
        actions.take_out(self.owner, but=ticked)
        kept = self.kept()
        if ticked - {each.name for each in kept}:
            gone = _("Photos you chose earlier are not kept any more; please choose them again.")
            messages.warning(request, gone)
        return kept

    def along(self, request: HttpRequest) -> MultiValueDict:
        """The files of a request, after those that are still ticked."""
        kept = self.sort(request) if request.method == "POST" else []
        again = [SimpleUploadedFile(each.name, _large(each), "image/webp") for each in kept]
        return MultiValueDict({**dict(request.FILES.lists()), FIELD: [*again, *request.FILES.getlist(FIELD)]})

    def keep(self, request: HttpRequest, form: Form) -> list[dict[str, str]]:
        """Put aside what is sent now, too, and show all there is. What is no photo is said at the field."""
        sent = [_content(each) for each in request.FILES.getlist(FIELD)]
        try:
            actions.put_aside(self.owner, sent, until=timezone.now() + self.kept_for)
        except PhotoRefused as refused:
            if FIELD not in form.errors:
                form.add_error(FIELD, refused.reason)
        return self.shown()

    def kept(self) -> list[Aside]:
        """What lies on it."""
        return list(actions.of(self.owner))

    def shown(self) -> list[dict[str, str]]:
        """``{name, picture}`` of each photo, the picture as an address that holds it."""
        return [{"name": each.name, "picture": _picture(each)} for each in self.kept()]

    def contents(self) -> list[bytes]:
        """The photos themselves."""
        return [_large(each) for each in self.kept()]

    def prolong(self) -> None:
        """Keep them as long again from now on."""
        actions.prolong(self.owner, until=timezone.now() + self.kept_for)

    def clear(self) -> None:
        """Nothing is left on it."""
        actions.take_out(self.owner)


def _content(file: UploadedFile) -> bytes:
    file.seek(0)
    return file.read()


def _large(photo: Aside) -> bytes:
    return actions.SHELF.path(photo.name).read_bytes()


def _picture(photo: Aside) -> str:
    small = actions.SHELF.path(photo.name, small=True).read_bytes()
    return f"data:image/webp;base64,{b64encode(small).decode()}"
