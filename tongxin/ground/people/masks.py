"""What may be shown of a person without unmasking: enough to recognise, not enough to find."""

import re
import unicodedata

from tongxin.ground.people import normalise

# The double surnames in common use (百家姓 and today's registers).
_DOUBLE = """
欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 轩辕 端木 南宫 独孤 长孙 宇文 闻人
万俟 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 东郭 南门 呼延 西门 百里
"""
DOUBLE_SURNAMES = frozenset(_DOUBLE.split())
_HAN = re.compile(r"^[\u3400-\u9fff\U00020000-\U0003ffff]+$")


def name(text: str) -> str:
    """王芳 → 王*, 王小芳 → 王*芳, 欧阳小芳 → 欧阳**, 买买提·艾力 → 买**·**, John Smith → J*** S****."""
    parts = re.split(r"([\s·•‧・.]+)", unicodedata.normalize("NFC", text).strip())
    if len(parts) == 1:
        return _chinese(text.strip()) if _HAN.match(text.strip()) else _word(text.strip())
    shown = []
    for place, part in enumerate(parts):
        if place % 2:
            shown.append(" " if part.isspace() else part)
        elif place and _HAN.match(part):
            shown.append("*" * len(part))
        else:
            shown.append(_word(part))
    return "".join(shown)


def _chinese(text: str) -> str:
    if len(text) < 3:
        return text[0] + "*" if len(text) == 2 else "*"
    if text[:2] in DOUBLE_SURNAMES:
        return text[:2] + "*" * (len(text) - 2)
    return text[0] + "*" * (len(text) - 2) + text[-1]


def _word(text: str) -> str:
    return text[0] + "*" * (len(text) - 1) if len(text) > 1 else "*" * len(text)


def phone(text: str) -> str:
    """13812341234 → 138****1234; a shorter number shows its last two digits at most."""
    number = normalise.phone(text)
    if len(number) >= 11:
        return number[:3] + "*" * (len(number) - 7) + number[-4:]
    shown = min(2, len(number) // 3)
    return "*" * (len(number) - shown) + number[len(number) - shown :]


def id_number(text: str) -> str:
    """37040319900101002X → 370403********002X: the place and the tail, never the birthday."""
    number = normalise.id_number(text)
    if len(number) < 15:
        return "*" * len(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]
