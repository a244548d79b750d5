"""How every form of the project is drawn: one markup, one set of widgets, nothing per page."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Django's form renderer with our form, field and error templates.

    ``{{ form }}`` draws the error summary and all fields; ``{{ form.name.as_field_group }}`` draws one field.
    Widgets are overridden by name in ``templates/django/forms/widgets``.
    """

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
