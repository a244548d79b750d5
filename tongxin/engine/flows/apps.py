from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "tongxin.engine.flows"
    label = "flows"
    default_auto_field = "django.db.models.BigAutoField"
