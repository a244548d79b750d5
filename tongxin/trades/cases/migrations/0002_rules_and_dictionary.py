"""What the database itself refuses, and the dictionary, lists and promises a new installation starts with."""

from datetime import UTC, datetime
from decimal import Decimal

from django.db import migrations

from tongxin.trades.cases.catalogue import seed
from tongxin.trades.cases.catalogue.promises import ROWS

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)

REFUSE = """
create function cases_only_added() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are only added, never changed', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger cases_verdict_only_added before update or delete on cases_verdict
    for each row execute function cases_only_added();
create trigger cases_verdict_never_emptied before truncate on cases_verdict
    for each statement execute function cases_only_added();
create trigger cases_supplement_only_added before update or delete on cases_supplement
    for each row execute function cases_only_added();
create trigger cases_supplement_never_emptied before truncate on cases_supplement
    for each statement execute function cases_only_added();
"""

ALLOW = """
drop trigger cases_verdict_only_added on cases_verdict;
drop trigger cases_verdict_never_emptied on cases_verdict;
drop trigger cases_supplement_only_added on cases_supplement;
drop trigger cases_supplement_never_emptied on cases_supplement;
drop function cases_only_added();
"""


def plant(apps, schema_editor):
    category, duty = apps.get_model("cases", "Category"), apps.get_model("cases", "Duty")
    rows = {}
    for entry in seed.categories():
        rows[entry.code] = category.objects.create(
            parent=rows.get(entry.parent),
            code=entry.code,
            path=entry.path,
            name=entry.name,
            name_en=entry.name_en,
            keywords=list(entry.words),
            urgency=entry.urgency,
            filing_condition=entry.filing_condition,
            source=entry.source,
        )
    duty.objects.bulk_create(
        duty(category=rows[entry.code], kind=kind, lead=lead, since=ALWAYS.date(), source=seed.OURS)
        for entry in seed.categories()
        for kind, lead in entry.duty_kinds
    )


def plant_lists(apps, schema_editor):
    lists = seed.lists()
    danger, ground = apps.get_model("cases", "DangerWord"), apps.get_model("cases", "Ground")
    danger.objects.bulk_create(danger(word=w, urgency=u, unless=unless) for w, u, unless in lists["danger"])
    ground.objects.bulk_create(
        ground(purpose=purpose, code=code, name=name, name_en=name_en, source=source, position=position)
        for purpose in ("return", "exclusion")
        for position, (code, name, name_en, source) in enumerate(lists[purpose], 1)
    )


def promise(apps, schema_editor):
    model = apps.get_model("flows", "Promise")
    model.objects.bulk_create(
        model(
            flow=flow,
            name=name,
            urgency=urgency,
            amount=Decimal(amount),
            unit=unit,
            since=ALWAYS,
            source=source,
        )
        for flow, name, urgency, amount, unit, source in ROWS
    )
    model.objects.bulk_create(
        model(
            flow="case",
            name="solve",
            category_path=entry.path,
            amount=entry.limit[0],
            unit=entry.limit[1],
            since=ALWAYS,
            source=entry.limit[2],
        )
        for entry in seed.categories()
        if entry.limit
    )


def unpromise(apps, schema_editor):
    apps.get_model("flows", "Promise").objects.filter(flow__in=["case", "summons"]).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("flows", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunPython(plant, migrations.RunPython.noop),
        migrations.RunPython(plant_lists, migrations.RunPython.noop),
        migrations.RunPython(promise, unpromise),
    ]
