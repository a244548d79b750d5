"""What the cases of the corpus say: sentences from a list of words and the words of the categories."""

from dataclasses import dataclass
from functools import cached_property
from random import Random

from tongxin.trades.cases import tokens
from tongxin.trades.cases.models import Category

WHERE = "楼下 楼道 单元门口 小区东门 小区西门 地下车库 楼顶 电梯里 广场边 路口 三楼 五楼 健身角".split()
WHAT = "坏了 没人管 一直有问题 又出问题了 影响出行 很不安全 味道很大 声音太吵 需要维修 堵住了".split()
SINCE = (
    "昨天开始 已经三天了 半个月了 一个多月了 今天早上发现的 从上周起 下雨之后 晚上八点以后 反映过两次".split()
)
WISH = "请尽快处理 希望来人看看 麻烦社区联系一下 老人出门不方便 孩子放学要走这里 请给个答复 谢谢".split()
RARE = "银杏 鸽子 琴声 石狮 风筝 葡萄架 秋千 邮筒 石榴 蜂窝 喷泉 旗杆".split()
NOTES = ["", "", "", "东边第二个门", "电表箱旁边", "靠近快递柜", "配电房后面"]
COMMONEST = 0.3  # share of texts about the commonest category; the others follow with falling shares


@dataclass
class Wording:
    """One text with its category, ready to be stored: folded, and as index words."""

    text: str
    note: str
    category: Category
    folded: str
    vector: str

    @cached_property
    def columns(self) -> str:
        """Its part of a line for COPY: text, category's path, urgency, note, category's key."""
        kind = self.category
        return "\t".join([self.text, kind.path, kind.urgency, self.note, str(kind.pk)])


def wordings(random: Random, many: int) -> list[Wording]:
    """``many`` different sentences; a word in fifty is a rare one."""
    kinds = [kind for kind in Category.objects.filter(active=True).order_by("path") if kind.keywords]
    weights = [COMMONEST / (place + 1) for place in range(len(kinds))]
    made: dict[str, Wording] = {}
    while len(made) < many:
        kind = random.choices(kinds, weights)[0]
        rare = f"旁边有{random.choice(RARE)}，" if random.random() < 0.02 else ""
        text = (
            f"{random.choice(WHERE)}{random.choice(kind.keywords)}{random.choice(WHAT)}，"
            f"{rare}{random.choice(SINCE)}，{random.choice(WISH)}。"
        )
        note = random.choice(NOTES)
        folded = tokens.fold(f"{text} {note}")
        made[text] = Wording(text, note, kind, folded, tokens.vector(folded))
    return list(made.values())
