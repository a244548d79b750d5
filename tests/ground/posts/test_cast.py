from tests.cast import SEATS, make_cast
from tongxin.ground.posts.completeness import RULES, gaps, share
from tongxin.ground.posts.roles import ROLES
from tongxin.ground.posts.selectors import actor_for


def test_the_cast_plays_every_role_in_both_streets(cast) -> None:
    assert SEATS.keys() == ROLES.keys()
    for street in (cast.a, cast.b):
        played = {name: set(actor_for(account).roles) for name, account in street.accounts.items()}
        assert {name: played[name] for name in ROLES} == {name: {name} for name in ROLES}


def test_the_cast_is_complete_where_it_lives_and_not_next_door(cast) -> None:
    communities = [cast.a.community, cast.a.other_community]
    for rule in ("three_ones", "four_posts"):
        assert [gap.complete for gap in gaps(RULES[rule], communities)] == [True, False]
    assert share(gaps(RULES["five_roles"], [cast.a.estate, cast.b.estate])).percent == 100


def test_the_cast_is_made_in_few_statements(db, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(131):
        make_cast()
