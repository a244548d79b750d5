"""The levels an installation starts with, the version sequence, and the append-only trigger."""

from django.db import migrations

LEVELS = [
    # code, Chinese, English, rank, in full names
    ("zone", "功能区", "Zone", 10, False),
    ("street", "街道", "Street", 20, False),
    ("community", "社区", "Community", 30, True),
    ("section", "片", "Section", 40, False),
    ("group", "组", "Group", 50, False),
    ("neighbour_cell", "邻", "Neighbour cell", 60, False),
    ("building", "楼栋", "Building", 70, True),
    ("stairwell", "单元", "Stairwell", 80, True),
    ("door", "户", "Door", 90, True),
]


def seed(apps, schema_editor):
    level = apps.get_model("territory", "Level")
    level.objects.bulk_create(
        level(code=code, name=name, name_en=name_en, rank=rank, in_address=in_address)
        for code, name, name_en, rank, in_address in LEVELS
    )
    apps.get_model("territory", "OutlineState").objects.create(id=1, version=0)


APPEND_ONLY = """
create sequence territory_version_seq;

create function territory_change_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'territory_change is append-only';
end $$;

create trigger territory_change_append_only before update or delete on territory_change
for each row execute function territory_change_is_append_only();
"""

UNDO = """
drop trigger territory_change_append_only on territory_change;
drop function territory_change_is_append_only();
drop sequence territory_version_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial")]

    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunSQL(APPEND_ONLY, UNDO),
    ]
