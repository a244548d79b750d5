"""The time limits a new installation starts with. Rows, not rules: the office replaces them by dated rows
of its own.

One row: flow, promise, urgency ("" for any), amount, unit, source.
"""

SHANDONG = "Shandong 12345, https://m.yybnet.net/shandong/news/202001/10093219.html"
ZAOZHUANG = "Zaozhuang enterprise line (qihu zaoying), https://iruanshi.com/tt2/46883.html"
BEIJING = "Beijing 12345 draft standard, http://usamodel.cn/newsDetail_forward_16042936"
JINHAIHU = "Jinhaihu 2017, departments on the spot within 30 minutes, http://px-edu.cn/zjgd/10631.html"
OURS = "product default"

ROWS = [
    # -- a case
    ("case", "accept", "", "1", "work_day", f"{ZAOZHUANG}: start within 1 working day"),
    ("case", "accept", "urgent", "2", "work_hour", f"{BEIJING}: acceptance within 2 hours"),
    ("case", "accept", "emergency", "0.5", "urgent_hour", JINHAIHU),
    ("case", "decide", "", "1", "work_day", OURS),
    ("case", "decide", "urgent", "2", "work_hour", OURS),
    ("case", "decide", "emergency", "0.5", "urgent_hour", JINHAIHU),
    ("case", "solve", "", "5", "work_day", f"{SHANDONG}: finish and reply within 5 working days"),
    ("case", "solve", "urgent", "24", "natural_hour", f"{BEIJING}: water, power, gas, heat within 24 hours"),
    ("case", "solve", "emergency", "2", "urgent_hour", f"{BEIJING}: emergencies, feedback within 2 hours"),
    ("case", "verify", "", "1", "work_day", OURS),
    ("case", "call_back", "", "2", "work_day", OURS),
    ("case", "last_word", "", "5", "work_day", OURS),
    ("case", "most_extension", "", "10", "work_day", f"{SHANDONG}: at most 10 more, especially complex"),
    # -- a summons
    ("summons", "sign_in", "", "1", "work_day", "normal whistle, product default"),
    ("summons", "sign_in", "urgent", "2", "work_hour", "urgent whistle, product default"),
    ("summons", "sign_in", "emergency", "0.5", "urgent_hour", JINHAIHU),
    ("summons", "answer", "", "4", "work_day", f"{SHANDONG}: 5 working days, one of them to verify"),
    ("summons", "answer", "urgent", "20", "natural_hour", f"{BEIJING}: 24 hours, four of them to verify"),
    ("summons", "answer", "emergency", "2", "urgent_hour", BEIJING),
    ("summons", "return", "", "2", "work_day", f"{SHANDONG}: return what is not one's duty, with the reason"),
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
        "the street decides within 1 working day (product default)",
    ),
    ("summons", "arbitrate", "urgent", "2", "work_hour", OURS),
    ("summons", "arbitrate", "emergency", "0.5", "urgent_hour", OURS),
]
