from datetime import date

from chinese_calendar import constants
from django.db import migrations

FIRST_YEAR = 2024
SOURCE = "国务院办公厅节假日安排（chinesecalendar）"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def seed(apps, schema_editor):
    """Days that differ from Monday-to-Friday, and the hours of an office day (ours; to be edited)."""
    day = apps.get_model("flows", "CalendarDay")
    rows = {}
    for working, known in ((False, constants.holidays), (True, constants.workdays)):
        for when, name in known.items():
            if when.year >= FIRST_YEAR and (not working or when.isoweekday() > 5):
                word = NAMES.get(name, name)
                rows[when] = day(
                    date=when,
                    working=working,
                    name=f"{word}调休上班" if working else word,
                    name_en=f"Make-up day for {name}" if working else name,
                    source=SOURCE,
                    set_by="system",
                )
    day.objects.bulk_create(rows[when] for when in sorted(rows))
    apps.get_model("flows", "WorkingHours").objects.create(
        since=date(2000, 1, 1),
        spans=[["08:30", "12:00"], ["13:30", "17:30"]],
        weekdays=[1, 2, 3, 4, 5],
        source="同心默认作息，请按本单位作息修改",
    )
    apps.get_model("flows", "CalendarVersion").objects.create(pk=1, number=1)


def unseed(apps, schema_editor):
    for name in ("CalendarDay", "WorkingHours", "CalendarVersion"):
        apps.get_model("flows", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("flows", "0003_journal_append_only")]
    operations = [migrations.RunPython(seed, unseed)]
