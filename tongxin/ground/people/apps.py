from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tongxin.ground.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("tongxin.ground.people.checks")
