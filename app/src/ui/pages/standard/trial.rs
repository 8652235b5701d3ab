//! A trial of a draft on months that have passed: what is chosen, and what it shows.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::Session;
use crate::browser::clock;
use crate::ledger::{Month, RecordId};
use crate::registers::names_apart;
use crate::scoring::{MemberChange, Standard, WhatIf, locked_months};
use crate::ui::components::{
    Choice, DataTable, Empty, Field, Icon, MultiChoice, Notice, NoticeKind, Opt, Stat, Stats,
    TableCell, TableColumn, TableRow,
};
use crate::ui::words::{points, signed};

/// So many months are chosen at first.
const USUAL: usize = 3;
/// So many months can be chosen from.
const MOST: usize = 12;

/// What is said where no month can be tried.
pub(super) const NO_MONTHS: &str = "有了登记过积分的月份，才能看出改了标准会怎样。";

/// What was chosen for trials, which the pages of the standard share: what is printed is what was seen.
#[derive(Clone, Copy, Default)]
pub(super) struct TrialChoice {
    /// The months; `None` where none were chosen yet.
    months: RwSignal<Option<Vec<String>>>,
    /// Whether all branches are looked at; `None` where nothing was chosen yet.
    all: RwSignal<Option<bool>>,
    /// Whose change is explained.
    pub(super) opened: RwSignal<String>,
}

/// What is tried, on which months and members.
#[derive(Clone, Copy)]
pub(super) struct Trial {
    pub(super) session: Session,
    pub(super) standard: StoredValue<Arc<Standard>>,
    pub(super) choice: TrialChoice,
    /// The months that can be tried.
    offered: StoredValue<Vec<Month>>,
    own: StoredValue<Option<RecordId>>,
    all: Memo<bool>,
    /// The months that are.
    pub(super) months: Memo<Vec<Month>>,
    /// What would change.
    pub(super) found: Memo<WhatIf>,
}

impl Trial {
    /// Tries a standard on what was chosen, or on the last months; `None` where there are none.
    pub(super) fn begin(session: Session, standard: Arc<Standard>) -> Option<Self> {
        let offered = untrack(|| choosable(session));
        if offered.is_empty() {
            return None;
        }
        let choice = expect_context::<TrialChoice>();
        let usual = offered[offered.len().saturating_sub(USUAL)..].to_vec();
        let months = Memo::new(move |_| {
            let chosen = choice.months.get();
            chosen.map_or_else(
                || usual.clone(),
                |chosen| chosen.iter().filter_map(|text| text.parse().ok()).collect(),
            )
        });
        let standard = StoredValue::new(standard);
        let own = StoredValue::new(session.own_branch());
        let all =
            Memo::new(move |_| choice.all.get().unwrap_or_else(|| own.with_value(Option::is_none)));
        let found = Memo::new(move |_| {
            let (chosen, whole) = (months.get(), all.get());
            session.with_scores(|ledger, scores| {
                let branch = own.get_value().filter(|_| !whole);
                let standard = standard.get_value();
                WhatIf::of(ledger, scores, &standard, branch.as_ref(), &chosen)
            })
        });
        let offered = StoredValue::new(offered);
        Some(Self { session, standard, choice, offered, own, all, months, found })
    }

    /// The branch whose members are looked at; `None` for all branches.
    pub(super) fn branch(self) -> Option<RecordId> {
        self.own.get_value().filter(|_| !self.all.get())
    }

    /// The choice of months, and of whose members.
    pub(super) fn choices(self) -> AnyView {
        let options: Vec<Opt> = self.offered.with_value(|months| {
            months.iter().map(|month| Opt::new(month.to_string(), month.label())).collect()
        });
        let whose = self.own.with_value(Option::is_some).then(|| {
            let options = vec![Opt::new("own", "本支部"), Opt::new("all", "各支部")];
            let value =
                Signal::derive(move || if self.all.get() { "all" } else { "own" }.to_owned());
            view! {
                <Choice options=Signal::stored(options) value label="看哪些党员"
                    on_change=move |value: String| self.choice.all.set(Some(value == "all"))/>
            }
        });
        let value = Signal::derive(move || {
            self.months.with(|months| months.iter().map(Month::to_string).collect::<Vec<_>>())
        });
        let choose = move |chosen: Vec<String>| self.choice.months.set(Some(chosen));
        view! {
            <Field label="用哪几个月来试" wide=true>
                <MultiChoice options=Signal::stored(options) value on_change=choose/>
            </Field>
            {whose}
        }
        .into_any()
    }

    /// How many would rise, fall, and stand in another grade.
    pub(super) fn summary(self) -> AnyView {
        self.found.with(|found| {
            let counts = found.counts();
            let looked_at = format!("看了 {} 人", found.assessed);
            let untried: Vec<_> = found
                .untried
                .iter()
                .map(|why| view! { <Notice kind=NoticeKind::Warn title=why.to_string()/> })
                .collect();
            view! {
                <Stats>
                    <Stat figure=counts.up.to_string() unit="人" label="会升" hint=looked_at/>
                    <Stat figure=counts.down.to_string() unit="人" label="会降"/>
                    <Stat figure=counts.regraded.to_string() unit="人" label="换等级"/>
                </Stats>
                {untried}
            }
            .into_any()
        })
    }

    /// Whose points would change, the greatest change first.
    pub(super) fn table(self, opened: RwSignal<String>, fill: bool) -> AnyView {
        let (none, any) = self.found.with(|found| (found.changes.is_empty(), found.assessed > 0));
        if none {
            let text = match any {
                true => "这几个月里，改了以后每个人的得分和等级都一样。",
                false => "请选择月份。引入的月份没有明细，不能试算。",
            };
            return view! { <Empty title="没有变化" text icon=Icon::Check/> }.into_any();
        }
        let months = self.months.get();
        let mut columns = vec![
            TableColumn::text("name", "姓名"),
            TableColumn::number("before", "原平均").width(5.0),
            TableColumn::number("after", "试算").width(5.0),
            TableColumn::number("change", "合计变化").width(6.0).sortable(),
            TableColumn::text("grade", "等级").width(9.0),
        ];
        let group = |month: &Month| {
            TableColumn::number(month.to_string(), format!("{}月", month.number())).width(4.5)
        };
        columns.extend(months.iter().map(|month| group(month).group("各月变化")));
        let rows: Vec<TableRow> = self.session.with_ledger(|ledger| {
            self.found.with(|found| {
                let changes = found.changes.iter();
                let mut names = names_apart(ledger, changes.clone().map(|one| &one.member), false);
                let mut name = |id: &RecordId| names.remove(id).unwrap_or_default();
                changes.map(|one| row(one, name(&one.member), &months)).collect()
            })
        });
        view! {
            <DataTable
                label="会变的党员"
                columns=Signal::stored(columns)
                rows=Signal::stored(rows)
                on_row=move |id: String| opened.set(id)
                selected=Signal::derive(move || (opened.get(), String::new()))
                fill=fill
            />
        }
        .into_any()
    }
}

/// The months that can be tried: those locked, or where none is, those with entries that are over.
fn choosable(session: Session) -> Vec<Month> {
    let own = session.own_branch();
    let mut months = session.with_ledger(|ledger| locked_months(ledger, own.as_ref()));
    if months.is_empty() {
        let now = Month::of(clock::today());
        months = session.with_scores(|ledger, scores| scores.months(ledger));
        months.retain(|month| *month < now);
    }
    months.split_off(months.len().saturating_sub(MOST))
}

fn row(one: &MemberChange, name: String, months: &[Month]) -> TableRow {
    let or_dash = |tenths: Option<i32>| tenths.map_or_else(|| "—".to_owned(), points);
    let (before, after) = &one.grades;
    let grade = match one.is_regraded() {
        true if before == after => TableCell::strong(format!("{before}，个别月份换等级")),
        true => TableCell::strong(format!("{before} → {after}")),
        false => TableCell::muted(before.clone()),
    };
    let mut cells = vec![
        TableCell::new(name),
        TableCell::new(or_dash(one.before.rounded())),
        TableCell::new(or_dash(one.after.rounded())),
        TableCell::strong(signed(one.difference())),
        grade,
    ];
    cells.extend(months.iter().map(
        |month| match one.months.iter().find(|of| of.month == *month) {
            Some(of) => TableCell::new(signed(of.difference().into())),
            None => TableCell::muted("0"),
        },
    ));
    TableRow::new(one.member.to_string(), cells)
}
