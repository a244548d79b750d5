"""What is done before anything is served, and what is refused."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tongxin.doors.terminal import assets, state


@pytest.fixture(autouse=True)
def without_demo(monkeypatch):
    monkeypatch.setenv("TONGXIN_DEMO", "0")


@pytest.mark.django_db
def test_prepare_over_data_of_a_newer_version_refuses_and_changes_nothing():
    MigrationRecorder(connection).record_applied("cases", "0099_from_the_future")
    before = MigrationRecorder(connection).applied_migrations()
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("prepare", stderr=said, no_color=True)
    assert ended.value.code == 1
    assert said.getvalue().startswith(
        "The data is of a newer version of Tongxin: it has been through cases.0099_from_the_future, which"
    )
    assert MigrationRecorder(connection).applied_migrations() == before


@pytest.mark.django_db
def test_migrations_of_a_migrated_database_are_neither_pending_nor_unknown():
    assert state.migrations() == state.Migrations(pending=[], unknown=[])


@pytest.mark.django_db
def test_migrations_names_what_the_database_lacks():
    MigrationRecorder(connection).record_unapplied("territory", "0001_initial")
    assert "territory.0001_initial" in state.migrations().pending


def test_collect_runs_once_and_again_when_a_file_changes(tmp_path, settings):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.txt").write_text("one")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = str(tmp_path / "static")
    root = tmp_path / "static"
    assert assets.collect(root)
    assert not assets.collect(root)
    (source / "a.txt").write_text("two!")
    assert assets.collect(root)
    assert (root / "a.txt").read_text() == "two!"
