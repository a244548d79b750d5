"""E-mail through Django's mail backend (``TONGXIN_MAIL_HOST`` and its neighbours)."""

import smtplib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongxin.engine.notices.channels.errors import Failure, NotDelivered

label = _("E-mail")
address_kind = "email"


def send(address: str, title: str, body: str, url: str) -> None:
    """One plain-text mail. The answers of a mail server name the address, so only their code is kept."""
    subject = " ".join(title.split())
    message = EmailMessage(subject=subject, body="\n\n".join(filter(None, [body, url])), to=[address])
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({str(code) for code, _answer in error.recipients.values()})
        raise NotDelivered(Failure.REFUSED, "SMTP " + " ".join(codes)) from None
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(Failure.REFUSED, f"SMTP {error.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(Failure.UNREACHABLE, type(error).__name__) from None


def problem() -> Promise | None:
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and not settings.EMAIL_HOST:
        return _("No mail server is set (TONGXIN_MAIL_HOST).")
    return None


def refuse(address: str) -> Promise | None:
    try:
        validate_email(address)
    except ValidationError:
        return _("This is not an e-mail address.")
    return None
