from django.apps import AppConfig


class PhotosConfig(AppConfig):
    name = "tongxin.engine.photos"
    label = "photos"
