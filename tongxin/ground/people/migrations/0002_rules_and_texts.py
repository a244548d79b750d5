"""What was seen and done stays written; how long things are kept; what people are told and asked."""

from datetime import date

from django.db import migrations

APPEND_ONLY = """
create function people_change_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'people_change is append-only';
end $$;
create trigger people_change_append_only before update or delete on people_change
for each row execute function people_change_is_append_only();

create function people_look_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '6 months' then
    return old;
  end if;
  raise exception 'people_look is append-only, and kept for six months at least';
end $$;
create trigger people_look_kept before update or delete on people_look
for each row execute function people_look_is_kept();
"""

# What Django's DatabaseCache expects. Unlogged: counts of failed sign-ins need not outlive a crash.
SHARED_COUNT = """
create unlogged table people_shared_count (
  cache_key varchar(255) primary key, value text not null, expires timestamp with time zone not null
);
create index people_shared_count_expires on people_shared_count (expires);
"""

UNDO = """
drop trigger people_look_kept on people_look;
drop function people_look_is_kept();
drop trigger people_change_append_only on people_change;
drop function people_change_is_append_only();
"""

SINCE = date(2026, 1, 1)
OURS = "a choice of Tongxin, not of a law; the office may change it"
RULES = [
    ("reporter", 24, f"{OURS}: long enough to reopen and to compare two years"),
    ("resident", 12, f"{OURS}: a year after moving away"),
    ("worker", 36, f"{OURS}: as long as the records that name the post"),
    ("look", 36, "PIPL § 56: records of processing are kept for at least three years"),
    ("consent", 36, "PIPL § 56: records of processing are kept for at least three years"),
    ("sign_in", 6, "Cybersecurity Law § 21: network logs are kept for at least six months"),
]

# kind, asks for consent, sensitive, title, English title, text, English text, source
TEXTS = [
    (
        "report",
        False,
        False,
        "您反映问题时，我们怎么用您的信息",
        "How we use your details when you report something",
        "您留下的姓名和电话，只用来联系您、回访您。负责处理的物业、业委会和单位看不到您是谁，除非您同意。"
        "谁看过您的信息，都有记录，您随时可以查。最后一次反映满两年后，我们会删掉这些信息。"
        "您也可以随时要求查看、更正或删除，向社区工作站提出就行。",
        "Your name and phone number are used to reach you and to call you back, for nothing else. Property companies, "
        "owners' committees and the units that handle it can't see who you are unless you agree. Every look at your "
        "details is recorded, and you can read that record at any time. Two years after your last report we erase "
        "them. You can ask to see, correct or erase them at any time, at your community's desk.",
        "PIPL § 17, § 30, § 35; the period is the retention rule 'reporter'",
    ),
    (
        "register",
        False,
        False,
        "社区登记住户信息的说明",
        "How the community keeps its register of residents",
        "社区为履行职责登记住户的姓名、电话、身份证号和住址。这些内容加密保存，平时只显示一部分。"
        "工作人员要看完整内容，必须写明用途，并留下记录。您可以查看、更正；搬走满一年后我们会删掉。",
        "To do its duty the community registers residents' names, phone and ID numbers and addresses. They are "
        "encrypted and shown only in part. Whoever needs to see them in full must say why, and it is recorded. You "
        "can see and correct them; a year after you move away they are erased.",
        "PIPL § 13 (3), § 17, § 35; the period is the retention rule 'resident'",
    ),
    (
        "show_reporter",
        True,
        False,
        "让处理的单位直接联系我",
        "Let the handling unit contact me directly",
        "我同意把我的姓名和电话告诉负责处理这件事的单位，方便他们直接联系我。我可以随时收回。",
        "I agree that the unit handling this is told my name and phone number, so that it can contact me directly. "
        "I can take this back at any time.",
        "PIPL § 14, § 23 (another handler is told)",
    ),
    (
        "health",
        True,
        True,
        "登记健康和照护需要",
        "Keeping notes on health and care",
        "我同意社区登记我的健康状况和照护需要，只供上门看望、日间照料和紧急情况时使用。这是敏感个人信息，"
        "不同意也不影响其他服务。我可以随时收回。",
        "I agree that the community notes my health and the care I need, for visits, day care and emergencies only. "
        "This is sensitive personal information; without it all other services stay open to me. I can take this "
        "back at any time.",
        "PIPL § 28-30 (separate consent)",
    ),
    (
        "sms",
        True,
        False,
        "用短信告诉我进展和消息",
        "Telling me by text message",
        "我同意社区往我留下的手机号发短信，告诉我所反映问题的进展，以及活动和服务的消息。我可以随时收回。",
        "I agree that the community sends text messages to the number I left: how my report is going, and news of "
        "activities and services. I can take this back at any time.",
        "PIPL § 14",
    ),
    (
        "mail",
        True,
        False,
        "用邮件告诉我进展和消息",
        "Telling me by e-mail",
        "我同意社区往我留下的邮箱发邮件，告诉我所反映问题的进展，以及活动和服务的消息。我可以随时收回。",
        "I agree that the community sends e-mail to the address I left: how my report is going, and news of "
        "activities and services. I can take this back at any time.",
        "PIPL § 14",
    ),
]


def seed(apps, schema_editor):
    rule = apps.get_model("people", "RetentionRule")
    text = apps.get_model("people", "PrivacyText")
    rule.objects.bulk_create(
        rule(kind=kind, months=months, since=SINCE, source=source) for kind, months, source in RULES
    )
    text.objects.bulk_create(
        text(
            kind=kind,
            version="2026-01",
            agreement=agreement,
            sensitive=sensitive,
            title=title,
            title_en=title_en,
            body=body,
            body_en=body_en,
            since=SINCE,
            source=source,
        )
        for kind, agreement, sensitive, title, title_en, body, body_en, source in TEXTS
    )


def unseed(apps, schema_editor):
    apps.get_model("people", "RetentionRule").objects.all().delete()
    apps.get_model("people", "PrivacyText").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunPython(seed, unseed),
        migrations.RunSQL(APPEND_ONLY, UNDO),
        migrations.RunSQL(SHARED_COUNT, "drop table people_shared_count"),
    ]
