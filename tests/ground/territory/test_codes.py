import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from tests.ground.territory.ground import CLERK
from tongxin.ground.territory import actions, codes, selectors
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import PlaceCode


def test_issued_code_resolves_however_it_is_typed(ground):
    code = actions.issue_code(ground["stairwell"], by=CLERK)
    assert re.fullmatch(f"[{codes.ALPHABET}]{{10}}", code.code)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code.code)
    for typed in (
        code.code,
        code.code.lower(),
        codes.in_groups(code.code),
        f" {code.code[:3]}-{code.code[3:]}",
        wide,
    ):
        assert selectors.resolve_place_code(typed) == code


@pytest.mark.parametrize("typed", ["", "0000000000", "天安社区三号楼二单元门", "A" * 5000, "\x00" * 10])
def test_unknown_code_resolves_to_nothing(ground, typed):
    assert selectors.resolve_place_code(typed) is None


def test_revoked_code_no_longer_resolves_and_says_why(ground):
    code = actions.issue_code(ground["stairwell"], by=CLERK)
    with override("en"), pytest.raises(Refused, match="Say why"):
        actions.revoke_code(code, reason=" ", by=CLERK)
    actions.revoke_code(code, reason="copied", by=CLERK)
    assert selectors.resolve_place_code(code.code) is None
    with override("en"), pytest.raises(Refused, match="revoked before"):
        actions.revoke_code(code, reason="again", by=CLERK)


def test_code_of_a_closed_place_no_longer_resolves(ground):
    code = actions.issue_code(ground["door"], by=CLERK)
    actions.close(ground["door"], on=timezone.localdate(), by=CLERK)
    assert selectors.resolve_place_code(code.code) is None
    with override("en"), pytest.raises(Refused, match="is closed or not there yet"):
        actions.issue_code(ground["door"], by=CLERK)


def test_codes_in_bulk_fill_gaps_only_in_constant_statements(ground, django_assert_num_queries):
    first = actions.issue_code(ground["building"], by=CLERK)
    actions.plant(
        [{"level": "building", "name": f"{n}号楼", "parent": ground["cell"]} for n in range(4, 300)], by=CLERK
    )
    with django_assert_num_queries(9):
        made = actions.issue_codes(ground["tianan"], by=CLERK)
    assert len(made) == 297
    assert first.place_id not in {code.place_id for code in made}
    with django_assert_num_queries(7):
        assert actions.issue_codes(ground["tianan"], by=CLERK) == []
    assert selectors.codes_within(ground["tianan"]).count() == 298
    assert selectors.codes_within(ground["tianan"], ["stairwell"]).count() == 1
    assert selectors.codes_within(ground["guangming"]).count() == 0


def test_code_carries_nothing_of_its_place(ground):
    one, other = (actions.issue_code(ground["door"], by=CLERK).code for _ in range(2))
    assert one != other


def test_database_refuses_a_revocation_without_a_reason(ground):
    code = actions.issue_code(ground["door"], by=CLERK)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceCode.objects.filter(pk=code.pk).update(revoked_at=timezone.now())


def test_qr_picture_is_inline_and_has_no_inline_style():
    svg = codes.qr_svg("https://tongxin.example/p/23456789AB")
    assert svg.startswith("<svg ") and "viewBox" in svg
    assert "style=" not in svg and "width=" not in svg.split(">")[0].replace("stroke-width=", "")


def test_future_place_has_no_code_yet(ground):
    place = actions.add_place(
        level="door", name="302", parent=ground["stairwell"], since=date(2099, 1, 1), by=CLERK
    )
    with pytest.raises(Refused):
        actions.issue_code(place, by=CLERK)
