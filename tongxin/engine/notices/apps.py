from django.apps import AppConfig
from django.core import checks


class NoticesConfig(AppConfig):
    name = "tongxin.engine.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tongxin.engine.notices.checks import check_texts

        checks.register(check_texts)
