"""The reporter lets others read how a case stands, and takes that back."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import NotYours
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import Case, SharedView


def share(case: Case, *, by: Actor) -> SharedView:
    """The link of the case, new or as it was. Raises NotYours for anyone but its reporter."""
    _only_the_reporter(case, by)
    found, _made = SharedView.objects.get_or_create(case=case, defaults={"at": timezone.now()})
    return found


def unshare(case: Case, *, by: Actor) -> None:
    """The link opens nothing from now on; the next one is another."""
    _only_the_reporter(case, by)
    SharedView.objects.filter(case=case).delete()


def _only_the_reporter(case: Case, by: Actor) -> None:
    if not case.the("reporter", by):
        raise NotYours(_("Only who reported it can share it."))
