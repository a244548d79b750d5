"""Tables as offices send them, made up here."""

import csv
from pathlib import Path

import xlsxwriter

BEIJING = [
    *(
        "工单编号",
        "工单类型",
        "问题分类",
        "标签",
        "标题",
        "主要内容",
        "工单状态",
        "来电人",
        "来电人电话/账号",
    ),
    *("被反映区", "被反映街乡镇", "办理结果", "回复内容", "处理受理方式", "办结时间", "企业名称"),
    *("是否解决", "是否满意", "工单性质", "村/社区", "小区点位"),
]
SHANGHAI = [
    *("12345工单编号", "12345受理时间", "12345工单来源", "12345诉求地址", "12345工单类型"),
    *(
        "12345内容描述",
        "主办单位",
        "答复市民要点",
        "年",
        "月份",
        "小区编号",
        "小区名称",
        "小区地址",
        "物业公司",
        "街道",
        "十四类",
    ),
    *("一级业务分类", "二级业务分类"),
]
STREAM = ["number", "user", "subject", "time", "text", "against", "likes"]


def table(head: list[str], *rows: dict[str, object]) -> list[list[object]]:
    """Head and rows; what a row does not name is empty."""
    return [head, *([row.get(name, "") for name in head] for row in rows)]


def write_csv(path: Path, rows: list[list[object]], *, encoding: str = "utf-8", separator: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def write_xlsx(path: Path, rows: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def messages(count: int, start: int = 1) -> list[list[object]]:
    """So many rows of the message board."""
    return table(
        STREAM,
        *(
            {
                "number": number,
                "subject": f"第{number}件事",
                "time": f"2019/2/{1 + number % 28} 11:25:05",
                "text": f"小区里第{number}盏路灯不亮，请派人来修。",
                "likes": number % 7,
            }
            for number in range(start, start + count)
        ),
    )
