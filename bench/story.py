"""The lives of the corpus as SQL: which steps a case in each state has behind it, and when."""

OPEN_STATES = (
    ["reported", "accepted", "handling", "whistled", "answered", "verified", "unheard"],
    [15, 10, 20, 35, 8, 7, 5],
)
ENDINGS = (["closed", "not_accepted", "withdrawn"], [93, 4, 3])

# state, seq, step, old, new, promise of the new state, share of the time until it came into its present state
STORY = """
create temporary table story on commit drop as
select s.*, max(s.seq) over (partition by s.state) = s.seq as last from (values
 ('reported', 1, 'born', '', 'reported', 'accept', 1.0),
 ('accepted', 1, 'born', '', 'reported', 'accept', 0.0), ('accepted', 2, 'accept', 'reported', 'accepted', 'decide', 1.0),
 ('handling', 1, 'born', '', 'reported', 'accept', 0.0), ('handling', 2, 'accept', 'reported', 'accepted', 'decide', 0.3),
 ('handling', 3, 'handle', 'accepted', 'handling', 'solve', 1.0),
 ('whistled', 1, 'born', '', 'reported', 'accept', 0.0), ('whistled', 2, 'accept', 'reported', 'accepted', 'decide', 0.3),
 ('whistled', 3, 'whistle', 'accepted', 'whistled', 'solve', 1.0),
 ('answered', 1, 'born', '', 'reported', 'accept', 0.0), ('answered', 2, 'accept', 'reported', 'accepted', 'decide', 0.1),
 ('answered', 3, 'whistle', 'accepted', 'whistled', 'solve', 0.3),
 ('answered', 4, 'all_answered', 'whistled', 'answered', 'verify', 1.0),
 ('verified', 1, 'born', '', 'reported', 'accept', 0.0), ('verified', 2, 'accept', 'reported', 'accepted', 'decide', 0.1),
 ('verified', 3, 'handle', 'accepted', 'handling', 'solve', 0.3),
 ('verified', 4, 'report_done', 'handling', 'verified', 'call_back', 1.0),
 ('unheard', 1, 'born', '', 'reported', 'accept', 0.0), ('unheard', 2, 'accept', 'reported', 'accepted', 'decide', 0.1),
 ('unheard', 3, 'handle', 'accepted', 'handling', 'solve', 0.2),
 ('unheard', 4, 'report_done', 'handling', 'unheard', 'last_word', 1.0),
 ('closed', 1, 'born', '', 'reported', 'accept', 0.0), ('closed', 2, 'accept', 'reported', 'accepted', 'decide', 0.1),
 ('closed', 3, 'handle', 'accepted', 'handling', 'solve', 0.2),
 ('closed', 4, 'report_done', 'handling', 'verified', 'call_back', 0.8),
 ('closed', 5, 'call_back', 'verified', 'closed', null, 1.0),
 ('not_accepted', 1, 'born', '', 'reported', 'accept', 0.0),
 ('not_accepted', 2, 'decline', 'reported', 'not_accepted', null, 1.0),
 ('withdrawn', 1, 'born', '', 'reported', 'accept', 0.0),
 ('withdrawn', 2, 'withdraw', 'reported', 'withdrawn', null, 1.0)
) as s(state, seq, step, old, new, promise, share)
"""

JOURNAL = """
insert into flows_journal (noun, thing_id, seq, version, step, old, new, place_path, actor_key, actor_role,
  actor_name, at, note, data, tells, prev_hash, hash)
select 'cases.case', c.id::text, s.seq, s.seq, s.step, s.old, s.new, c.place_path,
  case when s.seq = 1 then 'reporter:' || c.id else 'account:1' end,
  case when s.seq = 1 then 'the:reporter' else 'community_worker' end, '',
  c.reported_at + s.share * (c.state_since - c.reported_at),
  case when s.step in ('report_done', 'whistle') then '已到现场查看，联系物业处理，请居民放心。' else '' end,
  case when s.seq = 1 then jsonb_build_object('channel', c.channel, 'urgency', c.urgency, 'number', c.number)
    when s.step = 'accept' then jsonb_build_object('category', c.category_id, 'urgency', c.urgency)
    else '{}' end,
  '["the:reporter"]',
  case when s.seq = 1 then '' else encode(sha256((c.id || '/' || s.seq - 1)::bytea), 'hex') end,
  encode(sha256((c.id || '/' || s.seq)::bytea), 'hex')
from cases_case c join story s on s.state = c.state where c.id between %(first)s and %(last)s
"""

CLOCKS = """
insert into flows_clock (noun, thing_id, promise_id, name, started_at, amount, unit, due_at, early_share,
  late_at, stopped_at)
select 'cases.case', c.id::text, p.id, s.promise, c.reported_at + s.share * (c.state_since - c.reported_at),
  p.amount, p.unit, coalesce(case when s.last then c.due_at end, c.state_since + interval '1 day'), p.early_share,
  case when s.last and c.due_at < now() then c.due_at end,
  case when not s.last then c.reported_at + n.share * (c.state_since - c.reported_at) end
from cases_case c join story s on s.state = c.state
join flows_promise p on p.flow = 'case' and p.name = s.promise and p.category_path = '' and p.place_path = ''
  and p.urgency = '' and p.until is null
left join story n on n.state = s.state and n.seq = s.seq + 1
where c.id between %(first)s and %(last)s
"""

SUMMONSES = """
insert into cases_summons (state, state_since, version, place_path, lead, task, category_path, urgency,
  issued_at, issued_by, answer, hop, dispute_reason, final, link_round, case_id, organization_id)
select 'signed_in', c.state_since, 2, c.place_path, true, '请到现场处理并答复。', c.category_path, c.urgency,
  c.state_since, 'account:1', '', 0, '', false, 0, c.id,
  (select min(id) from organizations_organization where kind = 'property_company')
from cases_case c where c.state = 'whistled' and c.id between %(first)s and %(last)s
"""
