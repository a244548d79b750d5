from django.db import models


class PlacePathField(models.CharField):
    """The path of the place a row belongs to, copied onto the row.

    Compared byte by byte (collation C), so that ``paths.below`` is an index range; index it with
    ``models.Index``, alone or as the first column. When a place moves, ``territory.actions.move``
    rewrites this column in every installed model, except in models that say
    ``place_path_is_history = True`` because they record where something was at the time.

    ``community_of`` names another column of this kind, of which this one is the community: what moves
    from one community to another gets the other's path.
    """

    description = "Path of a place in the territory"

    def __init__(
        self,
        *args,
        max_length: int = 128,
        db_collation: str = "C",
        community_of: str = "",
        **kwargs,
    ) -> None:
        self.community_of = community_of
        super().__init__(*args, max_length=max_length, db_collation=db_collation, **kwargs)
