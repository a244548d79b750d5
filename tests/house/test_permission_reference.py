"""The page of posts and permissions under docs/reference says what the code says.

After changing a role or a verb: ``python manage.py posts --table > docs/reference/permissions.md``.
"""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "permissions.md"


def test_the_permission_table_of_the_reference_is_what_the_code_says() -> None:
    printed = StringIO()
    call_command("posts", "--table", stdout=printed)
    assert PAGE.read_text(encoding="utf-8") == printed.getvalue()
