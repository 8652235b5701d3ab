//! What the form of a score entry has beyond its fields: what the rule line means, the measure of one
//! with tiers, what it will do and has done, and where its month is.

use leptos::prelude::*;

use crate::app::routes::{MonthRoute, MonthTab, Route};
use crate::app::{Location, Session, on_new_day};
use crate::ledger::{Month, RecordId, day_text};
use crate::registers::{SCORE_ENTRY_SCHEMA, assessment_id, points_text, step, title};
use crate::scoring::{Item, Line, Rule, line_mark};
use crate::ui::components::{Field, Notice, NoticeKind, NumberInput};
use crate::ui::words::signed;

use super::entry_values::{MEASURE, is_entry, is_tier, likely_day, measure};
use super::form_state::FormState;
use super::form_values::Preset;
use super::memory::Rows;
use super::picks::{chosen_line, month_of};
use super::rule_picker::item_name;

/// Opens the form of a new entry of a branch's month.
pub fn open(session: Session, branch: &RecordId, month: Month) -> FormState {
    let preset = Preset {
        texts: vec![("month", month.to_string()), ("day", likely_day(month))],
        branch: Some(branch.clone()),
        back: Some(Route::month(branch, month, MonthTab::Sheet)),
        ..Preset::default()
    };
    FormState::open(session, &SCORE_ENTRY_SCHEMA, None, preset)
}

/// Follows the address, which may name a line and a member, and the day, as long as nothing is typed.
pub fn follow(state: FormState, route: Signal<MonthRoute>, place: Location) {
    Effect::new(move |_| {
        if let MonthTab::NewEntry(Some(line), member) = route.get().view {
            state.begin_with(|filled| {
                filled.texts.insert("line", line.clone());
                filled.tables.remove("who");
                let marked = member.as_ref().map(|id| ("who", id.to_string()));
                Preset { marked, ..Preset::default() }.fill(filled);
            });
        }
    });
    on_new_day(move |before, now| {
        let (was, is) = (Month::of(before), Month::of(now));
        let is_of_today = state.text("day") == day_text(before);
        if !(is_of_today && state.is_untouched()) {
            return;
        }
        if was == is {
            state.begin_with(|filled| {
                filled.texts.insert("day", day_text(now));
            });
        } else if let (Some(branch), true) =
            (state.preset.with_value(|preset| preset.branch.clone()), month_of(state) == was)
        {
            place.go_instead(&Route::month(&branch, is, MonthTab::NewEntry(None, None)));
        }
    });
}

/// Says where the month of an entry is no longer open.
pub fn closed_notice(state: FormState) -> AnyView {
    let branch = state.preset.with_value(|preset| preset.branch.clone());
    let Some(branch) = branch.or_else(|| state.session.own_branch()) else { return ().into_any() };
    let notice = move || {
        let id = assessment_id(&branch, month_of(state));
        let step = state.session.with_ledger(|ledger| step(ledger.record(&id).as_ref()));
        let (state, text) = step.late_entry()?;
        let title = format!("这个月{state}");
        Some(view! { <Notice kind=NoticeKind::Warn title text/> })
    };
    notice.into_any()
}

/// Hint beside a field of a form, and for entries the view below it. What is to be known of those who
/// are chosen stands in the bar of the form, which is in view wherever one taps.
pub fn beside(state: FormState, field: &'static str) -> (Signal<String>, Option<AnyView>) {
    match field {
        "line" if is_entry(state.schema) => (state.hint_of(field), Some(after_line(state))),
        "who" if is_entry(state.schema) && state.is_new() => (Signal::stored(String::new()), None),
        _ => (state.hint_of(field), None),
    }
}

/// What is to be known of those who are chosen.
pub fn doubt(state: FormState) -> Signal<String> {
    state.hint_of("who")
}

/// What stands under the rule line: what it means, and the measure that it asks for.
fn after_line(state: FormState) -> AnyView {
    let chosen = chosen_line(state);
    let meaning = move || {
        chosen.get().map(|(item, line)| {
            let most = points_text(item.cap.into());
            let text =
                format!("：{}，本项每月最多 {most} 分。佐证：{}", effect(&line), item.evidence);
            view! {
                <p class="entry-rule">
                    <strong>{format!("{} {}", item.id, item.name)}</strong>{text}
                </p>
            }
        })
    };
    let has_tiers =
        Memo::new(move |_| chosen.with(|one| one.as_ref().is_some_and(|(_, line)| is_tier(line))));
    let value = Signal::derive(move || state.filled.with(|filled| measure(filled, state.is_new())));
    let change = move |text: String| {
        state.mark(MEASURE, "", None);
        state.filled.update(|filled| {
            filled.texts.insert(MEASURE, text);
        });
    };
    let asked = move || {
        has_tiers.get().then(|| {
            view! {
                <Field label="得分或百分比" required=true error=state.error_of(MEASURE)
                    help="按档次计分，例如 92.5">
                    <NumberInput value=value decimals=1 on_change=change/>
                </Field>
            }
        })
    };
    view! { {meaning}{asked} }.into_any()
}

/// How many members an entry is for.
pub fn count(state: FormState) -> usize {
    state.filled.with_untracked(|filled| filled.tables.get("who").map_or(0, Rows::len))
}

/// Makes room for the next entry of the same line and day.
pub fn clear(state: FormState) {
    state.begin_with(|filled| {
        filled.tables.remove("who");
        for name in ["note", "evidence", MEASURE] {
            filled.texts.remove(name);
        }
    });
}

/// What the form will do, in words: how many, and what each of them gets.
pub fn summary(state: FormState) -> Signal<String> {
    let chosen = chosen_line(state);
    let count = Memo::new(move |_| {
        state.filled.with(|filled| filled.tables.get("who").map_or(0, Rows::len))
    });
    Signal::derive(move || {
        let line = chosen.with(|chosen| chosen.as_ref().map(|(item, line)| line_name(item, line)));
        match (count.get(), line) {
            (0, None) => "先选细则，再点选党员".to_owned(),
            (0, Some(line)) => format!("{line} · 还没有选人"),
            (count, None) => format!("已选 {count} 人 · 还没有选细则"),
            (count, Some(line)) => format!("已选 {count} 人 · {line}"),
        }
    })
}

/// What an entry of this form says once it is saved: the rule line, its points, and for whom.
pub fn said(state: FormState) -> String {
    const NAMED: usize = 3;
    let line = untrack(|| chosen_line(state).get());
    let line = line.map(|(item, line)| line_name(&item, &line)).unwrap_or_default();
    let names: Vec<String> = state.session.with_ledger_untracked(|ledger| {
        state.filled.with_untracked(|filled| {
            let ids = filled.tables.get("who").into_iter().flat_map(Rows::keys);
            ids.filter_map(|id| Some(title(ledger, &id.parse().ok()?))).collect()
        })
    });
    let count = names.len();
    let shown = names.into_iter().take(NAMED).collect::<Vec<_>>().join("、");
    let more = if count > NAMED { format!("等 {count} 人") } else { String::new() };
    format!("{line}：{shown}{more}")
}

/// A rule line with its item and its points.
fn line_name(item: &Item, line: &Line) -> String {
    format!("{} · {} {}", item_name(item), line.event, line_mark(line))
}

/// The branch and month that a form of an entry is opened for, in words.
pub fn crumbs(session: Session, preset: &Preset) -> Option<Vec<String>> {
    let branch = preset.branch.as_ref()?;
    let month = preset.texts.iter().find(|(name, _)| *name == "month")?.1.parse::<Month>().ok()?;
    let name = session.with_ledger_untracked(|ledger| title(ledger, branch));
    Some(vec![name, month.label()])
}

/// What a rule line does, in words.
fn effect(line: &Line) -> String {
    match &line.rule {
        Rule::PerUnit { tenths, cap } => {
            let cap = cap.map_or_else(String::new, |cap| {
                format!("，这一条最多 {} 分", points_text(cap.into()))
            });
            format!("每{} {} 分{cap}", line.unit, signed((*tenths).into()))
        }
        Rule::Choice { tenths } => format!("本项按 {} 分计", points_text((*tenths).into())),
        Rule::Tier { steps, .. } => steps
            .iter()
            .map(|(from, tenths)| {
                format!("≥{} 计 {}", points_text((*from).into()), points_text((*tenths).into()))
            })
            .collect::<Vec<_>>()
            .join("，"),
    }
}
