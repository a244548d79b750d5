"""Invented names. Nobody here exists; a name that matches a living person does so by chance."""

from random import Random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
GIVEN = (
    "秀英建国玉兰志强桂花海燕振华晓东淑珍立军红梅德福金凤永康春梅国栋雅琴文博思远佳怡"
    "子涵明辉丽娜建军翠萍守信长青慧敏宏伟凤英庆丰雪莲广平玉梅兆林素芬传友爱华士杰新民"
)


def people(random: Random):
    """An endless stream of distinct-looking full names in a fixed order for a given generator."""
    while True:
        yield random.choice(SURNAMES) + _given(random)


def _given(random: Random) -> str:
    start = random.randrange(len(GIVEN) // 2) * 2
    return GIVEN[start : start + 2]


def phone(random: Random) -> str:
    """An invented mobile number of one fixed block, easy to recognise as the demo's."""
    return f"1900000{random.randrange(10000):04d}"
