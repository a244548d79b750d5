"""The unified social credit code (统一社会信用代码, GB 32100): eighteen characters, the last a check."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as NotValid


def clean_credit_code(text: str) -> str:
    """The code without spaces and hyphens, in capitals.

    Raises ValidationError with a sentence that says what is wrong with it.
    """
    code = uscc.compact(text)
    try:
        return uscc.validate(code)
    except InvalidLength:
        raise ValidationError(
            _("A unified social credit code has 18 characters, this one has %(count)d."),
            params={"count": len(code)},
        ) from None
    except InvalidChecksum:
        raise ValidationError(
            _("The last character does not fit the others; one of them is mistyped.")
        ) from None
    except NotValid:
        raise ValidationError(
            _("A unified social credit code has digits and capital letters without I, O, S, V and Z.")
        ) from None


def valid_credit_code(code: str) -> None:
    """Field validator: raises ValidationError unless the code is right."""
    clean_credit_code(code)
