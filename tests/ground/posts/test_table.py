from dataclasses import replace
from pathlib import Path

import polib
from django.conf import settings

from tongxin.ground.posts.checks import check_roles, problems
from tongxin.ground.posts.roles import ROLES
from tongxin.ground.posts.verbs import VERBS

POSTS = Path(settings.ROOT) / "tongxin" / "ground" / "posts"


def test_the_roles_pass_their_own_check() -> None:
    assert check_roles() == []


def test_the_check_names_what_is_wrong() -> None:
    worker = ROLES["community_worker"]
    wrong = replace(
        worker, name="", verbs=frozenset({"case.juggle"}), appoints=frozenset({"king"}), kinds=("guild",)
    )
    found = problems({"community_worker": wrong}, {"case.accept": VERBS["case.accept"]})
    assert found[:5] == [
        "Role community_worker needs a Chinese name, an English name and a sentence.",
        "Role community_worker names the unknown verb case.juggle.",
        "Role community_worker appoints the unknown role king.",
        "Role community_worker is held in the unknown kind guild.",
        "Verb case.accept sends people to community_worker, who may not do it.",
    ]


def test_the_catalogue_calls_each_role_what_the_offices_call_it() -> None:
    catalogue = polib.pofile(str(POSTS / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    said = {entry.msgid: entry.msgstr for entry in catalogue}
    assert {code: said[role.name_en] for code, role in ROLES.items()} == {
        code: role.name for code, role in ROLES.items()
    }
