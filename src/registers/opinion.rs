//! Opinions of patients and staff (群众意见), from the box to their closing.
//!
//! How far an opinion is follows from what is written down of it. Where who gave it is not satisfied with the
//! answer, it is taken up once more by that alone, and closed by a second answer.

use crate::ledger::{Day, Record, RecordId, Value, parse_day};

use super::engine::{
    Amount, Check, Context, DUE, Deadline, Display, EventOf, FactRule, Field, Head, Kind, Length,
    Period, RecordRule, RegisterGroup, STAGE, Schema, Span, Spelling, Stage, Subject, When,
    is_at_end,
};

/// By which way an opinion came (domain.md §3).
pub const CHANNELS: &[(&str, &str)] = &[
    ("box", "意见箱"),
    ("phone", "电话"),
    ("visit", "来访"),
    ("online", "网络"),
    ("callback", "回访"),
    ("hotline", "12345热线"),
];

/// What an opinion is.
pub const OPINION_KINDS: &[(&str, &str)] =
    &[("suggestion", "意见建议"), ("complaint", "投诉"), ("dispute", "纠纷"), ("help", "求助")];

/// What an opinion is about (domain.md §3).
pub const OPINION_MATTERS: &[(&str, &str)] = &[
    ("attitude", "服务态度"),
    ("process", "流程"),
    ("quality", "质量"),
    ("fees", "收费"),
    ("facilities", "设施"),
    ("ethics", "医德"),
];

/// Within which time an opinion is answered (《医疗机构投诉管理办法》; practice.md (c)).
pub const OPINION_TERMS: &[(&str, &str)] =
    &[("on_spot", "当场"), ("five", "5个工作日"), ("ten", "涉及多个科室，10个工作日")];

/// What an opinion came to.
pub const OPINION_OUTCOMES: &[(&str, &str)] = &[
    ("solved", "已解决"),
    ("partly", "部分解决"),
    ("explained", "已解释不予办理"),
    ("duplicate", "重复"),
    ("unreachable", "无法联系"),
];

/// By which way an opinion is answered.
pub const ANSWER_WAYS: &[(&str, &str)] = &[
    ("face", "当面"),
    ("phone", "电话"),
    ("written", "书面"),
    ("online", "网络"),
    ("notice", "公示"),
];

/// What who gave an opinion says of the answer.
pub const ANSWER_SATISFACTION: &[(&str, &str)] =
    &[("yes", "满意"), ("partly", "基本满意"), ("no", "不满意"), ("unreached", "未接通")];

/// The source of facts of opinions, as the triggers of a standard name it.
pub const OPINION_HANDLED: &str = "opinion handled";
/// The source of the fact of a complaint that was found to be right.
pub const COMPLAINT_UPHELD: &str = "complaint upheld";

/// The register of opinions.
pub static OPINION: Head = Head {
    unit: "件",
    group: RegisterGroup::Voice,
    period: Period::Day("received"),
    blocks_closing: true,
    archived: true,
    facts: &[
        of_handler(late_mark),
        of_handler(dissatisfied_mark),
        of_handler(settled_mark).when(&[When::Is("kind", &["dispute"])]),
        FactRule::new(Subject::Field("about"), EventOf::Known(COMPLAINT_UPHELD), Amount::One)
            .on("received")
            .when(&[When::Is("kind", &["complaint"]), When::Is("upheld", &["yes"])]),
    ],
    ..Head::new("opinion", "群众意见").owned_by("branch", "branch")
};

/// A mark of an opinion, from the record, the handler, the row and the context.
type Mark = fn(&Record<'_>, &RecordId, &Value, &Context<'_>) -> Option<&'static str>;

const fn of_handler(mark: Mark) -> FactRule {
    let event = EventOf::By { from: OPINION_HANDLED, mark };
    FactRule::new(Subject::Field("handler"), event, Amount::One).on("received")
}

/// The schema of opinions.
pub static OPINION_SCHEMA: Schema = Schema {
    about: "意见箱、电话、来访、网络、回访、12345 来的意见，从收到到销号。没有回复内容、日期、方式和结果的不能销号；回访不满意的自动重新办理一次。",
    title: &["received", "request"],
    columns: &["matter", "department", STAGE, DUE],
    stages: STAGES,
    rules: &[
        RecordRule::fault("received to come", Check::NotInFuture("received"), "收到日期还没有到"),
        RecordRule::fault("closed to come", Check::NotInFuture("closed_on"), "销号日期还没有到"),
        RecordRule::fault(
            "a call with its day",
            Check::Needs(When::Filled("satisfied"), "called_on"),
            "请填回访日期",
        ),
        in_order("referred after receipt", ["received", "referred_on"], "转办早于收到"),
        in_order("answered after receipt", ["received", "answered_on"], "回复早于收到"),
        in_order("called after the answer", ["answered_on", "called_on"], "回访早于回复"),
        in_order("answered again after the call", ["called_on", "again_on"], "再次回复早于回访"),
        in_order("closed after the answer", ["answered_on", "closed_on"], "销号早于回复"),
        in_order("closed after the second answer", ["again_on", "closed_on"], "销号早于再次回复"),
        RecordRule::fault("the answer is whole", Check::By(lacks_of_answer), ""),
        RecordRule::fault("closed with an answer", Check::By(lacks_to_close), ""),
        RecordRule::fault(
            "the first of a repeated one",
            Check::Needs(When::Is("outcome", &["duplicate"]), "first"),
            "重复的请选最先的那件",
        ),
        RecordRule::fault("repeats another", Check::By(repeats_itself), ""),
        RecordRule::fault("told to the public", Check::By(not_told_to_the_public), ""),
    ],
    display: Display { new: "登记意见", summed_by: &["rates"], ..Display::USUAL },
    ..Schema::new(
        &OPINION,
        &[
            Field::new("received", "收到日期", Kind::Day).required().usually_today(),
            Field::new("channel", "来源", Kind::Choice(CHANNELS)).required().also(&["渠道"]),
            Field::new("number", "编号", Kind::Text(20)).identifier(),
            Field::new("kind", "性质", Kind::Choice(OPINION_KINDS)),
            Field::new("matter", "类别", Kind::Choice(OPINION_MATTERS)),
            Field::new("request", "诉求", Kind::Lines(1000))
                .required()
                .also(&["反映内容", "意见内容"]),
            Field::new("person", "反映人", Kind::Text(40)).restricted().help("可以不写"),
            Field::new("phone", "联系电话", Kind::Text(30)).spelt(Spelling::Phone).restricted(),
            Field::new("branch", "办理支部", Kind::Reference("branch")),
            Field::new("department", "转办科室", Kind::Reference("department")),
            Field::new("handler", "承办人", Kind::Reference("member")),
            Field::new("about", "涉及的党员", Kind::Reference("member")).restricted(),
            Field::new("term", "办理时限", Kind::Choice(OPINION_TERMS)).help("不选的按5个工作日"),
            Field::new("referred_on", "转办日期", Kind::Day),
            Field::new("handling", "办理情况", Kind::Lines(1000)).also(&["办理结果"]),
            Field::new(
                "upheld",
                "投诉是否属实",
                Kind::Choice(&[("yes", "属实"), ("no", "不属实")]),
            ),
            Field::new("answered_on", "回复日期", Kind::Day),
            Field::new("answer_way", "回复方式", Kind::Choice(ANSWER_WAYS)),
            Field::new("answer", "回复内容", Kind::Lines(1000)),
            Field::new("outcome", "办结类型", Kind::Choice(OPINION_OUTCOMES)),
            Field::new("first", "与哪件重复", Kind::Reference("opinion")),
            Field::new("called_on", "回访日期", Kind::Day),
            Field::new("satisfied", "回访结果", Kind::Choice(ANSWER_SATISFACTION))
                .also(&["回访满意度"]),
            Field::new("again_on", "再次回复日期", Kind::Day),
            Field::new("again_way", "再次回复方式", Kind::Choice(ANSWER_WAYS)),
            Field::new("again", "再次回复内容", Kind::Lines(1000)),
            Field::new("again_outcome", "再次办结类型", Kind::Choice(OPINION_OUTCOMES)),
            Field::new("closed_on", "销号日期", Kind::Day),
            Field::new("closed_why", "不满意仍销号的理由", Kind::Lines(300))
                .help("重新办理以后由书记写明"),
        ],
    )
};

const fn in_order(
    name: &'static str,
    [earlier, later]: [&'static str; 2],
    text: &'static str,
) -> RecordRule {
    RecordRule::fault(name, Check::Order { earlier, later }, text)
}

/// The stages of an opinion. The answer is due by the term that was chosen; a second one as the first is by
/// default.
const STAGES: &[Stage] = &[
    Stage::new("received", "待回复", &[]),
    Stage::new("referred", "已转办", &[When::Filled("referred_on")]).on("referred_on").optional(),
    Stage::new("handled", "已办理", &[When::Filled("handling")]).optional(),
    Stage::new("answered", "已回复", &ANSWERED)
        .on("answered_on")
        .due(Span::after("received", Length::WorkingDays(5)))
        .due_where(&[
            (When::Is("term", &["on_spot"]), Span::after("received", Length::Days(0))),
            (When::Is("term", &["ten"]), Span::after("received", Length::WorkingDays(10))),
        ]),
    Stage::new("called", "已回访", &[When::Filled("called_on"), When::Filled("satisfied")])
        .on("called_on")
        .optional(),
    Stage::new(
        "closed",
        "已销号",
        &[
            When::Filled("closed_on"),
            ANSWERED[0],
            ANSWERED[1],
            ANSWERED[2],
            ANSWERED[3],
            When::IsNot("satisfied", &["no"]),
        ],
    )
    .on("closed_on")
    .end(),
    Stage::new("again", "重新办理", &[When::Is("satisfied", &["no"])]).on("called_on").optional(),
    Stage::new("answered_again", "已再次回复", &ANSWERED_AGAIN)
        .on("again_on")
        .due(Span::after("called_on", Length::WorkingDays(5))),
    Stage::new(
        "closed_again",
        "已销号",
        &[
            When::Filled("closed_on"),
            When::Filled("closed_why"),
            ANSWERED[0],
            ANSWERED[1],
            ANSWERED[2],
            ANSWERED[3],
            ANSWERED_AGAIN[0],
            ANSWERED_AGAIN[1],
            ANSWERED_AGAIN[2],
            ANSWERED_AGAIN[3],
            ANSWERED_AGAIN[4],
        ],
    )
    .on("closed_on")
    .end(),
];

/// What an answer consists of.
const ANSWERED: [When; 4] = [
    When::Filled("answered_on"),
    When::Filled("answer_way"),
    When::Filled("answer"),
    When::Filled("outcome"),
];

/// What a second answer consists of.
const ANSWERED_AGAIN: [When; 5] = [
    When::Is("satisfied", &["no"]),
    When::Filled("again_on"),
    When::Filled("again_way"),
    When::Filled("again"),
    When::Filled("again_outcome"),
];

/// Until when an opinion is to be answered; `None` where it is not known when it came.
pub fn answer_due(record: &Record<'_>, context: &Context<'_>) -> Option<Deadline> {
    let answered = STAGES.iter().find(|stage| stage.name == "answered")?;
    answered.due_of(record)?.end(record, context.calendar())
}

/// Whether an opinion still waits for something: its answer, or its closing.
pub fn is_open_opinion(record: &Record<'_>, context: &Context<'_>) -> bool {
    !is_at_end(STAGES, record, context)
}

/// The day on which an opinion was answered, if it was.
pub fn answered_on(record: &Record<'_>, context: &Context<'_>) -> Option<Day> {
    let is_whole = ANSWERED.iter().all(|part| part.holds(record));
    let day = parse_day(record.text("answered_on")).ok()?;
    (is_whole && context.has_come(day)).then_some(day)
}

/// Whether an opinion was answered too late, or is not answered though its time is over.
pub fn is_answered_late(record: &Record<'_>, context: &Context<'_>) -> bool {
    let Some(due) = answer_due(record, context) else { return false };
    answered_on(record, context).map_or_else(|| context.is_past(due.day), |day| day > due.day)
}

fn late_mark(
    record: &Record<'_>,
    _: &RecordId,
    _: &Value,
    context: &Context<'_>,
) -> Option<&'static str> {
    is_answered_late(record, context).then_some("late")
}

fn dissatisfied_mark(
    record: &Record<'_>,
    _: &RecordId,
    _: &Value,
    context: &Context<'_>,
) -> Option<&'static str> {
    let called = parse_day(record.text("called_on")).ok()?;
    (record.text("satisfied") == "no" && context.has_come(called)).then_some("dissatisfied")
}

/// A dispute that came to an end solved (成功化解纠纷).
fn settled_mark(
    record: &Record<'_>,
    _: &RecordId,
    _: &Value,
    context: &Context<'_>,
) -> Option<&'static str> {
    let outcome = match record.text("again_outcome") {
        "" => record.text("outcome"),
        again => again,
    };
    (outcome == "solved" && !is_open_opinion(record, context)).then_some("settled")
}

/// What an answer that is begun lacks.
fn lacks_of_answer(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let lacks = |parts: &[When], said: &str| {
        let is_begun = parts.iter().any(|part| part.holds(record));
        let missing = parts.iter().find(|part| !part.holds(record)).filter(|_| is_begun)?;
        Some((missing.path(), said.to_owned()))
    };
    lacks(&ANSWERED, "回复要写全：日期、方式、内容和办结类型")
        .or_else(|| lacks(&ANSWERED_AGAIN[1..], "再次回复要写全：日期、方式、内容和办结类型"))
}

/// What an opinion lacks that is closed.
fn lacks_to_close(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    if record.text("closed_on").is_empty() {
        return None;
    }
    let missing = |parts: &[When]| parts.iter().find(|part| !part.holds(record)).map(When::path);
    if let Some(field) = missing(&ANSWERED) {
        return Some((field, "没有回复的不能销号".to_owned()));
    }
    if record.text("satisfied") != "no" {
        return None;
    }
    if let Some(field) = missing(&ANSWERED_AGAIN) {
        return Some((field, "回访不满意的要重新办理，再次回复以后才能销号".to_owned()));
    }
    let lacks_reason = record.text("closed_why").is_empty();
    lacks_reason.then(|| ("closed_why", "请写明为什么销号".to_owned()))
}

fn repeats_itself(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    let first = record.named(record.text("first"))?;
    if first == *record.id() {
        return Some(("first", "不能与自己重复".to_owned()));
    }
    let is_repeated = context.record(&first)?.text("outcome") == "duplicate";
    is_repeated.then(|| ("first", "这件也是重复的，请选最先的那件".to_owned()))
}

/// Who cannot be reached is answered in public.
fn not_told_to_the_public(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let is_wrong = |outcome: &str, way: &str| {
        let way = record.text(way);
        record.text(outcome) == "unreachable" && !way.is_empty() && way != "notice"
    };
    let said = || "联系不上的公示答复".to_owned();
    if is_wrong("outcome", "answer_way") {
        return Some(("answer_way", said()));
    }
    is_wrong("again_outcome", "again_way").then(|| ("again_way", said()))
}
