"""What was changed stays written: a trigger refuses to rewrite the log of appointments."""

from django.db import migrations

APPEND_ONLY = """
create function posts_change_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'posts_change is append-only';
end $$;

create trigger posts_change_append_only before update or delete on posts_change
for each row execute function posts_change_is_append_only();
"""

UNDO = """
drop trigger posts_change_append_only on posts_change;
drop function posts_change_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]
