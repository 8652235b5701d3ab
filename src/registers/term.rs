//! Terms of branches, committees and groups (届期), with the election that began each.

use std::collections::BTreeSet;

use crate::ledger::{Day, Record, RecordId, parse_day};
use crate::ordered;

use super::engine::{
    Check, Context, Display, Field, Head, Kind, Names, Period, RecordRule, RegisterGroup, Schema,
};
use super::member::{MEMBER, Member};

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
            "收回的票比发出的多",
        ),
        at_most(
            "valid at most returned",
            "election.valid",
            "election.returned",
            "有效票比收回的多",
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

/// Who sits in the committee of a branch on a day: by the latest term that runs then and names seats;
/// without one, those whose post in the Party says so. Empty where the branch has no committee.
pub fn committee_on(context: &Context<'_>, branch: &RecordId, day: Day) -> BTreeSet<RecordId> {
    let runs = |term: &Record<'_>| {
        let from = parse_day(term.text("from")).ok().filter(|from| *from <= day)?;
        let is_over = parse_day(term.text("until")).is_ok_and(|until| until < day);
        let is_ours =
            term.text("body") == "branch_committee" && term.text("branch") == branch.as_str();
        (is_ours && !is_over && !term.entries("seats").is_empty()).then_some(from)
    };
    let terms = context.records(TERM.name).filter_map(|term| Some((runs(&term)?, term)));
    if let Some((_, term)) = terms.max_by_key(|(from, _)| *from) {
        return ordered::set(
            term.entries("seats").into_iter().filter_map(|(key, _)| term.named(key)),
        );
    }
    let sits = |record: &Record<'_>| {
        let post = record.text("party_post");
        (post.contains("书记") || post.contains("委员"))
            && Member::on(record, day).is_some_and(|member| member.branch == *branch)
    };
    ordered::set(context.records(MEMBER.name).filter(sits).map(|record| record.id().clone()))
}
