from django.apps import AppConfig
from django.core.checks import register


class PostsConfig(AppConfig):
    name = "tongxin.ground.posts"
    label = "posts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tongxin.ground.posts.checks import check_roles

        register(check_roles)
