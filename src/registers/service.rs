//! Volunteer service and free clinics (志愿服务、义诊 and the like): who served, for how long, for how many.

use std::ops::RangeInclusive;

use chrono::TimeDelta;

use crate::ledger::{Day, Month, Record, RecordId, Value, minutes_of, parse_day};

use super::engine::{
    Amount, Check, Computed, Context, Display, EventOf, FactRule, Field, Head, Kind, Period,
    RecordRule, RegisterGroup, RowKeys, Schema, Subject, When, rows,
};
use super::member::Member;
use super::twin::entered_twice;

/// The kinds of service.
pub const SERVICE_KINDS: &[(&str, &str)] = &[
    ("volunteer", "志愿服务"),
    ("clinic", "义诊"),
    ("medicine", "送医送药"),
    ("talk", "健康讲座"),
    ("screening", "两癌筛查"),
    ("community", "双报到"),
    ("pairing", "对口支援与结对帮扶"),
    ("guidance", "下基层指导与远程会诊"),
    ("emergency", "我是党员我先上"),
];

/// The five fields of 党建+ (seed 002).
pub const PARTY_PLUS: &[(&str, &str)] = &[
    ("service", "改善服务"),
    ("family", "贴心万家"),
    ("ground", "阵地建设"),
    ("conduct", "行风建设"),
    ("levels", "三级联创"),
];

/// What units of one system do together (五个一起, seed 000).
pub const TOGETHER: &[(&str, &str)] = &[
    ("planned", "工作一起安排"),
    ("met", "会议一起召开"),
    ("acted", "活动一起开展"),
    ("trained", "党员一起培养"),
    ("assessed", "考核一起进行"),
];

/// The counters of an event, by column.
pub const COUNTERS: &[(&str, &str)] = &[
    ("c1", "计数一"),
    ("c2", "计数二"),
    ("c3", "计数三"),
    ("c4", "计数四"),
    ("c5", "计数五"),
    ("c6", "计数六"),
];

/// What an event counts that names no counter.
pub const FIRST_COUNTER: &str = "服务人次";

/// The source of facts of service, as the triggers of a standard name it.
pub const SERVICE: &str = "volunteer service and free clinics";
/// Likewise, who organized it.
pub const SERVICE_LEAD: &str = "organizer of a service";
/// Likewise, of service in the member's own community.
pub const COMMUNITY_SERVICE: &str = "service in the community";
/// Likewise, of guidance, consultations at a distance and pairing.
pub const GUIDANCE: &str = "guidance of other units";
/// Likewise, of emergencies.
pub const EMERGENCY: &str = "emergency service";

/// Tenths of an hour from which on service counts as long.
const LONG: i64 = 20;
/// Days of a month from which on a posting counts in it.
const POSTED: i64 = 15;

/// The register of service.
pub static SERVICE_EVENT: Head = Head {
    unit: "次",
    group: RegisterGroup::Activity,
    period: Period::Days("day", "until"),
    blocks_closing: true,
    archived: true,
    facts: &[
        served(SERVICE, &[When::Is("kind", HEALTH)]),
        FactRule::new(
            Subject::Rows("who"),
            EventOf::Marked { from: SERVICE_LEAD, column: "role", marks: &["lead"] },
            Amount::By(once_come),
        )
        .on("day")
        .when(&[When::Is("kind", HEALTH)]),
        served(COMMUNITY_SERVICE, &[When::Is("kind", &["community"])]),
        served(GUIDANCE, &[When::Is("kind", &["pairing", "guidance"])]),
        FactRule::new(
            Subject::Rows("who"),
            EventOf::ByMonth { from: EMERGENCY, mark: emergency_mark },
            Amount::One,
        )
        .on("day")
        .when(&[When::Is("kind", &["emergency"])]),
    ],
    ..Head::new("service", "服务活动").owned_by("branch", "branch")
};

/// Kinds that count as volunteer service. 双报到 is told, and counted, apart.
const HEALTH: &[&str] = &["volunteer", "clinic", "medicine", "talk", "screening"];

/// Whether service of a kind is volunteer service (志愿服务).
pub fn is_volunteer(kind: &str) -> bool {
    HEALTH.contains(&kind)
}

/// Whether service of a kind is support of others (支援帮扶).
pub fn is_support(kind: &str) -> bool {
    ["pairing", "emergency"].contains(&kind)
}

const fn served(from: &'static str, when: &'static [When]) -> FactRule {
    let event = EventOf::By { from, mark: service_mark };
    FactRule::new(Subject::Rows("who"), event, Amount::One).on("day").when(when)
}

/// The schema of service records.
pub static SERVICE_EVENT_SCHEMA: Schema = Schema {
    about: "志愿服务、义诊、送医送药、双报到、对口支援等；参加的人和时长记一次，积分和年度数据自动跟着算。",
    title: &["kind", "day", "theme"],
    columns: &["branch", "theme", "who", "served"],
    rules: &[
        RecordRule::fault("ends after it begins", Check::By(ends_before_it_begins), ""),
        RecordRule::fault(
            "last day after the first",
            Check::Order { earlier: "day", later: "until" },
            "结束日期早于开始日期",
        ),
        RecordRule::fault("hours within it", Check::By(hours_fit), ""),
        RecordRule::hint(
            "counts in the future",
            Check::NotInFuture("day"),
            "日期还没有到，先不计分",
        ),
        RecordRule::hint("no longer than a year", Check::By(lasts_too_long), ""),
        RecordRule::hint("time is known", Check::By(time_is_known), ""),
        RecordRule::hint(
            "member then",
            Check::WithinMembership { who: "who", when: "day" },
            "有人那天不在册，不计分",
        ),
        RecordRule::hint("one of a day", Check::By(entered_twice), ""),
        RecordRule::hint("one place at a time", Check::By(two_at_once), ""),
        RecordRule::hint("written and counted", Check::By(written_and_counted), ""),
    ],
    computed: &[Computed {
        field: Field::new("served", "服务人次", Kind::Count(0, 9_999_999, "人次")),
        value: persons_served,
    }],
    display: Display { new: "新增活动", ..Display::USUAL },
    ..Schema::new(
        &SERVICE_EVENT,
        &[
            Field::new("kind", "类型", Kind::Choice(SERVICE_KINDS)).required(),
            Field::new("theme", "主题", Kind::Text(80)),
            Field::new("branch", "牵头支部", Kind::Reference("branch")).help("全院一起办的不填"),
            Field::new("day", "日期", Kind::Day).required(),
            Field::new("until", "结束日期", Kind::Day).help("一天办完的不填；派驻写到最后一天"),
            Field::new("begins", "开始时间", Kind::Time),
            Field::new("ends", "结束时间", Kind::Time),
            Field::new("place", "地点", Kind::Text(60)),
            Field::new("plus", "党建+", Kind::Choice(PARTY_PLUS)),
            Field::new("together", "五个一起", Kind::YesNo).rows(RowKeys::Steps(TOGETHER)),
            Field::new("partner", "联系单位", Kind::Text(120)),
            Field::new(
                "who",
                "参加党员",
                Kind::Columns(&[
                    Field::new(
                        "role",
                        "分工",
                        Kind::Choice(&[("member", "参加"), ("lead", "组织")]),
                    )
                    .required(),
                    Field::new("hours", "时长", Kind::Tenths(1, 9990, "小时")),
                ]),
            )
            .rows_of("member"),
            Field::new("persons", "服务人次", Kind::Count(0, 999_999, "人次"))
                .help("用计数器数过的不用填；数得不对的填在这里，以这里的为准"),
            Field::new("medicine", "药品物品金额（元）", Kind::Money),
            Field::new(
                "counters",
                "计数项目",
                Kind::Columns(&[
                    Field::new("name", "名称", Kind::Text(12)).required(),
                    Field::new("things", "不计入服务人次", Kind::YesNo),
                ]),
            )
            .rows(RowKeys::Steps(COUNTERS)),
            Field::new("counts", "计数", Kind::Columns(COUNTS)).rows(RowKeys::Writer).apart(),
            Field::new("outcome", "成效", Kind::Lines(1000)),
            Field::new("follow_up", "后续", Kind::Lines(500)),
            Field::new("material", "材料存放", Kind::Text(120)),
        ],
    )
};

const COUNTS: &[Field] = &[
    count(COUNTERS[0]),
    count(COUNTERS[1]),
    count(COUNTERS[2]),
    count(COUNTERS[3]),
    count(COUNTERS[4]),
    count(COUNTERS[5]),
];

const fn count(counter: (&'static str, &'static str)) -> Field {
    Field::new(counter.0, counter.1, Kind::Count(0, 999_999, ""))
}

/// How long an event took on a day of it, or over the night into its second one, in tenths of an hour; `None`
/// where that is not known.
pub fn length_tenths(record: &Record<'_>) -> Option<i64> {
    let begins = minutes_of(record.text("begins"))?;
    let ends = minutes_of(record.text("ends"))?;
    let minutes = match is_over_night(record) {
        true => ends + 24 * 60 - begins,
        false => Some(ends - begins).filter(|minutes| *minutes > 0)?,
    };
    Some(minutes / 6)
}

/// Whether an event ends on the day after it began, at an earlier time of day.
fn is_over_night(record: &Record<'_>) -> bool {
    let is_next = |days: RangeInclusive<Day>| (*days.end() - *days.start()).num_days() == 1;
    let times = minutes_of(record.text("begins")).zip(minutes_of(record.text("ends")));
    service_days(record).is_some_and(is_next) && times.is_some_and(|(begins, ends)| ends <= begins)
}

fn ends_before_it_begins(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let begins = minutes_of(record.text("begins"))?;
    let ends = minutes_of(record.text("ends"))?;
    let is_before = ends < begins && !is_over_night(record);
    is_before.then(|| ("ends", "结束早于开始".to_owned()))
}

fn lasts_too_long(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let days = service_days(record)?;
    let is_long = (*days.end() - *days.start()).num_days() > 366;
    is_long.then(|| ("until", "结束日期比开始晚一年以上，请核对".to_owned()))
}

/// The days of an event; that of its beginning alone where its end is before it. `None` where its day cannot
/// be read.
pub fn service_days(record: &Record<'_>) -> Option<RangeInclusive<Day>> {
    let day = |field: &str| parse_day(record.text(field)).ok();
    let first = day("day")?;
    Some(first..=day("until").map_or(first, |last| last.max(first)))
}

/// The most hours that anybody can have served at an event, in tenths; `None` where its times are not known.
pub fn most_hours_tenths(record: &Record<'_>) -> Option<i64> {
    let length = length_tenths(record)?;
    if is_over_night(record) {
        return Some(length);
    }
    let days = service_days(record).map_or(1, |days| (*days.end() - *days.start()).num_days() + 1);
    Some(length * days)
}

/// The hours that a member served, in tenths: those of the row, or those of the event.
pub fn hours_tenths(record: &Record<'_>, row: &Value) -> Option<i64> {
    row.get("hours").and_then(Value::as_int).or_else(|| length_tenths(record))
}

/// What the service of a member counts as.
fn service_mark(
    record: &Record<'_>,
    member: &RecordId,
    row: &Value,
    context: &Context<'_>,
) -> Option<&'static str> {
    let day = parse_day(record.text("day")).ok()?;
    let is_member = context.record(member).is_some_and(|one| Member::on(&one, day).is_some());
    if !is_member || !context.has_come(day) {
        return None;
    }
    match record.text("kind") {
        "community" | "pairing" | "guidance" => Some("once"),
        // Without a known length it counts as nothing.
        _ => Some(if hours_tenths(record, row)? >= LONG { "long" } else { "short" }),
    }
}

/// What an emergency counts as in a month (domain.md §1.5, B3): once in that in which it begins, and as a
/// posting in each of which it takes [`POSTED`] days. One that takes as many in all, and in no month alone,
/// counts as a posting in the first.
fn emergency_mark(
    record: &Record<'_>,
    member: &RecordId,
    month: Month,
    context: &Context<'_>,
) -> Option<&'static str> {
    let (first, last) = service_days(record)?.into_inner();
    let (begins, is_first) = (month.first_day().max(first), Month::of(first) == month);
    let is_member = Member::on(&context.record(member)?, begins).is_some();
    if !is_member || !context.has_come(first) {
        return None;
    }
    // Not only as it is planned, but as days have come.
    let takes = |from: Day, until: Day| {
        let enough = from + TimeDelta::days(POSTED - 1);
        enough <= until && context.has_come(enough)
    };
    let is_alone = |month: Month| takes(month.first_day().max(first), month.last_day().min(last));
    let is_split = || {
        let mut months = SERVICE_EVENT.months_of(record);
        takes(first, last) && !months.any(|month| (POSTED..).contains(&days_in(month, first, last)))
    };
    match is_alone(month) || (is_first && is_split()) {
        true => Some("posted"),
        false => is_first.then_some("once"),
    }
}

/// How many days of a month lie between two days.
fn days_in(month: Month, first: Day, last: Day) -> i64 {
    (month.last_day().min(last) - month.first_day().max(first)).num_days() + 1
}

/// Once, where the day is not in the future.
fn once_come(record: &Record<'_>, _: &RecordId, context: &Context<'_>) -> Option<i64> {
    context.has_come(parse_day(record.text("day")).ok()?).then_some(1)
}

/// The sum of a counter over all devices.
pub fn counted(record: &Record<'_>, counter: &str) -> i64 {
    SERVICE_EVENT_SCHEMA.field("counts").map_or(0, |field| rows::sum(field, record, counter))
}

/// How many persons were served: as written, or as counted; `Null` where neither is known.
fn persons_served(record: &Record<'_>, _: &Context<'_>) -> Value {
    if let Some(persons) = record.get("persons").as_int() {
        return Value::Int(persons);
    }
    persons_counted(record).map_or(Value::Null, Value::Int)
}

/// How many persons all devices counted: all counters but those of things, and of persons who are counted by
/// another. `None` where nothing was counted.
fn persons_counted(record: &Record<'_>) -> Option<i64> {
    if record.entries("counts").is_empty() {
        return None;
    }
    let named = record.entries("counters");
    let is_of_things = |key: &str| {
        let mut rows = named.iter().filter(|(own, _)| *own == key);
        rows.any(|(_, row)| row.get("things").is_some_and(Value::is_true))
    };
    let persons = COUNTERS.iter().filter(|(key, _)| !is_of_things(key));
    Some(persons.map(|(key, _)| counted(record, key)).sum())
}

/// Persons that are written otherwise than they were counted: what is written counts.
fn written_and_counted(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let written = record.get("persons").as_int()?;
    let counted = persons_counted(record).filter(|counted| *counted != written)?;
    let said = format!("服务人次按填写的 {written} 算；计数器数到 {counted}");
    Some(("persons", said))
}

/// How many persons an event served; `None` where it is not known.
pub fn served_by(record: &Record<'_>, context: &Context<'_>) -> Option<i64> {
    persons_served(record, context).as_int()
}

fn hours_fit(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let length = most_hours_tenths(record)?;
    let is_longer =
        |row: &Value| row.get("hours").and_then(Value::as_int).is_some_and(|hours| hours > length);
    let is_longer = record.entries("who").into_iter().any(|(_, row)| is_longer(row));
    is_longer.then(|| ("who", "有人的时长比活动本身还长".to_owned()))
}

fn time_is_known(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let is_unknown = |row: &Value| hours_tenths(record, row).is_none();
    let counts_hours = is_volunteer(record.text("kind"));
    let is_unknown = record.entries("who").into_iter().any(|(_, row)| is_unknown(row));
    (counts_hours && is_unknown)
        .then(|| ("ends", "没有起止时间，也没有各人时长，先不计分".to_owned()))
}

/// When an event begins and ends, in minutes since some day long ago. `None` where its times are not known, or
/// it takes days and has its times on each of them: who is posted is elsewhere in the evening.
fn span_in_minutes(record: &Record<'_>) -> Option<(i64, i64)> {
    let (begins, ends) = (minutes_of(record.text("begins"))?, minutes_of(record.text("ends"))?);
    let days = service_days(record)?;
    let is_of_one_day = days.start() == days.end() || is_over_night(record);
    let first = i64::from(chrono::Datelike::num_days_from_ce(days.start())) * 24 * 60;
    let over_night = if is_over_night(record) { 24 * 60 } else { 0 };
    is_of_one_day.then_some((first + begins, first + over_night + ends))
}

/// Whether someone served elsewhere at the same time.
fn two_at_once(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    let own = span_in_minutes(record)?;
    let people: Vec<&str> = record.entries("who").into_iter().map(|(key, _)| key).collect();
    context.records(SERVICE_EVENT.name).find_map(|other| {
        let there = span_in_minutes(&other).filter(|_| other.id() != record.id())?;
        let meets = own.0 < there.1 && there.0 < own.1;
        let (twice, _) =
            other.entries("who").into_iter().find(|(key, _)| meets && people.contains(key))?;
        let member = record.named(twice)?;
        let name = context.record(&member)?.text("name").to_owned();
        Some(("who", format!("{name}同一时间还在另一次活动里")))
    })
}
