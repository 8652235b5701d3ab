//! Terms of branches, committees and groups (届期), with the election that began each.

use crate::ledger::{Day, Ledger, Record, RecordId, parse_day};

use super::election::{not_as_voted, too_few_came};
use super::engine::{
    Check, Display, Field, Head, Kind, Names, Period, RecordRule, RegisterGroup, Schema,
};

/// The bodies that have terms.
pub const TERM_BODIES: &[(&str, &str)] = &[
    ("branch_committee", "支部委员会"),
    ("branch", "支部（不设支委会）"),
    ("group", "党小组"),
    ("party_committee", "党委"),
];

/// Posts in a body.
pub const TERM_POSTS: &[(&str, &str)] = &[
    ("secretary", "书记"),
    ("deputy", "副书记"),
    ("organization", "组织委员"),
    ("publicity", "宣传委员"),
    ("discipline", "纪检委员"),
    ("youth", "青年委员"),
    ("member", "委员"),
    ("leader", "党小组长"),
];

/// The register of terms.
pub static TERM: Head = Head {
    unit: "届",
    group: RegisterGroup::Organization,
    period: Period::Day("from"),
    ..Head::new("term", "届期和换届").owned_by("branch", "branch")
};

/// The schema of terms.
pub static TERM_SCHEMA: Schema = Schema {
    about: "支部、支委会、党小组的届期，换届时的候选人、票数和结果。届满前六个月提醒。",
    title: &["body", "ordinal", "from"],
    columns: &["branch", "until", "seats"],
    names: Names::Usual,
    rules: &[
        RecordRule::fault(
            "until after from",
            Check::Order { earlier: "from", later: "until" },
            "届满早于开始",
        ),
        at_most("present at most due", "election.present", "election.due", "实到比应到多"),
        at_most(
            "issued at most present",
            "election.issued",
            "election.present",
            "发出的票比实到的人多",
        ),
        at_most(
            "returned at most issued",
            "election.returned",
            "election.issued",
            "收回的票比发出的多，选举无效；记错了的请改正",
        ),
        at_most(
            "valid at most returned",
            "election.valid",
            "election.returned",
            "有效票比收回的多",
        ),
        RecordRule::hint("enough came", Check::By(too_few_came), ""),
        RecordRule::hint(
            "elected as voted",
            Check::EachRow { table: "candidates", by: not_as_voted },
            "",
        ),
    ],
    display: Display { new: "新增届期", ..Display::USUAL },
    ..Schema::new(
        &TERM,
        &[
            Field::new("body", "组织", Kind::Choice(TERM_BODIES)).required(),
            Field::new("branch", "支部", Kind::Reference("branch")),
            Field::new("group", "党小组", Kind::Reference("group")),
            Field::new("ordinal", "第几届", Kind::Count(1, 99, "届")),
            Field::new("from", "开始日期", Kind::Day).required(),
            Field::new("until", "届满日期", Kind::Day).help("支部一般三年，党委五年"),
            Field::new(
                "way",
                "产生方式",
                Kind::Choice(&[("elected", "选举"), ("appointed", "任命"), ("designated", "指定")]),
            ),
            Field::new("seats", "班子成员", Kind::Choice(TERM_POSTS)).rows_of("member"),
            Field::new("asked_on", "请示日期", Kind::Day),
            Field::new("answered_on", "批复日期", Kind::Day),
            Field::new(
                "election",
                "选举大会",
                Kind::Columns(&[
                    Field::new("on", "日期", Kind::Day),
                    people("due", "应到"),
                    people("present", "实到"),
                    people("issued", "发票"),
                    people("returned", "收票"),
                    people("valid", "有效票"),
                ]),
            ),
            Field::new(
                "candidates",
                "候选人得票",
                Kind::Columns(&[
                    people("yes", "同意"),
                    people("no", "反对"),
                    people("abstain", "弃权"),
                    Field::new("elected", "当选", Kind::YesNo),
                ]),
            )
            .rows_of("member"),
            Field::new("reported_on", "结果报批日期", Kind::Day),
            Field::new("note", "备注", Kind::Lines(500)),
        ],
    )
};

const fn people(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Count(0, 9999, ""))
}

const fn at_most(
    name: &'static str,
    less: &'static str,
    more: &'static str,
    text: &'static str,
) -> RecordRule {
    RecordRule::fault(name, Check::AtMost { less, more }, text)
}

/// Whether a post in the Party is one in the committee of a branch, not of the hospital.
pub fn is_committee_post(post: &str) -> bool {
    let is_higher = ["党委", "纪委", "总支"].iter().any(|body| post.contains(body));
    (post.contains("委员") || post.contains("支委")) && !is_higher
}

/// The seats of the newest term of some bodies of a branch that has begun on a day, each a member and a
/// post; `None` where no such term with seats is recorded.
pub fn seats_of<'a>(
    ledger: &'a Ledger,
    branch: &str,
    bodies: &[&str],
    day: Day,
) -> Option<Vec<(&'a str, &'a str)>> {
    let newest = newest_of(ledger, branch, bodies, day, &has_seats)?;
    let seats = newest.entries("seats").into_iter();
    Some(seats.map(|(member, row)| (member, row.as_text().unwrap_or("member"))).collect())
}

fn has_seats(term: &Record<'_>) -> bool {
    !term.entries("seats").is_empty()
}

/// The newest term of some bodies of a branch, of those that are wanted, that has begun on a day.
fn newest_of<'a>(
    ledger: &'a Ledger,
    branch: &str,
    bodies: &[&str],
    day: Day,
    is_wanted: &dyn Fn(&Record<'_>) -> bool,
) -> Option<Record<'a>> {
    let is_ours =
        |term: &Record<'_>| bodies.contains(&term.text("body")) && term.text("branch") == branch;
    let begun = |term: &Record<'_>| parse_day(term.text("from")).ok().filter(|from| *from <= day);
    let terms = ledger.records(TERM.name).filter(is_ours);
    let wanted = terms.filter(|term| is_wanted(term));
    let dated = wanted.filter_map(|term| Some((begun(&term)?, term)));
    dated.max_by_key(|(from, _)| *from).map(|(_, term)| term)
}

/// The committee of a branch with some members on a day; `None` where the branch has none.
///
/// It is known by the newest term that has begun; a branch without recorded terms has one where some
/// member's post in the Party is one of a committee.
pub fn committee_of(
    ledger: &Ledger,
    branch: &RecordId,
    members: &[&RecordId],
    day: Day,
) -> Option<Vec<RecordId>> {
    let bodies = ["branch_committee", "branch"];
    // A branch that does without a committee from then on says so by a term of its own, which may have no
    // seats.
    let says = |term: &Record<'_>| has_seats(term) || term.text("body") == "branch";
    if let Some(term) = newest_of(ledger, branch.as_str(), &bodies, day, &says) {
        let has_committee = term.text("body") == "branch_committee";
        let seats = term.entries("seats").into_iter().filter_map(|(id, _)| id.parse().ok());
        return has_committee.then(|| seats.collect());
    }
    let post = |id: &RecordId| ledger.record(id).map_or("", |one| one.text("party_post"));
    let sits = |id: &RecordId| {
        let post = post(id);
        is_committee_post(post) || (post.contains("书记") && !post.contains("党委"))
    };
    let has_members = members.iter().any(|id| is_committee_post(post(id)));
    has_members.then(|| members.iter().filter(|id| sits(id)).map(|id| (*id).clone()).collect())
}
