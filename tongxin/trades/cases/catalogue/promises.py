"""The time limits a new installation starts with. Rows, not rules: the office replaces them by dated rows
of its own.
Sources are said in the language of the office, as all its data is.

One row: flow, promise, urgency ("" for any), amount, unit, source.
"""

SHANDONG = "山东12345，https://m.yybnet.net/shandong/news/202001/10093219.html"
ZAOZHUANG = "枣庄“企呼枣应”，https://iruanshi.com/tt2/46883.html"
BEIJING = "北京12345标准（征求意见稿），http://usamodel.cn/newsDetail_forward_16042936"
JINHAIHU = "平谷金海湖2017：部门30分钟内到场，http://px-edu.cn/zjgd/10631.html"
OURS = "同心默认，可按本单位规定修改"

ROWS = [
    # -- a case
    ("case", "accept", "", "1", "work_day", f"{ZAOZHUANG}：1个工作日内启动"),
    ("case", "accept", "urgent", "2", "work_hour", f"{BEIJING}：2小时内受理"),
    ("case", "accept", "emergency", "0.5", "urgent_hour", JINHAIHU),
    ("case", "decide", "", "1", "work_day", OURS),
    ("case", "decide", "urgent", "2", "work_hour", OURS),
    ("case", "decide", "emergency", "0.5", "urgent_hour", JINHAIHU),
    ("case", "solve", "", "5", "work_day", f"{SHANDONG}：5个工作日内办结并答复"),
    ("case", "solve", "urgent", "24", "natural_hour", f"{BEIJING}：水电气热24小时"),
    ("case", "solve", "emergency", "2", "urgent_hour", f"{BEIJING}：紧急事项2小时内反馈"),
    ("case", "verify", "", "1", "work_day", OURS),
    ("case", "call_back", "", "2", "work_day", OURS),
    ("case", "last_word", "", "5", "work_day", OURS),
    ("case", "most_extension", "", "10", "work_day", f"{SHANDONG}：特别复杂的最多延长10个工作日"),
    # -- a summons
    ("summons", "sign_in", "", "1", "work_day", f"一般哨：{OURS}"),
    ("summons", "sign_in", "urgent", "2", "work_hour", f"紧急哨：{OURS}"),
    ("summons", "sign_in", "emergency", "0.5", "urgent_hour", JINHAIHU),
    ("summons", "answer", "", "4", "work_day", f"{SHANDONG}：5个工作日，其中1个用于核实"),
    ("summons", "answer", "urgent", "20", "natural_hour", f"{BEIJING}：24小时，其中4小时用于核实"),
    ("summons", "answer", "emergency", "2", "urgent_hour", BEIJING),
    ("summons", "return", "", "2", "work_day", f"{SHANDONG}：不属本单位职责的，说明理由退回"),
    ("summons", "return", "urgent", "2", "work_hour", OURS),
    ("summons", "return", "emergency", "0.5", "urgent_hour", OURS),
    ("summons", "settle", "", "1", "work_day", OURS),
    ("summons", "settle", "urgent", "2", "work_hour", OURS),
    ("summons", "settle", "emergency", "0.5", "urgent_hour", OURS),
    (
        "summons",
        "arbitrate",
        "",
        "1",
        "work_day",
        f"街道1个工作日内裁定：{OURS}",
    ),
    ("summons", "arbitrate", "urgent", "2", "work_hour", OURS),
    ("summons", "arbitrate", "emergency", "0.5", "urgent_hour", OURS),
]
