"""Photos sent with a step that was not taken: put aside as a draft's are, and sent along the next time.

They belong to one submission by one actor on one thing. Its drafts' secret is made from our key, so that no
browser can name it: these never appear among the reports a browser has begun.
"""

from base64 import b64encode
from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from tongxin.engine.flows.forms import StepForm
from tongxin.engine.flows.models import Flowing
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets.drafts import owner_of
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Draft
from tongxin.trades.cases.photos import SHELF

FIELD, KEEP = "photos", "keep"


def put_aside(thing: Flowing, actor: Actor, sent: QueryDict) -> Draft | None:
    """What an earlier try of this submission left, without the photos that were unticked since."""
    key = sent.get("client_key", "")
    again = KEEP in sent and key.isalnum()
    found = Draft.of(_secret(thing, actor)).filter(client_key=key).first() if again else None
    for photo in found.photos.all() if found else ():
        if photo.name not in sent.getlist(KEEP):
            actions.drop_photo(found, photo.name)
    return found


def with_kept(files: MultiValueDict, draft: Draft | None) -> MultiValueDict:
    """The files as they were sent, after those that were put aside."""
    kept = [
        SimpleUploadedFile(photo.name, SHELF.path(photo.name).read_bytes(), "image/webp")
        for photo in (draft.photos.all() if draft else ())
    ]
    return MultiValueDict({**dict(files.lists()), FIELD: [*kept, *files.getlist(FIELD)]}) if kept else files


def keep(form: StepForm, draft: Draft | None, sent: Iterable[UploadedFile]) -> list[dict[str, str]]:
    """Put aside what was sent now, too; ``{name, picture}`` of each that is kept, to be shown."""
    contents = [_content(file) for file in sent]
    if draft is None and contents:
        draft = actions.begin_draft(
            _secret(form.thing, form.actor), form.data.get("client_key", ""), place=None
        )
    try:
        actions.add_photos(draft, contents)
    except Incomplete as incomplete:
        if FIELD not in form.errors:
            form.add_error(FIELD, incomplete.errors[FIELD])
    return [{"name": each.name, "picture": _picture(each)} for each in draft.photos.all()] if draft else []


def _secret(thing: Flowing, actor: Actor) -> str:
    return owner_of(f"step\0{actor.key}\0{thing._meta.label_lower}\0{thing.pk}")


def _content(file: UploadedFile) -> bytes:
    file.seek(0)
    return file.read()


def _picture(photo) -> str:
    return f"data:image/webp;base64,{b64encode(SHELF.path(photo.name, small=True).read_bytes()).decode()}"
