from django.contrib.auth.models import AbstractUser


class Account(AbstractUser):
    """Someone who can sign in. Carries no real name: that is in the vault, through ``person``."""
