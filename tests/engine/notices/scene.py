from tests.cast import Cast
from tests.engine.notices import letters
from tests.engine.notices.parcels.actions import ask
from tests.engine.notices.parcels.models import Parcel
from tongxin.engine.flows.models import Journal
from tongxin.ground.people.models import Account


class Scene:
    """The first street of the cast with a resident who left a number and agreed to text messages."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.a = cast, cast.a
        self.desk = cast.actor(cast.a.community_worker)
        self.resident = letters.person()

    def parcel(self, *, helpers: list[Account] = (), **facts) -> Parcel:
        """A parcel asked for at the door; its first journal row is told to nobody in these tests."""
        named = {"reporter": self.resident, "unit": self.a.housing, "helpers": [each.pk for each in helpers]}
        return ask(place=self.a.door, **named | facts)

    def last_row(self, parcel: Parcel) -> Journal:
        return Journal.objects.filter(noun=parcel.noun, thing_id=str(parcel.pk)).latest("seq")
