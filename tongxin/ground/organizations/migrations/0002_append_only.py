"""What was changed stays written: a trigger refuses to rewrite the log of changes."""

from django.db import migrations

APPEND_ONLY = """
create function organizations_change_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'organizations_change is append-only';
end $$;

create trigger organizations_change_append_only before update or delete on organizations_change
for each row execute function organizations_change_is_append_only();
"""

UNDO = """
drop trigger organizations_change_append_only on organizations_change;
drop function organizations_change_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]
