from django.db import migrations

REFUSE = """
CREATE FUNCTION flows_journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER flows_journal_rows BEFORE UPDATE OR DELETE ON flows_journal
  FOR EACH ROW EXECUTE FUNCTION flows_journal_refuse();
CREATE TRIGGER flows_journal_whole BEFORE TRUNCATE ON flows_journal
  FOR EACH STATEMENT EXECUTE FUNCTION flows_journal_refuse();
"""
ALLOW = """
DROP TRIGGER flows_journal_whole ON flows_journal;
DROP TRIGGER flows_journal_rows ON flows_journal;
DROP FUNCTION flows_journal_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("flows", "0002_clock_keeps_its_reminder")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
