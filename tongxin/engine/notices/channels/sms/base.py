"""What a provider of text messages must offer. Subclass it, name the class in ``TONGXIN_SMS_BACKEND``.

Mainland providers send registered templates, not free text: Aliyun's ``SendSms`` takes PhoneNumbers,
SignName, TemplateCode and TemplateParam (a JSON object); Tencent Cloud's ``SendSms`` takes PhoneNumberSet,
SmsSdkAppId, SignName, TemplateId and TemplateParamSet (a list, in order). An adapter for either registers
one template such as ``${title}，${body}`` with its operator, and maps the parts below onto it. That needs a
contract and an account of the office, so none is shipped: an adapter that was never run against the service
would be a promise, not a part.
"""

from django.utils.functional import Promise


class Backend:
    """A provider of text messages."""

    def send(self, phone: str, *, title: str, body: str, url: str) -> None:
        """Hand one message over, or raise ``NotDelivered``.

        ``phone`` has 11 digits. The parts are plain text without personal data. ``url`` may be empty;
        operators accept links only from registered domains.
        """
        raise NotImplementedError

    def problem(self) -> str | Promise | None:
        """Why this provider cannot work here (a missing key, say), or None."""
        return None
