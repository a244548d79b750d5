import pytest

from tongxin.ground.posts.roles import ROLES, SEPARATED, fits, with_verb
from tongxin.ground.posts.verbs import VERBS


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_a_role_is_described_and_allows_only_listed_verbs(role) -> None:
    assert role.name
    assert role.name_en
    assert role.says.endswith(".")
    assert role.verbs <= VERBS.keys()
    assert role.appoints <= ROLES.keys()


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.code)
def test_the_role_to_ask_may_do_the_verb(verb) -> None:
    assert ROLES[verb.ask] in with_verb(verb.code)


def test_no_role_appoints_itself() -> None:
    assert [role.code for role in ROLES.values() if role.code in role.appoints] == []


def test_nobody_appoints_administrators_but_the_system() -> None:
    assert [role.code for role in ROLES.values() if role.appoints & SEPARATED] == []


def test_who_appoints_may_appoint_someone() -> None:
    assert {r.code for r in ROLES.values() if r.appoints} == {r.code for r in with_verb("post.appoint")}


def test_administrators_read_no_case_unless_they_audit() -> None:
    assert {code for code in SEPARATED if "case.read" in ROLES[code].verbs} == {"auditor"}


def test_a_role_fits_its_levels_and_levels_an_installation_added() -> None:
    assert fits(ROLES["community_worker"], "community")
    assert not fits(ROLES["community_worker"], "street")
    assert fits(ROLES["community_worker"], "courtyard")
    assert not fits(ROLES["unit_staff"], "community")
