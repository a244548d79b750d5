"""A resident's report while it is being written: begun, filled page by page, sent, or forgotten."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete, Refused
from tongxin.engine.photos.cleaning import PhotoRefused, clean_all
from tongxin.engine.tickets import actions as tickets
from tongxin.engine.tickets.codes import code_for
from tongxin.ground.posts.actors import NOBODY, reporter_actor
from tongxin.ground.statements import Given, composed
from tongxin.ground.territory.models import Place
from tongxin.trades.cases.actions.intake import Contact, Reported, report
from tongxin.trades.cases.actions.photographs import hand_over
from tongxin.trades.cases.actions.resident import join
from tongxin.trades.cases.choices import Channel, Stage
from tongxin.trades.cases.drafts import Said
from tongxin.trades.cases.models import Case, Draft, DraftPhoto
from tongxin.trades.cases.photos import SHELF


def begin_draft(
    secret: str, client_key: str, *, place: Place | None, at_code: str = "", now: datetime | None = None
) -> Draft:
    """The draft of this key for the browser with this secret, new or begun before."""
    return tickets.begin_draft(Draft, secret, client_key, place=place, at_code=at_code, now=now)


def write_draft(draft: Draft, *, now: datetime | None = None, **told: object) -> Draft:
    """Keep what was told: any of the words of ``Said``, ``place`` with ``at_code``, ``joins``."""
    facts = {name: told[name] for name in ("place", "at_code", "joins") if name in told}
    return tickets.write_draft(draft, Said.of(draft).having(told).sealed(), now=now, **facts)


def add_photos(draft: Draft, contents: Sequence[bytes]) -> list[DraftPhoto]:
    """Clean photos and keep them with the draft. Raises Incomplete with the reason, keeping none of them."""
    if not contents:
        return []
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=draft.pk)
        try:
            clean = clean_all(list(contents), already=draft.photos.count())
        except PhotoRefused as refused:
            raise Incomplete({"photos": refused.reason}) from refused
        with SHELF.stored(clean) as rows:
            return DraftPhoto.objects.bulk_create(DraftPhoto(draft=draft, **row) for row in rows)


def drop_photo(draft: Draft, name: str) -> None:
    """Take one photo out again; a name it does not have is no trouble."""
    found = draft.photos.filter(name=name)
    names = list(found.values_list("name", flat=True))
    found.delete()
    SHELF.remove(names)


def send_draft(draft: Draft, *, now: datetime | None = None) -> Reported:
    """Report it. Sent twice, also at once from two windows, it is one case.

    Raises Incomplete when something is missing or wrong; the draft then stays as it is.
    """
    with transaction.atomic():
        kept = (
            Draft.objects.select_for_update(of=("self",))
            .select_related("place", "case", "joins")
            .get(pk=draft.pk)
        )
        if kept.case is not None:
            return Reported(kept.case, code_for(kept.client_key), new=False)
        reported = _report(kept, now)
        if reported.new:
            photos = kept.photos.all()
            hand_over(
                reported.case,
                photos,
                stage=Stage.REPORT,
                by=_reporter(reported.case),
                now=reported.case.reported_at,
            )
            _join(reported.case, kept.joins)
            kept.photos.all().delete()
        _settle(kept, reported.case)
    return reported


def settle_draft(client_key: str, case: Case) -> None:
    """The report of this key came in another way: let its draft lead there, and keep nothing said in it."""
    with transaction.atomic():
        for draft in _unsent().things(key=client_key):
            _settle(draft, case)


@composed
def _unsent() -> QuerySet[Draft]:
    return Draft.objects.select_for_update().filter(client_key=Given("key"), case=None)


def forget_draft(draft: Draft) -> None:
    """Throw a draft away with its photos."""
    names = list(draft.photos.values_list("name", flat=True))
    draft.delete()
    SHELF.remove(names)


def sweep_drafts(*, now: datetime | None = None) -> int:
    """Forget every draft whose time is over. Returns how many."""
    over = list(Draft.objects.filter(expires_at__lte=now or timezone.now()))
    for draft in over:
        forget_draft(draft)
    return len(over)


def _settle(draft: Draft, case: Case) -> None:
    """Erase what was said. Photos it still has are not the case's: their files go as well."""
    left = list(draft.photos.values_list("name", flat=True))
    draft.photos.all().delete()
    transaction.on_commit(lambda: SHELF.remove(left))
    draft.said, draft.place, draft.joins, draft.case = "", None, None, case
    draft.save()


def _report(draft: Draft, now: datetime | None) -> Reported:
    if draft.place is None:
        raise Incomplete({"place": _("Please choose where it is.")})
    said = Said.of(draft)
    return report(
        place=draft.place,
        text=said.text,
        by=NOBODY,
        channel=Channel.PLACE_CODE if draft.at_code else Channel.WEB,
        client_key=draft.client_key,
        contact=Contact(said.name, said.phone, said.shares) or None,
        address_note=said.address_note,
        point=tuple(said.point) if said.point else None,
        now=now,
    )


def _reporter(case: Case):
    return reporter_actor(Case.flow.noun, case.pk)


def _join(case: Case, into: Case | None) -> None:
    """Join it as its writer wished; where that one has been closed meanwhile, it stands on its own."""
    if into is None:
        return
    try:
        with transaction.atomic():
            join(case, by=_reporter(case), into=into.number)
    except Refused:
        case.refresh_from_db()
