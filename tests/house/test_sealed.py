"""What is sealed about a person is opened in one place. Who opens another sealed value says why."""

from tests.house.code import modules

# Where ``reveal()`` may be called, and what for.
OPENERS = {
    "tongxin/ground/people/fields.py": "is it",
    "tongxin/ground/people/actions/looking.py": "unmask, which writes the look first",
    "tongxin/engine/tickets/drafts.py": "what a browser has written and not sent yet, for that browser",
    "tongxin/engine/notices/addresses.py": "the address somebody entered for their own notices",
}


def test_sealed_values_are_opened_only_where_a_look_is_written():
    found = {module.name for module in modules() if any(".reveal()" in line for line in module.lines)}
    assert found == set(OPENERS)
