from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tongxin.doors.exchange import mapping
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.territory import selectors
from tongxin.ground.territory.models import Place

MOST_MEGABYTES = 50


class UploadForm(forms.Form):
    """A table, its map, and where rows without a place go: a street or community of one's own area."""

    file = forms.FileField(label=_("Table"), help_text=_("xlsx, xls, ods or csv, at most 50 MB."))
    map_name = forms.ChoiceField(label=_("Layout"))
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Rows that name no place of ours go to"),
        help_text=_("The history of such a case says why it is there."),
        empty_label=_("Please choose"),
    )

    def __init__(self, *args, actor: Actor, verb: str, **options) -> None:
        super().__init__(*args, **options)
        self.fields["map_name"].choices = [(each.name, each.label) for each in mapping.shipped()]
        own = selectors.places().filter(scope_q(actor, verb, "path"), level__code__in=["street", "community"])
        self.fields["place"].queryset = own

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_MEGABYTES * 2**20:
            raise ValidationError(_("The file is larger than 50 MB. Please split it."))
        return upload
