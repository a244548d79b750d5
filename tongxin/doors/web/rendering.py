"""How every form of the project is drawn: one markup, one set of widgets, nothing per page."""

from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_noop

# Django says these like a form, in Chinese; our catalogue says them like a clerk and is asked first.
SAID_OUR_WAY = (
    gettext_noop("This field is required."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid date/time."),
    gettext_noop("The submitted file is empty."),
)


class Renderer(TemplatesSetting):
    """Django's form renderer with our form, field and error templates.

    ``{{ form }}`` draws the error summary and all fields; ``{{ form.name.as_field_group }}`` draws one field.
    Widgets are overridden by name in ``templates/django/forms/widgets``.
    """

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
