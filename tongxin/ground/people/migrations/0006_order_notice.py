"""The text told to whoever orders a service, and the sources of the first retention rules in the office's language.

In a database in use: one text is added; a rule whose source an office has rewritten keeps its own.
"""

from datetime import date

from django.db import migrations

OURS = "a choice of Tongxin, not of a law; the office may change it"
SOURCES = {
    f"{OURS}: long enough to reopen and to compare two years": "系统的建议，不是法律规定，可以改：够重新打开，也够比较两年",
    f"{OURS}: a year after moving away": "系统的建议，不是法律规定，可以改：搬走后一年",
    f"{OURS}: as long as the records that name the post": "系统的建议，不是法律规定，可以改：与写有该岗位的记录一样久",
    "PIPL § 56: records of processing are kept for at least three years": "《个人信息保护法》第五十六条：处理情况记录至少保存三年",
    "Cybersecurity Law § 21: network logs are kept for at least six months": "《网络安全法》第二十一条：网络日志至少留存六个月",
}
ORDER = {
    "kind": "order",
    "version": "2026-11",
    "agreement": False,
    "sensitive": False,
    "title": "您下单时，我们怎么用您的信息",
    "title_en": "How we use your details when you order something",
    "body": "您留下的姓名、电话和地址，只用来约时间、上门和回访。只有社区和上门的人看得到，上门的人办完就看不到了。"
    "谁看过您的信息，都有记录，您随时可以查。最后一次下单满两年后，我们会删掉这些信息。"
    "您也可以随时要求查看、更正或删除，向社区工作站提出就行。",
    "body_en": "Your name, phone number and address are used to agree on a time, to come to you and to call you back, for "
    "nothing else. Only the community and whoever comes see them, and whoever comes no longer once it is done. Every "
    "look at your details is recorded, and you can read that record at any time. Two years after your last order we "
    "erase them. You can ask to see, correct or erase them at any time, at your community's desk.",
    "since": date(2026, 1, 1),
    "source": "PIPL § 17, § 30, § 35; the period is the retention rule 'reporter'",
}


def add(apps, schema_editor):
    rules = apps.get_model("people", "RetentionRule").objects
    for english, chinese in SOURCES.items():
        rules.filter(source=english).update(source=chinese)
    apps.get_model("people", "PrivacyText").objects.create(**ORDER)


def take_away(apps, schema_editor):
    rules = apps.get_model("people", "RetentionRule").objects
    for english, chinese in SOURCES.items():
        rules.filter(source=chinese).update(source=english)
    apps.get_model("people", "PrivacyText").objects.filter(kind="order").delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0005_passwords_by_two")]

    operations = [migrations.RunPython(add, take_away)]
