//! Meetings (三会一课、主题党日 and the like): who came, what was decided, and what it counts for.

use chrono::Days;

use crate::ledger::{Day, Record, RecordId, Value, parse_day};

use super::engine::{
    Amount, Check, Context, Display, EventOf, FactRule, Field, Head, Kind, Period, RecordRule,
    RegisterGroup, RowKeys, STAGE, Schema, Stage, Subject, When, rows,
};
use super::member::Member;
use super::twin::entered_twice;
use super::vote_rules::count_too_many;

/// The kinds of meetings (domain.md §2.2).
pub const MEETING_KINDS: &[(&str, &str)] = &[
    ("general", "支部党员大会"),
    ("committee", "支委会"),
    ("group", "党小组会"),
    ("lecture", "党课"),
    ("themed", "主题党日"),
    ("organizational", "组织生活会"),
    ("appraisal", "民主评议会"),
    ("study", "集中学习"),
    ("warning", "警示教育"),
];

/// The kinds that a branch or one of its groups holds by itself, and never the whole hospital together.
pub const OF_A_BRANCH: &[&str] = &["general", "committee", "group", "organizational", "appraisal"];

/// How someone was at a meeting (domain.md §1.6, rule 1). Who has none was not called yet.
pub const ATTENDANCE: &[(&str, &str)] = &[
    ("present", "到会"),
    ("late", "迟到"),
    ("early", "早退"),
    ("on_duty", "因公"),
    ("leave", "请假"),
    ("absent", "无故"),
    ("exempt", "免到"),
];

/// The states of those who were there.
const PRESENT: &[&str] = &["present", "late", "early"];

/// Why someone was away on duty.
pub const DUTY_REASONS: &[(&str, &str)] = &[
    ("shift", "值班"),
    ("surgery", "手术"),
    ("rescue", "抢救"),
    ("errand", "公差"),
    ("aid", "援外"),
];

/// How a meeting was made up for.
pub const MAKEUP_WAYS: &[(&str, &str)] =
    &[("minutes", "看记录"), ("self_study", "自学"), ("lesson", "补课")];

/// Kinds of matters that are voted on; `vote_rules` has their bases and thresholds.
pub const VOTE_KINDS: &[(&str, &str)] = &[
    ("resolution", "一般决议"),
    ("admission", "接收预备党员"),
    ("confirmation", "预备党员转正"),
    ("disposition", "党员处置或处分"),
    ("election", "选举"),
];

/// Days within which an absence is made up for (domain.md §1.6, rule 1).
pub const MAKEUP_DAYS: u64 = 15;

/// The source of facts of attendance, as the triggers of a standard name it.
pub const GENERAL_ATTENDANCE: &str =
    "attendance of general meetings and organizational-life meetings";
/// Likewise, of the meetings of groups and committees.
pub const GROUP_ATTENDANCE: &str = "attendance of group meetings and branch-committee meetings";
/// Likewise, of lectures and study.
pub const STUDY_ATTENDANCE: &str = "attendance of lectures and study";
/// Likewise, of themed Party days.
pub const THEMED_ATTENDANCE: &str = "attendance of themed party days";
/// Likewise, of warning education.
pub const WARNING_ATTENDANCE: &str = "attendance of warning education";
/// The source of the fact that a member gave a Party lecture.
pub const LECTURE_GIVEN: &str = "party lecture given";
/// The source of the fact that a member led or recorded a meeting.
pub const MEETING_DUTY: &str = "duty at a meeting";

/// The register of meetings.
pub static MEETING: Head = Head {
    unit: "次",
    group: RegisterGroup::Activity,
    period: Period::Day("day"),
    blocks_closing: true,
    archived: true,
    facts: &[
        attendance(
            GENERAL_ATTENDANCE,
            &[When::Is("kind", &["general", "organizational", "appraisal"])],
        ),
        attendance(GROUP_ATTENDANCE, &[When::Is("kind", &["group", "committee"])]),
        attendance(STUDY_ATTENDANCE, &[When::Is("kind", &["lecture", "study"])]),
        attendance(THEMED_ATTENDANCE, &[When::Is("kind", &["themed"])]),
        attendance(WARNING_ATTENDANCE, &[When::Is("kind", &["warning"])]),
        FactRule::new(
            Subject::Field("lecturer"),
            EventOf::Known(LECTURE_GIVEN),
            Amount::By(once_held),
        )
        .on("day")
        .when(&[When::Is("kind", &["lecture"])]),
        FactRule::new(Subject::Field("host"), EventOf::Known(MEETING_DUTY), Amount::By(once_held))
            .on("day"),
        FactRule::new(
            Subject::Field("recorder"),
            EventOf::Known(MEETING_DUTY),
            Amount::By(once_held),
        )
        .on("day"),
    ],
    ..Head::new("meeting", "会议和组织生活").owned_by("branch", "branch")
};

/// A rule for the attendance at meetings of some kinds.
const fn attendance(from: &'static str, when: &'static [When]) -> FactRule {
    let event = EventOf::By { from, mark: attendance_mark };
    FactRule::new(Subject::Rows("roll"), event, Amount::One).on("day").when(when)
}

/// The schema of meeting records.
pub static MEETING_SCHEMA: Schema = Schema {
    about: "三会一课、主题党日、集中学习都记在这里；点名一次，积分、补学和年度数据自动跟着算。",
    title: &["kind", "day", "group", "subject"],
    columns: &["branch", "subject", "roll", STAGE],
    stages: &[
        Stage::new("planned", "待召开", &[]),
        Stage::new("held", "已召开", &[When::SomeRow(("roll", "state"), PRESENT)]).on("day"),
        Stage::new("signed", "已签字", SIGNED).on("day").end(),
    ],
    frozen: SIGNED,
    open: &["makeup"],
    rules: &[
        RecordRule::fault(
            "ends after it begins",
            Check::Order { earlier: "begins", later: "ends" },
            "结束早于开始",
        ),
        RecordRule::fault("group named", Check::By(group_is_named), ""),
        RecordRule::hint("branch named", Check::By(branch_is_named), ""),
        RecordRule::hint("host and recorder were there", Check::By(signer_was_away), ""),
        RecordRule::hint("recorded beforehand", Check::By(marked_beforehand), ""),
        RecordRule::hint(
            "member then",
            Check::WithinMembership { who: "roll", when: "day" },
            "有人那天不在册，不计入应到，也不计分",
        ),
        RecordRule::hint("one of a day", Check::By(entered_twice), ""),
        RecordRule::hint("no other at once", Check::By(overlap), ""),
        RecordRule::fault(
            "made up for with a reason",
            Check::Needs(When::Filled("instead_of"), "instead_why"),
            "请写明为什么补开",
        ),
        RecordRule::fault("votes add up", Check::By(votes_add_up), ""),
        RecordRule::fault("made up for afterwards", Check::By(made_up_before), ""),
        // A hint: earlier versions filled in who was at the tablet, also for the own.
        RecordRule::hint(
            "made up for before another",
            Check::EachRow { table: "makeup", by: confirmed_by_oneself },
            "",
        ),
    ],
    display: Display { new: "新增会议", ..Display::USUAL },
    ..Schema::new(
        &MEETING,
        &[
            Field::new("kind", "类型", Kind::Choice(MEETING_KINDS)).required(),
            Field::new("branch", "支部", Kind::Reference("branch")).help("全院一起开的不填"),
            Field::new("group", "党小组", Kind::Reference("group")),
            Field::new("day", "日期", Kind::Day).required(),
            Field::new("begins", "开始时间", Kind::Time),
            Field::new("ends", "结束时间", Kind::Time),
            Field::new("place", "地点", Kind::Text(60)),
            Field::new("host", "主持人", Kind::Reference("member")),
            Field::new("recorder", "记录人", Kind::Reference("member")),
            Field::new("lecturer", "授课人", Kind::Reference("member")),
            Field::new("guest_lecturer", "院外授课人", Kind::Text(40)),
            Field::new("subject", "议题或主题", Kind::Text(120)),
            Field::new("hours", "学时", Kind::Tenths(1, 400, "学时")).help("不填的按起止时间折算"),
            Field::new("visitors", "列席人员", Kind::Text(200)),
            Field::new(
                "agenda",
                "议程",
                Kind::Columns(&[Field::new("item", "事项", Kind::Lines(200)).required()]),
            )
            .rows(RowKeys::Created),
            Field::new("content", "内容与发言", Kind::Lines(6000)),
            Field::new("resolutions", "决议", Kind::Lines(2000)),
            Field::new(
                "roll",
                "点名",
                Kind::Columns(&[
                    Field::new("state", "出席", Kind::Choice(ATTENDANCE)).required(),
                    Field::new("reason", "因公事由", Kind::Choice(DUTY_REASONS)),
                    Field::new("note", "说明", Kind::Text(60)),
                ]),
            )
            .rows_of("member")
            .apart(),
            Field::new(
                "makeup",
                "补学",
                Kind::Columns(&[
                    Field::new("on", "补学日期", Kind::Day).required(),
                    Field::new("way", "方式", Kind::Choice(MAKEUP_WAYS)),
                    Field::new("confirmed_by", "确认人", Kind::Text(40)),
                ]),
            )
            .rows_of("member")
            .apart(),
            Field::new("votes", "表决", Kind::Columns(VOTE)).rows(RowKeys::Created).apart(),
            Field::new("material", "材料存放", Kind::Text(120)),
            Field::new("instead_of", "补开哪个月的", Kind::Month)
                .help("补开以前没有开的会时填，按那个月计次数；考勤仍按实际日期"),
            Field::new("instead_why", "补开说明", Kind::Lines(200)),
            Field::new("host_signature", "主持人签字", Kind::Data),
            Field::new("recorder_signature", "记录人签字", Kind::Data),
        ],
    )
};

/// Signed by both who have to.
const SIGNED: &[When] = &[When::Filled("host_signature"), When::Filled("recorder_signature")];

/// What is written down of a vote.
const VOTE: &[Field] = &[
    Field::new("matter", "表决事项或候选人", Kind::Text(120)).required(),
    Field::new("kind", "类别", Kind::Choice(VOTE_KINDS)),
    votes("issued", "发票"),
    votes("returned", "收票"),
    votes("valid", "有效票"),
    votes("written", "会前书面赞成"),
    votes("written_no", "会前书面反对"),
    votes("yes", "同意"),
    votes("no", "反对"),
    votes("abstain", "弃权"),
];

const fn votes(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Count(0, 9999, "票"))
}

/// The day of a meeting.
pub fn meeting_day(record: &Record<'_>) -> Option<Day> {
    parse_day(record.text("day")).ok()
}

/// The last day on which an absence from a meeting can be made up for.
pub fn makeup_deadline(day: Day) -> Option<Day> {
    day.checked_add_days(Days::new(MAKEUP_DAYS))
}

/// How a row of a roll says that someone was there; empty where it does not.
pub fn attendance_state(row: &Value) -> &str {
    row.get("state").unwrap_or(row).as_text().unwrap_or("")
}

/// Whether a row of a roll says that someone was there.
pub fn was_there(row: &Value) -> bool {
    PRESENT.contains(&attendance_state(row))
}

/// Whether a meeting was held: someone was there. Leave and exemptions may be marked before.
pub fn was_held(record: &Record<'_>) -> bool {
    record.entries("roll").into_iter().any(|(_, row)| was_there(row))
}

/// The day on which a member made up for a meeting: that of the meeting or one after it, not in the future.
pub fn made_up_on(record: &Record<'_>, member: &str, context: &Context<'_>) -> Option<Day> {
    let on = written_day(record.entry("makeup", member))?;
    (meeting_day(record)? <= on && context.has_come(on)).then_some(on)
}

/// The day that a row of make-up study says.
fn written_day(row: &Value) -> Option<Day> {
    parse_day(row.get("on").unwrap_or(row).as_text()?).ok()
}

/// Make-up study that is written as done before its meeting.
fn made_up_before(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let day = meeting_day(record)?;
    let is_before = |(_, row): (&str, &Value)| written_day(row).is_some_and(|on| on < day);
    let is_before = record.entries("makeup").into_iter().any(is_before);
    is_before.then(|| ("makeup", "补学日期早于会议".to_owned()))
}

/// Whether a name is that of a member: who makes up for a meeting does not confirm it
/// (domain.md §1.6, rule 1).
pub fn is_oneself(member: &RecordId, name: &str, context: &Context<'_>) -> bool {
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    let own = context.record(member).map(|one| letters(one.text("name"))).unwrap_or_default();
    !own.is_empty() && own == letters(name)
}

/// Make-up study that is confirmed by who made it up.
fn confirmed_by_oneself<'a>(
    record: &Record<'a>,
    context: &Context<'_>,
    key: &str,
    column: &dyn Fn(&str) -> &'a Value,
) -> Option<String> {
    // Who was marked anew meanwhile has nothing to make up for.
    let is_owed = matches!(attendance_state(record.entry("roll", key)), "leave" | "on_duty");
    let by = column("confirmed_by").as_text()?;
    let is_own = is_owed && is_oneself(&record.named(key)?, by, context);
    is_own.then(|| "补学要由本人以外的人确认，请去掉后重新登记".to_owned())
}

/// Whether someone was enrolled for a meeting on its day: a member of its branch, or of any where
/// the whole hospital met.
pub fn is_on_the_roll(
    record: &Record<'_>,
    member: &RecordId,
    day: Day,
    context: &Context<'_>,
) -> bool {
    let branch = record.text("branch");
    let member = context.record(member).and_then(|one| Member::on(&one, day));
    member.is_some_and(|one| branch.is_empty() || one.branch.as_str() == branch)
}

/// What the attendance of a member counts as: an absence that may still be made up for is none yet.
fn attendance_mark(
    record: &Record<'_>,
    member: &RecordId,
    row: &Value,
    context: &Context<'_>,
) -> Option<&'static str> {
    let day = meeting_day(record)?;
    if !is_on_the_roll(record, member, day, context) {
        return None;
    }
    let made_up = |made_up: &'static str, not: &'static str| {
        let until = makeup_deadline(day)?;
        match made_up_on(record, member.as_str(), context) {
            Some(on) if on <= until => Some(made_up),
            _ => context.is_past(until).then_some(not),
        }
    };
    match attendance_state(row) {
        "absent" => Some("absent"),
        "late" | "early" => Some("late-or-early"),
        "leave" => made_up("leave-made-up", "leave-not-made-up"),
        "on_duty" => made_up("on-duty-made-up", "on-duty-not-made-up"),
        _ => None,
    }
}

/// Once, where the meeting was held and its day is not in the future.
fn once_held(record: &Record<'_>, _: &RecordId, context: &Context<'_>) -> Option<i64> {
    let is_held = was_held(record) && context.has_come(meeting_day(record)?);
    is_held.then_some(1)
}

/// Whether who is to sign as host or recorder is marked as away.
fn signer_was_away(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    [("host", "主持人"), ("recorder", "记录人")].into_iter().find_map(|(field, word)| {
        let member = record.named(record.text(field))?;
        let state = attendance_state(record.entry("roll", member.as_str()));
        let is_away = ["leave", "on_duty", "absent"].contains(&state);
        let (_, state) = ATTENDANCE.iter().find(|(code, _)| is_away && *code == state)?;
        let name = context.record(&member)?.text("name").to_owned();
        Some((field, format!("{word}{name}点名是“{state}”，请核对")))
    })
}

fn group_is_named(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    if record.text("kind") != "group" {
        return None;
    }
    let lacks = |field: &'static str, said: &str| {
        record.text(field).is_empty().then(|| (field, said.to_owned()))
    };
    lacks("group", "党小组会要写明是哪个小组")
        .or_else(|| lacks("branch", "党小组会要写明是哪个支部的"))
}

/// Whether a meeting that only branches hold says of which it is: else all members are on its roll.
fn branch_is_named(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let kind = record.text("kind");
    let lacks = kind != "group" && OF_A_BRANCH.contains(&kind) && record.text("branch").is_empty();
    lacks.then(|| ("branch", "这是支部自己开的会，请写明是哪个支部；不写就按全院点名".to_owned()))
}

/// Whether the roll was called before the day of the meeting. Leave and exemption may be known beforehand.
fn marked_beforehand(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    if context.has_come(meeting_day(record)?) {
        return None;
    }
    let is_of_the_day = |row: &Value| was_there(row) || attendance_state(row) == "absent";
    let is_called = record.entries("roll").into_iter().any(|(_, row)| is_of_the_day(row));
    is_called.then(|| ("day", "会议日期还没有到，却已经点了名，请核对日期".to_owned()))
}

/// Other meetings of the same day, kept by the same branch.
fn others_of_the_day<'a>(
    record: &Record<'a>,
    context: &Context<'a>,
) -> impl Iterator<Item = Record<'a>> {
    let (own, day, branch) = (record.id().clone(), record.text("day"), record.text("branch"));
    let others = context.records(MEETING.name);
    others.filter(move |other| {
        *other.id() != own && other.text("day") == day && other.text("branch") == branch
    })
}

/// Another meeting of the branch at the same time.
fn overlap(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    let span = |record: &Record<'_>| {
        let (begins, ends) = (record.text("begins").to_owned(), record.text("ends").to_owned());
        (!begins.is_empty() && !ends.is_empty()).then_some((begins, ends))
    };
    let (begins, ends) = span(record)?;
    let meets = |other: &Record<'_>| {
        let is_other = other.text("begins") != record.text("begins")
            || other.text("kind") != record.text("kind");
        // Groups of a branch may meet beside each other.
        let is_beside = other.text("kind") == "group" && record.text("kind") == "group";
        let other = span(other);
        is_other && !is_beside && other.is_some_and(|(from, until)| from < ends && begins < until)
    };
    let other = others_of_the_day(record, context).find(meets)?;
    let subject = [other.text("subject"), "另一次会议"].into_iter().find(|text| !text.is_empty());
    Some(("begins", format!("与“{}”的时间有重叠", subject.unwrap_or_default())))
}

/// Whether the counts of each vote are possible.
fn votes_add_up(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let field = MEETING_SCHEMA.field("votes")?;
    for (_, row) in rows::rows(field, record) {
        let count = |name: &str| rows::column(field, row, name).as_int();
        let matter = rows::column(field, row, "matter").as_text().unwrap_or("");
        let cast: Vec<i64> =
            ["yes", "no", "abstain"].iter().filter_map(|name| count(name)).collect();
        let votes = (!cast.is_empty()).then(|| cast.iter().sum());
        let counts = [None, count("issued"), count("returned"), count("valid"), votes];
        let Some(text) = count_too_many(counts) else { continue };
        return Some(("votes", format!("“{matter}”：{text}")));
    }
    None
}
