from secrets import token_urlsafe

from django.db import models


def new_token() -> str:
    """128 bits, short enough to be sent in a message."""
    return token_urlsafe(16)


class SharedView(models.Model):
    """A link by which anybody reads how a case stands, and nothing said in it. Gone when revoked."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="shared_view")
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.case_id)
