"""Several questions in one statement answer as each would by itself."""

import datetime as dt

import pytest
from django.db.models import Exists, OuterRef

from tongxin.ground.gathered import gathered
from tongxin.ground.organizations.models import Estate, EstatePlace, Organization
from tongxin.ground.posts.models import Post

pytestmark = pytest.mark.django_db


def test_each_query_answers_as_by_itself(cast, django_assert_num_queries):
    posts = Post.objects.filter(since__lte=dt.date.today()).order_by("-pk")
    held = Exists(EstatePlace.objects.filter(estate=OuterRef("pk")))
    queries = {
        "posts": posts,
        "pairs": posts.values_list("role", "since", "organization", "organization__name"),
        "estates": Estate.objects.order_by("pk").values_list("pk", held),
        "nobody": Organization.objects.filter(name="没有这个组织"),
    }

    with django_assert_num_queries(1):
        found = gathered(**queries)

    assert found == {name: list(query) for name, query in queries.items()}
    kept = {field.attname for field in Post._meta.concrete_fields}
    assert [[getattr(each, name) for name in kept] for each in found["posts"]] == [
        [getattr(each, name) for name in kept] for each in posts
    ]


def test_what_nothing_can_fit_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert gathered(none=Estate.objects.none()) == {"none": []}
