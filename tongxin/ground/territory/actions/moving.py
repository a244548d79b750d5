from django.apps import apps
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Substr
from django.utils.translation import gettext as _

from tongxin.ground.territory import outlines, paths
from tongxin.ground.territory.actions.editing import refresh_names
from tongxin.ground.territory.actions.outlines import outline_problems
from tongxin.ground.territory.actions.record import fresh, hold_tree, map_changed, note, topmost
from tongxin.ground.territory.by import By
from tongxin.ground.territory.drafting import LONGEST_PATH, standing_problem
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.fields import PlacePathField
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.selectors import COMMUNITY, valid


def move(place: Place, *, to: Place | None, by: By) -> Place:
    """Put a place, with everything below it, under another parent, as the last child; None makes it a root.

    One statement for each installed model that carries a ``PlacePathField`` rewrites the paths of
    its rows; models that say ``place_path_is_history = True`` keep theirs. Raises Refused when
    ``to`` is the place itself or below it, or of a level that can't stand above it, or closed, or when
    the outlines that move don't fit there.
    """
    with transaction.atomic():
        hold_tree()
        place = fresh(place)
        to = fresh(to) if to else None
        _check(place, to)
        old, name_before = place.path, place.full_name
        number = _next_number(to)
        new = paths.join(to.path if to else "", number)
        _refuse_too_deep(old, new)
        Place.objects.filter(pk=place.pk).update(parent=to, number=number)
        moved = {}
        for model, name in path_columns():
            moved[model._meta.label_lower] = _rewrite(model, name, old, new)
            _find_community(model, model._meta.get_field(name), new)
        refresh_names(new)
        map_changed()
        place = fresh(place)
        _refuse_outlines(place)
        note(
            "move",
            by=by,
            place=place,
            old={"path": old, "full_name": name_before},
            new={"path": new, "full_name": place.full_name, "rows": moved},
        )
    return place


def path_columns() -> list[tuple[type[models.Model], str]]:
    """Every stored path column that follows its place, the tree's own first."""
    columns = [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and not getattr(model, "place_path_is_history", False)
        for field in model._meta.local_concrete_fields
        if isinstance(field, PlacePathField)
    ]
    # Places first: a row that is being written meanwhile holds its place (``actions.hold``), so that we
    # wait for it here and see it in the statements that follow. Communities follow what they are found by.
    return sorted(columns, key=_order)


def _order(column: tuple[type[models.Model], str]) -> tuple[bool, bool, str, str]:
    model, name = column
    return model is not Place, bool(model._meta.get_field(name).community_of), model._meta.label_lower, name


def _rewrite(model: type[models.Model], name: str, old: str, new: str) -> int:
    rest = Substr(F(name), len(old) + 1)
    return model._base_manager.filter(paths.below(name, old)).update(**{name: Concat(Value(new), rest)})


def _find_community(model: type[models.Model], field: PlacePathField, branch: str) -> None:
    """Communities within the branch have moved with it; the rest get the one above, or none any more."""
    of = field.community_of
    if not of:
        return
    above = Place.objects.filter(level__code=COMMUNITY).annotate(here=ExpressionWrapper(OuterRef(of), field))
    nearest = above.filter(here__startswith=F("path")).order_by("-path").values("path")[:1]
    astray = paths.below(of, branch) & (~paths.below(field.name, branch) | Q(**{field.name: F(of)}))
    model._base_manager.filter(astray).update(**{field.name: Coalesce(Subquery(nearest), F(of))})


def _check(place: Place, to: Place | None) -> None:
    if to is not None and paths.is_within(to.path, place.path):
        raise Refused(_("A place can't be moved under itself."))
    if place.parent_id == (to.pk if to else None):
        raise Refused(_("%(place)s already stands there.") % {"place": place.full_name})
    if reason := standing_problem(place, to):
        raise Refused(reason)


def _refuse_outlines(moved: Place) -> None:
    """The highest outlines of the branch have to fit where it stands now."""
    drawn = Place.objects.filter(paths.below("path", moved.path), valid(), outline__isnull=False)
    tops = topmost(drawn.values_list("path", flat=True))
    shapes = {place.pk: outlines.shape_of(place.outline) for place in drawn.filter(path__in=tops)}
    if reasons := [reason for _key, reason in outline_problems(shapes)]:
        way_out = _("Take the outline away first; once it has moved, it gets the one that fits there.")
        raise Refused("\n".join([*reasons, way_out]))


def _next_number(to: Place | None) -> int:
    last = Place.objects.filter(parent=to).aggregate(models.Max("number"))["number__max"]
    return (last or 0) + 1


def _refuse_too_deep(old: str, new: str) -> None:
    deepest = Place.objects.filter(paths.below("path", old)).aggregate(
        deepest=models.Max(models.functions.Length("path"))
    )["deepest"]
    if deepest - len(old) + len(new) > LONGEST_PATH:
        raise Refused(_("The tree would become too deep."))
