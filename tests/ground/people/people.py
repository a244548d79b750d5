"""Who acts in these tests, and invented details that pass the checks."""

from stdnum.cn import ric

from tongxin.ground.people import actions
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import SYSTEM, Actor, Holding
from tongxin.ground.territory import actions as territory
from tongxin.ground.territory.models import Place

CLERK = Actor(
    key="account:7",
    name="Tian'an desk",
    account_id=7,
    holdings=(
        Holding("street_desk", "0001", ("0001",), label="street desk, Xingren"),
        Holding("community_worker", "00010001", ("00010001",), label="community worker, Tian'an"),
    ),
)


def id_number(serial: int, *, born: str = "19900101") -> str:
    """An invented, well-formed ID number of 枣庄薛城区."""
    body = f"370403{born}{serial:03d}"
    return body + ric.calc_check_digit(body + "0")


WANG = {"name": "王小芳", "phone": "13812341234", "id_number": id_number(2)}


def register(**details: object) -> Person:
    """A person; 王小芳 unless told otherwise."""
    return actions.register(**({**WANG, "by": SYSTEM} | details))


def community() -> Place:
    """天安社区, in a street."""
    street = territory.add_place(level="street", name="兴仁街道", by=SYSTEM)
    return territory.add_place(level="community", name="天安社区", parent=street, by=SYSTEM)


def door(of: Place, number: int = 1) -> Place:
    return territory.add_place(level="door", name=f"{number}01室", parent=of, by=SYSTEM)
