from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "tongxin.engine.flows"
    label = "flows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tongxin.engine.flows import checks  # noqa: F401 - registers the system checks
