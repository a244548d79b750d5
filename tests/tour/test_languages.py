"""Words of the other language are found, and what is data or a name is left alone."""

import pytest

from tour.languages import foreign
from tour.recorded import CHINESE, WORD, Recorded

SAID = "天安社区 3号楼, 楼下停车位被占用，进不了车库, Ben"
RECORDED = Recorded(runs=frozenset(CHINESE.findall(SAID)), words=frozenset(WORD.findall(SAID)))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Open cases", "zh"),  # a sentence of ours
        ("Something nobody knows", "zh"),  # of somebody else's
        ("截止 22 Nov 17:00, Nov 22", "zh"),
        ("9:30 a.m.", "zh"),
        ("反映问题", "en"),
        ("11月22日 17:00", "en"),
        ("下午 5:00", "en"),
        ("天安社区 网格员", "en"),  # one of these is recorded, the other was not translated
        ("whistled", "zh"),
        ("None", "zh"),
    ],
)
def test_foreign_text_is_told(text: str, language: str) -> None:
    assert foreign([text], language, RECORDED) == [text]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("反映问题", "zh"),
        ("Open cases", "en"),
        ("English", "zh"),
        ("GeoJSON, Cookie", "zh"),
        ("Ben", "zh"),
        ("https://example.org/some/where", "zh"),
        ("天安社区 3号楼", "en"),
        ("天安", "en"),
        ("楼下停车位被占用，进不了车库", "en"),
        ("7KQ4-M2XA", "zh"),
        ("street.desk", "zh"),
    ],
)
def test_own_text_and_data_are_left_alone(text: str, language: str) -> None:
    assert foreign([text], language, RECORDED) == []
