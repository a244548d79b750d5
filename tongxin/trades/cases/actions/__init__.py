"""Everything that can be done with a case, as verbs. One function for each step of the two flow tables, and
the ways in.

Every step takes ``by=`` and may take ``version=`` (what the person looked at), ``client_key=`` (the same
submission twice is one) and ``now=`` (for records from elsewhere).
"""

from tongxin.trades.cases.actions.calling_off import call_off, fall_away
from tongxin.trades.cases.actions.catalogue import (
    add_category,
    add_ground,
    assign_duty,
    edit_category,
    edit_ground,
    end_duty,
    set_danger_word,
)
from tongxin.trades.cases.actions.distinct import mark_distinct
from tongxin.trades.cases.actions.drafting import (
    add_photos,
    begin_draft,
    drop_photo,
    forget_draft,
    send_draft,
    settle_draft,
    sweep_drafts,
    write_draft,
)
from tongxin.trades.cases.actions.history import Outcome, take_in
from tongxin.trades.cases.actions.intake import TOLD, Contact, Reported, report
from tongxin.trades.cases.actions.leaving_out import confirm_exclusion, propose_exclusion, refuse_exclusion
from tongxin.trades.cases.actions.looking import unmask_reporter
from tongxin.trades.cases.actions.many import Row, TakenIn, intake_many
from tongxin.trades.cases.actions.photographs import remove_strays
from tongxin.trades.cases.actions.renamed import learn_names
from tongxin.trades.cases.actions.resident import (
    ask_copy,
    call_back,
    join,
    lapse,
    note,
    reopen,
    reopen_by_street,
    supervise,
    supply,
    urge,
    verdict,
    withdraw,
)
from tongxin.trades.cases.actions.returns import decide_keep, decide_release, dispute, reject, uphold
from tongxin.trades.cases.actions.saving import NotSaved, drop_filter, rename_filter, save_filter
from tongxin.trades.cases.actions.sharing import share, unshare
from tongxin.trades.cases.actions.summoning import answer, arrive, sign_in, unit_progress, urge_unit
from tongxin.trades.cases.actions.time import (
    ask_extension,
    ask_more_time,
    grant_extension,
    grant_more_time,
    pause,
    refuse_extension,
    refuse_more_time,
    resume,
)
from tongxin.trades.cases.actions.together import all_answered, none_left, part_over
from tongxin.trades.cases.actions.triage import (
    accept,
    decline,
    merge,
    publish,
    reclassify,
    relocate,
    split,
    unmerge,
)
from tongxin.trades.cases.actions.work import (
    handle,
    progress,
    redo,
    report_done,
    send_back,
    settle_answer,
    verify,
    whistle,
)

__all__ = [
    "TOLD",
    "Contact",
    "NotSaved",
    "Outcome",
    "Reported",
    "Row",
    "TakenIn",
    "accept",
    "add_category",
    "add_ground",
    "add_photos",
    "all_answered",
    "answer",
    "arrive",
    "ask_copy",
    "ask_extension",
    "ask_more_time",
    "assign_duty",
    "begin_draft",
    "call_back",
    "call_off",
    "confirm_exclusion",
    "decide_keep",
    "decide_release",
    "decline",
    "dispute",
    "drop_filter",
    "drop_photo",
    "edit_category",
    "edit_ground",
    "end_duty",
    "fall_away",
    "forget_draft",
    "grant_extension",
    "grant_more_time",
    "handle",
    "intake_many",
    "join",
    "lapse",
    "learn_names",
    "mark_distinct",
    "merge",
    "none_left",
    "note",
    "part_over",
    "pause",
    "progress",
    "propose_exclusion",
    "publish",
    "reclassify",
    "redo",
    "refuse_exclusion",
    "refuse_extension",
    "refuse_more_time",
    "reject",
    "relocate",
    "remove_strays",
    "rename_filter",
    "reopen",
    "reopen_by_street",
    "report",
    "report_done",
    "resume",
    "save_filter",
    "send_back",
    "send_draft",
    "set_danger_word",
    "settle_answer",
    "settle_draft",
    "share",
    "sign_in",
    "split",
    "supervise",
    "supply",
    "sweep_drafts",
    "take_in",
    "unit_progress",
    "unmask_reporter",
    "unmerge",
    "unshare",
    "uphold",
    "urge",
    "urge_unit",
    "verdict",
    "verify",
    "whistle",
    "withdraw",
    "write_draft",
]
