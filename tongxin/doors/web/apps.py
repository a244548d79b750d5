from pathlib import Path

from django.apps import AppConfig
from django.utils.translation.reloader import translation_file_changed

from tongxin.doors.web.catalogues import files


class WebConfig(AppConfig):
    name = "tongxin.doors.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Compile what is stale, and forget what an app that spoke while it was loaded has already read."""
        if files.compile_all():
            translation_file_changed(sender=None, file_path=Path("django.mo"))
