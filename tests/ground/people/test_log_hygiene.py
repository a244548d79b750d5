import logging

import pytest

from tests.ground.people.people import CLERK, community, door, id_number
from tests.ground.people.test_fields import bytes_of
from tongxin.ground.people import actions, selectors
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actors import SYSTEM

pytestmark = pytest.mark.django_db
DETAILS = {
    "name": "欧阳静姝",
    "phone": "13987654321",
    "id_number": id_number(321, born="19480317"),
    "address": "3号楼2单元501室",
    "health": "糖尿病",
}
MISTYPED = {"phone": "1398765432", "id_number": DETAILS["id_number"][:-1]}


def test_a_whole_life_leaves_no_personal_data_in_the_logs(caplog, settings):
    """Register, find, correct, see, refuse, rotate, erase: with everything logged, statements among it."""
    settings.DEBUG = True
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="django.db.backends"):
        person = actions.register(**DETAILS, place=community(), by=CLERK)
        actions.register(**DETAILS, by=CLERK)
        selectors.find_by_phone(DETAILS["phone"]).first()
        list(selectors.find_by_name(DETAILS["name"]))
        actions.settle([{"place": door(community()), "members": [DETAILS]}], by=CLERK)
        seen = actions.unmask(person, by=CLERK, purpose="emergency")
        logging.getLogger("tongxin.test").error("%s %r %s %r", person, person, seen, person.name)
        with pytest.raises(Invalid) as refused:
            actions.correct(person, by=CLERK, **MISTYPED)
        logging.getLogger("tongxin.test").error("refused", exc_info=refused.value)
        actions.correct(person, by=CLERK, address=DETAILS["address"])
        list(actions.reseal())
        actions.erase(person, by=SYSTEM, reason="request")
    assert seen.health == DETAILS["health"]
    assert "INSERT INTO" in caplog.text
    written = caplog.text.encode()
    for text in (*DETAILS.values(), *MISTYPED.values()):
        for spelling in bytes_of(text):
            assert spelling not in written
