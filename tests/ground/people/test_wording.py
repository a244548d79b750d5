"""Django's hints about passwords are in our words."""

from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext, override


def test_hints_for_a_password_say_it_as_our_pages_do() -> None:
    with override("zh-hans"):
        said = [str(text) for text in password_validators_help_texts()]
        wrong = gettext("Your old password was entered incorrectly. Please enter it again.")
    assert said == [
        "密码不能和您的账号名、邮箱太像。",
        "密码至少要有 10 个字符。",
        "不能用大家常用的密码。",
        "密码不能全是数字。",
    ]
    assert wrong == "原来的密码不对，请再输一次。"
