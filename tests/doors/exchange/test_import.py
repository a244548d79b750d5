"""``tongxin import cases``: once is enough, nothing doubles, nothing of the past is told to anybody."""

import csv
import datetime as dt
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from python_calamine import CalamineWorkbook

from tests.doors.exchange.files import BEIJING, SHANGHAI, STREAM, messages, table, write_csv, write_xlsx
from tongxin.doors.exchange.models import ImportRun
from tongxin.engine.flows.models import Clock, Journal
from tongxin.engine.flows.selectors import verify
from tongxin.engine.flows.sweep import sweep
from tongxin.ground.people.models import Person
from tongxin.trades.cases.models import Case, Verdict
from tongxin.trades.cases.selectors import search

CHINA = ZoneInfo("Asia/Shanghai")


def steps(case):
    rows = Journal.objects.filter(noun="cases.case", thing_id=case.pk).order_by("seq")
    return [(row.step, row.at.astimezone(CHINA).strftime("%m-%d %H:%M")) for row in rows]


def queued() -> int:
    return ProcrastinateJob.objects.count()


def test_messages_become_open_cases_with_their_own_times(tmp_path, take, at, cast):
    said = take(write_csv(tmp_path / "a.csv", messages(3)), "stream")
    assert said.splitlines() == [
        "3 new, 0 already here, 0 left out by the map, 0 with errors.",
        "Not read, as the map says nothing about them: user.",
    ]
    case = Case.objects.get(external_id="2")
    assert case.text == "第2件事\n小区里第2盏路灯不亮，请派人来修。"
    assert case.reported_at == dt.datetime(2019, 2, 3, 11, 25, 5, tzinfo=CHINA)
    assert (case.state, case.channel, case.external_source) == ("reported", "import", "message-board")
    assert (case.place, case.community_path) == (at, at.path)
    born = Journal.objects.get(noun="cases.case", thing_id=case.pk)
    assert (born.at, born.note) == (case.state_since, "The row names no place.")
    assert born.data["likes"] == "2"
    assert list(verify("cases.case")) == []
    assert [c.pk for c in search("路灯", cast.actor(cast.a.community_worker)).rows] == list(
        Case.objects.order_by("-reported_at", "-pk").values_list("pk", flat=True)
    )


def test_nobody_is_told_and_nothing_of_the_past_is_late(tmp_path, take):
    take(write_csv(tmp_path / "a.csv", messages(3)), "stream")
    assert queued() == 0
    assert not Clock.objects.exists()
    swept = sweep(timezone.now() + dt.timedelta(days=30), 100)
    assert (swept.late, queued()) == (0, 0)


def test_our_promise_begins_now_for_what_is_recent_and_not_at_all_for_a_backlog(tmp_path, take):
    now = timezone.now()
    rows = [
        {"number": days, "text": "灯不亮", "time": f"{now - dt.timedelta(days=days):%Y-%m-%d}"}
        for days in (2, 31)
    ]
    take(write_csv(tmp_path / "a.csv", table(STREAM, *rows)), "stream")
    recent, backlog = Case.objects.get(external_id="2"), Case.objects.get(external_id="31")
    assert Clock.objects.get().thing_id == str(recent.pk)
    assert recent.due_at > now
    assert (backlog.due_at, backlog.wake_at, backlog.state) == (None, None, "reported")


def test_the_same_file_twice_is_one_set_of_cases(tmp_path, take):
    path = write_csv(tmp_path / "a.csv", messages(3))
    take(path, "stream")
    assert take(path, "stream").startswith("0 new, 3 already here")
    longer = write_csv(tmp_path / "b.csv", messages(5), encoding="gb18030")
    assert take(longer, "stream").startswith("2 new, 3 already here")
    assert Case.objects.count() == 5


def test_rows_without_a_number_are_known_by_what_they_say(tmp_path, take):
    rows = messages(2)
    for row in rows[1:]:
        row[0] = ""
    path = write_csv(tmp_path / "a.csv", [*rows, rows[1]])
    assert take(path, "stream").startswith("2 new, 1 already here")
    assert take(path, "stream").startswith("0 new, 3 already here")


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(tmp_path, take):
    rows = messages(3)
    rows[2][3] = "昨天"
    said = take(write_csv(tmp_path / "a.csv", [*rows, rows[1]]), "stream", "--dry-run")
    assert said.splitlines() == [
        "2 new, 1 already here, 0 left out by the map, 1 with errors. Nothing was kept.",
        "Not read, as the map says nothing about them: user.",
        "  row 3: “昨天” is not a date we can read.",
    ]
    assert (Case.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_rows_with_errors_come_back_as_text_with_reasons_and_can_be_mended(tmp_path, take):
    rows = messages(4)
    rows[2][3], rows[3][3], rows[4][4] = "昨天", "2091-01-01", ""
    rows[2][2], rows[4][2] = "=1+1", ""
    path = write_csv(tmp_path / "留言.csv", rows)
    said = take(path, "stream", language="zh-hans")
    back = tmp_path / "留言.errors.csv"
    assert said.splitlines()[-1].endswith(str(back))
    assert back.read_bytes().startswith("\ufeff".encode())
    with back.open(encoding="utf-8-sig", newline="") as file:
        head, *found = csv.reader(file)
    assert head == [*STREAM, "错误原因"]
    assert [row[0] for row in found] == ["2", "3", "4"]
    assert found[0][2] == "'=1+1"
    assert [bool(row[-1]) for row in found] == [True, True, True]
    mended = [[*row[:3], "2019-03-01", "修好了吗", *row[5:]] for row in found]
    again = write_csv(tmp_path / "again.csv", [head, *mended], encoding="utf-8-sig")
    assert take(again, "stream").startswith("3 new, 0 already here, 0 left out by the map, 0 with errors")
    assert Case.objects.get(external_id="2").text == "=1+1\n修好了吗"


def test_rows_of_a_workbook_come_back_as_a_workbook_with_red_reasons(tmp_path, take):
    rows = messages(2)
    rows[1][3] = "=NOW()"
    take(write_xlsx(tmp_path / "a.xlsx", rows), "stream", language="zh-hans")
    sheet = CalamineWorkbook.from_path(str(tmp_path / "a.errors.xlsx")).get_sheet_by_index(0)
    head, row = sheet.to_python()
    assert (head[-1], row[0], row[3]) == ("错误原因", "1", "=NOW()")
    assert row[-1] == "“=NOW()”不是能读懂的日期。"


def test_without_a_place_a_row_comes_back_instead_of_going_anywhere(tmp_path, at):
    out = StringIO()
    path = write_csv(tmp_path / "a.csv", messages(1))
    call_command("import", "cases", str(path), "--map", "stream", "--language", "en", stdout=out)
    assert out.getvalue().startswith("0 new, 0 already here, 0 left out by the map, 1 with errors")
    assert ImportRun.objects.get().failed_rows.get().reason == (
        "The row names no place. Please name a place for such rows (--at)."
    )


BEIJING_ROW = {
    "工单编号": "B1", "工单类型": "投诉", "问题分类": "城市管理->市容->停车管理", "标题": "占道停车",
    "主要内容": "门口停满了车", "工单状态": "已办结", "来电人": "王小芳", "来电人电话/账号": "13800001234",
    "被反映街乡镇": "兴仁街道", "回复内容": "已清理", "办结时间": "2026年5月3日 09:30",
    "是否解决": "解决", "是否满意": "满意", "村/社区": "天安社区居委会",
}  # fmt: skip


def test_a_settled_order_of_the_beijing_layout_walks_to_closed_with_its_times(tmp_path, take, cast):
    take(write_xlsx(tmp_path / "a.xlsx", table(BEIJING, BEIJING_ROW)), "beijing12345")
    case = Case.objects.get()
    assert (case.state, case.solved, case.satisfied, case.place) == ("closed", True, 3, cast.a.community)
    assert case.closed_at == dt.datetime(2026, 5, 3, 9, 30, tzinfo=CHINA)
    assert [name for name, _at in steps(case)] == ["born", "accept", "handle", "report_done", "call_back"]
    assert {at for _name, at in steps(case)} == {"05-03 09:30"}
    assert Journal.objects.get(step="born").data["reported_at"] == "not known"
    assert case.category.code == "parking"
    assert case.reporter is None, "nobody has to call about what is closed"
    assert not Clock.objects.filter(stopped_at=None).exists()
    assert queued() == 0


def test_the_caller_of_an_open_order_goes_into_the_vault(tmp_path, take):
    people = Person.objects.count()
    row = {
        **BEIJING_ROW,
        "工单状态": "办理中",
        "办结时间": "",
        "来电人": "李四",
        "来电人电话/账号": "13900005678",
    }
    take(write_xlsx(tmp_path / "a.xlsx", table(BEIJING, row)), "beijing12345")
    case = Case.objects.get()
    assert (case.state, case.reporter.name_mask, Person.objects.count()) == ("handling", "李*", people + 1)
    assert "13900005678" not in str(Case.objects.values_list().get()) + str(
        list(Journal.objects.values_list())
    )
    assert case.due_at > timezone.now()


def test_an_order_closed_although_not_solved_keeps_the_resident_s_word(tmp_path, take):
    row = {**BEIJING_ROW, "是否解决": "未解决", "是否满意": "不满意"}
    take(write_xlsx(tmp_path / "a.xlsx", table(BEIJING, row)), "beijing12345")
    case, verdict = Case.objects.get(), Verdict.objects.get()
    assert (verdict.solved, verdict.satisfied) == (False, 1)
    assert (case.state, case.solved, case.rounds) == ("closed", False, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"工单状态": "没听说过"}, "The map does not say what “没听说过” means ([states])."),
        ({"工单状态": ""}, "The state is empty."),
        ({"办结时间": ""}, "It was closed, but there is no date of closing."),
        ({"办结时间": "2091-01-01"}, "The date 2090-12-31 lies in the future."),
        ({"是否满意": "还行"}, "The map does not say what “还行” means ([satisfied])."),
        ({"主要内容": "", "标题": ""}, "There is no text."),
        ({"工单编号": "9" * 81}, "The number has more than 80 characters."),
    ],
)
def test_a_row_that_can_t_be_taken_in_says_why(tmp_path, take, change, reason):
    take(write_xlsx(tmp_path / "a.xlsx", table(BEIJING, {**BEIJING_ROW, **change})), "beijing12345")
    assert [each.reason for each in ImportRun.objects.get().failed_rows.all()] == [reason]
    assert not Case.objects.exists()


def test_the_shanghai_layout_finds_the_estate_and_admits_what_it_does_not_know(tmp_path, take, cast):
    row = {
        "12345工单编号": "S1", "12345受理时间": 43889.5, "12345内容描述": "电梯老是坏",
        "答复市民要点": "已修",
        "小区名称": "一区", "街道": "兴仁街道", "十四类": "房屋维修",
        "一级业务分类": "物业", "二级业务分类": "电梯",
    }  # fmt: skip
    take(write_xlsx(tmp_path / "a.xlsx", table(SHANGHAI, row)), "shanghai_housing")
    case = Case.objects.get()
    assert (case.state, case.category.code, case.place) == ("closed", "elevator", cast.a.community)
    assert case.reported_at == case.closed_at == dt.datetime(2020, 2, 28, 12, tzinfo=CHINA)
    assert Journal.objects.get(step="born").data["closed_at"] == "not known"


NYC = ["unique_key", "created_date", "closed_date", "complaint_type", "descriptor", "status",
       "resolution_description", "incident_address", "latitude", "longitude"]  # fmt: skip


def nyc(**cells):
    row = {
        "unique_key": "1", "created_date": "2024-04-16T01:00:00.000",
        "closed_date": "2024-04-17T02:00:00.000",
        "complaint_type": "Noise - Residential", "descriptor": "Loud Music/Party", "status": "Closed",
        "resolution_description": "The Police responded.",
    }  # fmt: skip
    return {**row, **cells}


def test_new_york_times_are_new_york_s(tmp_path, take):
    take(write_csv(tmp_path / "a.csv", table(NYC, nyc())), "nyc311")
    case = Case.objects.get()
    assert case.reported_at == dt.datetime(2024, 4, 16, 5, tzinfo=dt.UTC)
    assert (case.state, case.closed_at) == ("closed", dt.datetime(2024, 4, 17, 6, tzinfo=dt.UTC))
    assert case.category.code == "noise"


@pytest.mark.parametrize(
    ("closed", "reason"),
    [
        ("2024-04-15T02:00:00.000", "It was answered or closed before it was reported."),
        ("", "It was closed, but there is no date of closing."),
        ("2099-04-17T02:00:00.000", "The date 2099-04-17 lies in the future."),
    ],
)
def test_a_closing_that_can_t_be_is_an_error(tmp_path, take, closed, reason):
    take(write_csv(tmp_path / "a.csv", table(NYC, nyc(closed_date=closed))), "nyc311")
    assert [each.reason for each in ImportRun.objects.get().failed_rows.all()] == [reason]


def test_a_text_longer_than_a_case_is_kept_whole(tmp_path, take):
    text = "电" * 4000 + "梯" * 2999
    row = {"number": 1, "text": text, "time": "2019/2/28 11:25:05"}
    take(write_csv(tmp_path / "a.csv", table(STREAM, row)), "stream")
    case = Case.objects.get()
    assert case.text + "".join(case.supplements.values_list("text", flat=True)) == text


def test_a_file_or_map_that_can_t_be_used_is_one_sentence(tmp_path, take):
    path = write_csv(tmp_path / "a.csv", [["甲", "乙"], ["1", "2"]])
    with pytest.raises(CommandError, match="is the head this map expects"):
        take(path, "stream")
    with pytest.raises(CommandError, match=r"There is no map “nothing”\. Shipped maps: beijing12345, nyc311"):
        take(path, "nothing")
    with pytest.raises(CommandError, match="neither a workbook"):
        take(path.rename(tmp_path / "a.docx"), "stream")
