from django.apps import AppConfig

from tongxin.doors.web.catalogues import files


class WebConfig(AppConfig):
    name = "tongxin.doors.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        files.compile_all()
