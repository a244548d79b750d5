from tests.engine.notices.parcels.models import Parcel
from tongxin.engine.flows import actions as flows
from tongxin.ground.posts.actors import SYSTEM, Actor
from tongxin.ground.territory.models import Place


def ask(*, by: Actor = SYSTEM, place: Place, **facts) -> Parcel:
    parcel = Parcel(number="000000001", place_path=place.path, **facts)
    flows.begin(parcel, by=by, role="reporter")
    return parcel


def _step(name: str):
    def take(parcel: Parcel, *, by: Actor, **kwargs) -> Parcel:
        with flows.taking(parcel, name, by=by, **kwargs) as taken:
            return taken

    return take


accept, hurry, alarm, mutter, finish = map(_step, ("accept", "hurry", "alarm", "mutter", "finish"))
