from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.record import note_change
from tongxin.ground.people.models import RetentionRule
from tongxin.ground.people.refusals import Invalid

LOGS = {RetentionRule.Kind.LOOK, RetentionRule.Kind.SIGN_IN}
LONGEST = 1200


@transaction.atomic
def set_retention(kind: str, *, months: int, since: date, source: str, by: Acting) -> RetentionRule:
    """Let another period hold from ``since`` on; the rule before it ends that day and is kept.

    It begins tomorrow at the earliest, so that a slip can be put right before anything is erased. Raises
    Invalid: unknown kind, no source, less than the law asks, a day that is too early.
    """
    errors = {}
    if kind not in RetentionRule.Kind.values:
        errors["kind"] = _("There is no such kind.")
    if months < (6 if kind in LOGS else 1):
        errors["months"] = _("Logs are kept for at least six months, everything else for at least one.")
    elif months > LONGEST:
        errors["months"] = _("That is longer than a hundred years.")
    if not source.strip():
        errors["source"] = _("Please say where this period comes from.")
    open_rule = RetentionRule.objects.select_for_update().filter(kind=kind, until__isnull=True).first()
    if since <= timezone.localdate():
        errors["since"] = _("A new period begins tomorrow at the earliest.")
    elif open_rule and since < open_rule.since:
        errors["since"] = _(
            "A period that begins on %(day)s is entered already; choose that day or later."
        ) % {"day": date_format(open_rule.since)}
    if errors:
        raise Invalid(errors)
    if open_rule:
        open_rule.until = since
        open_rule.save(update_fields=["until"])
    note_change("retention_set", by=by, note=f"{kind} {months}")
    return RetentionRule.objects.create(kind=kind, months=months, since=since, source=source.strip())
