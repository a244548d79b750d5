"""Posts as pages show them: role, where, since when, and the masked holder for those who may see persons."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import has_anywhere, sees
from tongxin.ground.posts.models import Post

VERB = "person.read_masked"


@dataclass(frozen=True, slots=True)
class ShownPost:
    """``holder`` is a masked name, empty for readers who may not see persons here."""

    post: Post
    holder: str


def shown_posts(actor: Actor, found: QuerySet[Post]) -> list[ShownPost]:
    """The posts with holders, in one query more than none."""
    return list(_shown(actor, found.select_related("person", "account__person")))


def _shown(actor: Actor, found: Iterable[Post]) -> Iterable[ShownPost]:
    for post in found:
        may = sees(actor, post.place_path, VERB) if post.place_path else has_anywhere(actor, VERB)
        yield ShownPost(post, _holder(post) if may else "")


def _holder(post: Post) -> str:
    return post.person.shown_name if post.person else post.account.get_full_name()
