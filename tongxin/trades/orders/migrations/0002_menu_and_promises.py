"""The menu, the promises and the text for volunteers that a new installation starts with; ratings only added."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import migrations

from tongxin.trades.orders.catalogue import seed
from tongxin.trades.orders.catalogue.promises import OURS, ROWS

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)

REFUSE = """
create function orders_rating_only_added() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are only added, never changed', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger orders_rating_only_added before update or delete on orders_rating
    for each row execute function orders_rating_only_added();
create trigger orders_rating_never_emptied before truncate on orders_rating
    for each statement execute function orders_rating_only_added();
"""

ALLOW = """
drop trigger orders_rating_only_added on orders_rating;
drop trigger orders_rating_never_emptied on orders_rating;
drop function orders_rating_only_added();
"""

TEXT = {
    "kind": "volunteer",
    "version": "1",
    "agreement": True,
    "sensitive": False,
    "title": "您来当志愿者时，我们怎么用您的信息",
    "title_en": "How we use your details when you volunteer",
    "body": "您的姓名、电话和住处，用来向您介绍附近需要帮忙的事、和您约时间。您去帮忙时，对方会知道您的称呼。"
    "您的特长、时间和服务时长由您自己看，社区安排时也会看；不排名，不公开。证明材料只登记看过什么，不留复印件。"
    "您可以随时休息或退出；退出后这些内容会清空，时长只留下数字。未满十八岁的，要由父母或监护人同意。",
    "body_en": "Your name, phone number and home are used to tell you who near you needs a hand, and to agree on a "
    "time. Whoever you help learns how to address you. Your strengths, times and hours are read by you, and by the "
    "community when it plans; nobody is ranked and nothing is made public. Of papers that prove something only what "
    "was seen is written down; no copy is kept. You may rest or leave at any time; then all this is emptied and only "
    "the count of hours stays. For anyone under eighteen a parent or guardian must agree.",
    "since": date(2026, 1, 1),
    "source": "PIPL § 13 (1), § 14, § 31; Regulations on Volunteer Service (2017) § 7, § 15",
}


def plant(apps, schema_editor):
    skill, kind = apps.get_model("orders", "Skill"), apps.get_model("orders", "ServiceKind")
    skill.objects.bulk_create(skill(**row) for row in seed.skills())
    kind.objects.bulk_create(kind(since=ALWAYS.date(), **row) for row in seed.kinds())


def promise(apps, schema_editor):
    model = apps.get_model("flows", "Promise")
    model.objects.bulk_create(
        model(
            flow=flow,
            name=name,
            urgency=urgency,
            amount=Decimal(amount),
            unit=unit,
            early_share=Decimal(share),
            since=ALWAYS,
            source=OURS,
        )
        for flow, name, urgency, amount, unit, share in ROWS
    )


def unpromise(apps, schema_editor):
    apps.get_model("flows", "Promise").objects.filter(flow__in=["order", "volunteer"]).delete()


def say(apps, schema_editor):
    apps.get_model("people", "PrivacyText").objects.create(**TEXT)


def unsay(apps, schema_editor):
    apps.get_model("people", "PrivacyText").objects.filter(kind="volunteer").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0001_initial"),
        ("flows", "0001_initial"),
        ("people", "0002_rules_and_texts"),
    ]

    operations = [
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunPython(plant, migrations.RunPython.noop),
        migrations.RunPython(promise, unpromise),
        migrations.RunPython(say, unsay),
    ]
