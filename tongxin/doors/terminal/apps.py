from django.apps import AppConfig


class TerminalConfig(AppConfig):
    name = "tongxin.doors.terminal"
    label = "terminal"
    default_auto_field = "django.db.models.BigAutoField"
