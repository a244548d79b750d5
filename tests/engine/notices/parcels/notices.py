from django.utils.translation import gettext_lazy as _

TEXTS = {
    "parcel.alarm": (_("notice"), "{place}: {number}"),
    "parcel.alarm the:unit": ("Your turn: {what} {number}", "{step}, {state}"),
}
URGENT = {"parcel.alarm"}


def link(thing, audience: str) -> str:
    """The desk and the unit read on at different pages."""
    return f"/parcels/{thing.pk}/" + ("unit/" if audience == "the:unit" else "")
