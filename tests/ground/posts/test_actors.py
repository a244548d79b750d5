from tongxin.ground.posts.actors import NOBODY, SYSTEM, Actor, Holding, link_actor, reporter_actor

COMMUNITY = "000100010002"


def worker(*paths: str, role: str = "community_worker") -> Actor:
    return Actor(key="account:7", account_id=7, holdings=tuple(Holding(role, p, (p,)) for p in paths))


def test_a_post_counts_at_its_place_and_below_it() -> None:
    actor = worker(COMMUNITY)
    assert actor.holds("community_worker", COMMUNITY)
    assert actor.holds("community_worker", COMMUNITY + "000A")


def test_a_post_does_not_count_above_or_beside_its_place() -> None:
    actor = worker(COMMUNITY)
    assert not actor.holds("community_worker", COMMUNITY[:8])
    assert not actor.holds("community_worker", "000100010003")


def test_a_post_counts_for_its_own_role_only() -> None:
    assert not worker(COMMUNITY).holds("street_desk", COMMUNITY)


def test_a_unit_reaches_no_place_but_speaks_for_itself() -> None:
    actor = Actor(key="account:8", holdings=(Holding("unit_staff", organization_id=4),))
    assert not actor.holds("unit_staff", COMMUNITY)
    assert actor.organization_ids == {4}
    assert actor.holds_in("unit_staff", 4)
    assert not actor.holds_in("unit_staff", 5)


def test_a_reporter_is_named_by_its_one_thing() -> None:
    actor = reporter_actor("cases.case", 15)
    assert actor.key == "reporter:cases.case:15"
    assert actor.is_named("cases.case", 15, "reporter")
    assert not actor.is_named("cases.case", 16, "reporter")
    assert actor.holdings == ()


def test_a_link_speaks_for_one_unit_on_one_thing() -> None:
    actor = link_actor("cases.summons", 3, 4, "执法中队")
    assert actor.organization_ids == {4}
    assert actor.is_named("cases.summons", 3, "unit")
    assert not actor.is_named("cases.summons", 4, "unit")


def test_system_and_nobody_are_not_each_other() -> None:
    assert (SYSTEM.is_system, SYSTEM.is_nobody) == (True, False)
    assert (NOBODY.is_system, NOBODY.is_nobody) == (False, True)
