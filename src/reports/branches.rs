//! 各支部进度: how far each branch's month is, what it lacks and its result, where the branches
//! come together in one ledger.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::ledger::{
    Author, Cell, Change, Day, EditHead, Ledger, Moment, Month, Record, RecordId, day_label,
};
use crate::ordered;
use crate::registers::{
    BRANCH, Context, HEADS, Kind, MEMBER, RowKeys, Shape, Step, Subject, assessment_id, head,
    owner_of, schema, step, title,
};
use crate::scoring::{
    Approval, CHANGED, Mean, Notice, ResultSource, Scores, adjustments, awaited, obstacles,
    since_lock,
};

use super::disputes::disputes;
use super::life::branch_rates;
use super::month::MonthView;

/// What is said of an open month whose restricted facts may be missing here.
pub const IN_PART: &str = "不含限制可见的项目";

/// So many days without news of a branch are nothing to speak of.
const QUIET: i64 = 7;

/// What a file held of its ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Covers {
    /// All of it, restricted fields too; every part goes without them.
    Everything,
    /// One branch.
    Branch(RecordId),
    /// Some months.
    Period {
        /// The first.
        from: Month,
        /// The last.
        until: Month,
    },
    /// A part that this version does not know.
    Other,
}

impl Covers {
    /// Whether it is known to hold a branch's month.
    fn holds(&self, branch: &RecordId, month: Month) -> bool {
        match self {
            Self::Everything => true,
            Self::Branch(one) => one == branch,
            Self::Period { from, until } => (*from..=*until).contains(&month),
            Self::Other => false,
        }
    }
}

/// A file that was taken in here, and not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// What it held.
    pub covers: Covers,
    /// When it was made.
    pub made: Moment,
    /// Who made it.
    pub from: Author,
}

/// Until when something is known of a branch, and from whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastNews {
    /// Until when.
    pub at: Moment,
    /// Whose edit or file says so.
    pub by: Author,
}

/// A branch's month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchState {
    /// The branch.
    pub branch: RecordId,
    /// Its name.
    pub name: String,
    /// Where its data stands.
    pub known: Option<LastNews>,
    /// How far the month is.
    pub step: Step,
    /// The days of that step; empty where it has none.
    pub days: String,
    /// Where the numbers come from; `None` where there are none.
    pub source: Option<ResultSource>,
    /// The sum of those who are assessed, and how many they are.
    pub mean: Mean,
    /// How many have each grade, the highest first.
    pub grades: Vec<(String, usize)>,
    /// Adjustments since the lock, which the numbers do not hold: how many, and their sum.
    pub adjusted: (usize, i64),
    /// Whether restricted facts may be missing in the numbers.
    pub in_part: bool,
    /// How far its owed meetings of the quarter were held, in words: 75%（6/8）; empty where that is not
    /// known.
    pub meetings: String,
    /// What is missing, in words.
    pub missing: Vec<String>,
}

/// The branches' month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchStates {
    /// The month.
    pub month: Month,
    /// The branches, in the order in which they came to the ledger.
    pub branches: Vec<BranchState>,
}

impl BranchStates {
    /// The mean of all who are assessed: of sums and counts, not of the branches' means.
    pub fn mean(&self) -> Mean {
        self.branches.iter().fold(Mean::default(), |all, one| Mean {
            sum: all.sum + one.mean.sum,
            count: all.count + one.mean.count,
        })
    }

    /// How many branches are locked, of how many that have someone to assess.
    pub fn locked(&self) -> (usize, usize) {
        let locked = self.branches.iter().filter(|one| one.step == Step::Locked).count();
        let all = self.branches.iter().filter(|one| one.step == Step::Locked || one.mean.count > 0);
        (locked, all.count())
    }

    /// How many have a grade, of all branches.
    pub fn graded(&self, grade: &str) -> usize {
        let all = self.branches.iter().flat_map(|one| &one.grades);
        all.filter(|(name, _)| name == grade).map(|(_, count)| count).sum()
    }
}

/// The month of every branch, as this ledger knows it. `arrivals` are the files that were taken in;
/// what is kept here is whole, whatever came of it besides.
pub fn branch_states(
    ledger: &Ledger,
    scores: &mut Scores,
    arrivals: &[Arrival],
    kept_here: Option<&RecordId>,
    month: Month,
    today: Day,
) -> BranchStates {
    let homes = Homes::of(ledger);
    let edited = homes.last_edits();
    let disputed = homes.disputed(month);
    let ids: Vec<RecordId> = ledger.records(BRANCH.name).map(|one| one.id().clone()).collect();
    let begin = month.plus(-((month.number() as i32 - 1) % 3));
    let rates =
        branch_rates(&Context::new(ledger, today), &ids, &[begin, begin.plus(1), begin.plus(2)]);
    let branches = ids.iter().map(|branch| {
        let whole = kept_here.map(|id| ledger.resolve(id)) == Some(branch)
            || !came_in_part(arrivals, branch, month);
        let mut state = state(ledger, scores, branch, month, today, whole);
        state.known = known(edited.get(branch).copied(), arrivals, branch, month);
        if state.step != Step::Locked && state.source != Some(ResultSource::BroughtIn) {
            state.missing.splice(0..0, quiet(state.known.as_ref(), month, today));
        }
        // Where only a part came in, what was held may be elsewhere.
        let rate = rates.iter().find(|one| one.branch == *branch && whole);
        state.meetings = rate.map_or_else(String::new, |rate| rate.words());
        if let Some(count) = disputed.get(branch) {
            state.missing.push(format!("{count} 处两边都改过，等选定"));
        }
        state
    });
    BranchStates { month, branches: branches.collect() }
}

/// Whether parts came that no later file of everything from the same tablet follows.
fn came_in_part(arrivals: &[Arrival], branch: &RecordId, month: Month) -> bool {
    let made_up = |part: &Arrival| {
        arrivals.iter().any(|one| {
            one.covers == Covers::Everything
                && one.from.tablet == part.from.tablet
                && one.made.millis >= part.made.millis
        })
    };
    arrivals.iter().any(|one| match &one.covers {
        Covers::Everything => false,
        covers => (*covers == Covers::Other || covers.holds(branch, month)) && !made_up(one),
    })
}

fn known(
    edited: Option<&EditHead>,
    arrivals: &[Arrival],
    branch: &RecordId,
    month: Month,
) -> Option<LastNews> {
    let files = arrivals.iter().filter(|one| one.covers.holds(branch, month));
    let files = files.map(|one| LastNews { at: one.made, by: one.from.clone() });
    let edits = edited.map(|head| LastNews { at: head.at, by: head.by.clone() });
    files.chain(edits).max_by_key(|one| one.at.millis)
}

/// That there was no news for long, while there could be some.
fn quiet(known: Option<&LastNews>, month: Month, today: Day) -> Option<String> {
    let last = known?.at.day();
    let expected = month.last_day().min(today - chrono::TimeDelta::days(QUIET));
    (last < expected).then(|| format!("{}以后没有新数据", day_words(last, today)))
}

/// A day without its year where that is this year.
pub fn day_words(day: Day, today: Day) -> String {
    match day.year() == today.year() {
        true => format!("{}月{}日", day.month(), day.day()),
        false => day_label(day),
    }
}

fn state(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    month: Month,
    today: Day,
    whole: bool,
) -> BranchState {
    let assessment = ledger.record(&assessment_id(branch, month));
    let view = MonthView::of(ledger, scores, branch, month);
    let mut state = BranchState {
        branch: branch.clone(),
        name: title(ledger, branch),
        known: None,
        step: step(assessment.as_ref()),
        days: String::new(),
        source: None,
        mean: Mean::default(),
        grades: Vec::new(),
        adjusted: (0, 0),
        in_part: false,
        meetings: String::new(),
        missing: Vec::new(),
    };
    if let Some(assessment) = &assessment {
        state.days = days(ledger, assessment, state.step, today);
    }
    if let Ok(view) = &view {
        state.source = Some(view.source);
        state.mean = view.mean();
        state.grades = view.grades();
        state.in_part = view.source == ResultSource::Open && !whole;
        if state.source == Some(ResultSource::BroughtIn) {
            // Its totals are given, and nothing of it can be missing.
            return state;
        }
        if state.step == Step::Locked {
            of_locked(&Context::new(ledger, today), scores, view, &mut state);
        } else if !is_entered(ledger, view) {
            state.missing.push("这个月还没有积分登记".to_owned());
        }
    }
    let found = obstacles(ledger, scores, branch, month, today).into_iter();
    state.missing.extend(
        found
            .filter(|one| one.blocks || state.step != Step::Locked)
            .map(|one| one.text)
            .filter(|text| whole || !text.contains(CHANGED)),
    );
    state
}

/// The days of the step in which a month is.
fn days(ledger: &Ledger, assessment: &Record<'_>, step: Step, today: Day) -> String {
    let words = |day| day_words(day, today);
    match step {
        Step::Entry => String::new(),
        Step::Approved => Approval::read(assessment.get("approval"))
            .map_or_else(String::new, |one| format!("{}审定", words(one.day))),
        Step::Notice => Notice::read(assessment.get("notice")).map_or_else(String::new, |one| {
            let provisional = if one.provisional { "，暂算" } else { "" };
            format!("{}至{}{provisional}", words(one.from), words(one.until))
        }),
        Step::Locked => {
            let lock = ledger.standing(&Cell::field(assessment.id(), "lock"));
            let head = lock.and_then(|lock| ledger.head(lock.id.edit));
            head.map_or_else(String::new, |head| format!("{}锁定", words(head.at.day())))
        }
    }
}

/// What has come since a month was locked: kept apart from what was locked.
fn of_locked(
    context: &Context<'_>,
    scores: &mut Scores,
    view: &MonthView,
    state: &mut BranchState,
) {
    let ledger = context.ledger();
    let is_ours =
        |member: &RecordId| view.rows.iter().any(|row| ledger.resolve(&row.member) == member);
    let adjustments = adjustments(ledger, view.month);
    let ours = adjustments.iter().filter(|one| is_ours(&one.member));
    state.adjusted =
        ours.fold((0, 0), |(count, sum), one| (count + 1, sum + i64::from(one.tenths)));
    let count = since_lock(ledger, scores, &state.branch, view.month).len();
    if count > 0 {
        state.missing.push(format!("锁定以后 {count} 人的结果有变化，还没有处理"));
    }
    let sheet = scores.sheet(ledger, view.month);
    let open = sheet.map(|sheet| awaited(context, &sheet, &state.branch)).unwrap_or_default();
    for of_register in open.chunk_by(|(one, _), (next, _)| std::ptr::eq(*one, *next)) {
        let (schema, _) = of_register[0];
        let (count, head) = (of_register.len(), schema.head);
        state.missing.push(format!("{count} {}{}{}", head.unit, head.label, schema.awaited));
    }
}

/// Whether anything counts for a member of the view.
fn is_entered(ledger: &Ledger, view: &MonthView) -> bool {
    let is_ours = |id: &str| view.rows.iter().any(|row| row.member.as_str() == id);
    HEADS.iter().any(|head| {
        let tables = head.facts.iter().filter_map(|rule| match rule.subject {
            Subject::Rows(table) => Some(table),
            Subject::Field(_) => None,
        });
        let tables: Vec<&str> = tables.collect();
        !tables.is_empty()
            && ledger.records(head.name).filter(|one| head.lasts_through(one, view.month)).any(
                |one| {
                    let mut rows = tables.iter().flat_map(|table| one.entries(table));
                    rows.any(|(id, _)| is_ours(id))
                },
            )
    })
}

/// To which branch each member belongs now.
struct Homes<'a> {
    ledger: &'a Ledger,
    of: BTreeMap<&'a str, RecordId>,
}

impl<'a> Homes<'a> {
    fn of(ledger: &'a Ledger) -> Self {
        let homes = ledger.all_records(MEMBER.name).filter_map(|member| {
            Some((member.id().as_str(), member.latest("branch").as_text()?.parse().ok()?))
        });
        Self { ledger, of: ordered::map(homes) }
    }

    /// The branches that a cell is about, by the references that its register requires, or by
    /// the record that its record belongs to.
    fn about(&self, cell: &Cell) -> Vec<RecordId> {
        let id = &cell.record;
        if id.register() == BRANCH.name {
            return vec![self.ledger.resolve(id).clone()];
        }
        let home = |member: &str| self.of.get(member).cloned();
        if id.register() == MEMBER.name {
            return home(id.as_str()).into_iter().collect();
        }
        let (Some(schema), Some(record)) = (schema(id.register()), self.ledger.record(id)) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for field in schema.fields.iter().filter(|field| field.required) {
            match (field.kind, field.shape, &cell.key) {
                (Kind::Reference("branch"), ..) => found.extend(record.text(field.name).parse()),
                (Kind::Reference("member"), ..) => found.extend(home(record.text(field.name))),
                (_, Shape::Rows(RowKeys::Records("member")), Some(member)) => {
                    found.extend(home(member))
                }
                (_, Shape::Rows(RowKeys::Records("member")), None) => {
                    let members = record.entries(field.name).into_iter();
                    found.extend(members.filter_map(|(member, _)| home(member)));
                }
                _ => {}
            }
        }
        if let Some(owner) = owner_of(self.ledger, &record).filter(|_| found.is_empty()) {
            return self.about(&Cell::field(owner.id(), ""));
        }
        found
    }

    /// The latest edit about each branch.
    fn last_edits(&self) -> BTreeMap<RecordId, &'a EditHead> {
        let mut waiting: BTreeSet<RecordId> =
            ordered::set(self.ledger.records(BRANCH.name).map(|one| one.id().clone()));
        let mut heads: Vec<&EditHead> = self.ledger.heads().collect();
        ordered::sort_by_key(&mut heads, |head| std::cmp::Reverse((head.at, head.id)));
        let mut found = BTreeMap::new();
        for head in heads {
            if waiting.is_empty() {
                break;
            }
            let changes = self.ledger.edit(head.id).map_or_else(Vec::new, |edit| edit.changes);
            for (_, Change { cell, .. }) in changes {
                for branch in self.about(&cell) {
                    if waiting.remove(&branch) {
                        found.insert(branch, head);
                    }
                }
            }
        }
        found
    }

    /// How much waits for a choice about each branch, of a month and of none.
    fn disputed(&self, month: Month) -> BTreeMap<RecordId, usize> {
        let mut found = BTreeMap::new();
        for dispute in disputes(self.ledger) {
            let id = &dispute.cell.record;
            let of = head(id.register()).zip(self.ledger.record(id));
            let other = of.is_some_and(|(head, record)| {
                head.month_of(&record).is_some() && !head.lasts_through(&record, month)
            });
            if !other {
                for branch in ordered::set(self.about(&dispute.cell)) {
                    *found.entry(branch).or_default() += 1;
                }
            }
        }
        found
    }
}
