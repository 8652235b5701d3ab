//! What the table does not say, given once for all its rows.

use leptos::prelude::*;

use super::RecordsImportState;
use super::names::{records_of, years};
use crate::app::{today, today_text};
use crate::ledger::Month;
use crate::registers::{Field as Declared, Kind, Shape};
use crate::tables::record_parts::{PartPlace, RecordPart};
use crate::ui::components::{
    Choice, DateInput, Field, MonthInput, Opt, PickOption, RecordPicker, TextInput,
};

/// Names what is still to be given before the rows are compared; empty where nothing is.
pub(super) fn unfilled(import: RecordsImportState) -> String {
    let none = import
        .columns
        .with(|columns| import.constants.with(|constants| columns.as_ref()?.unfilled(constants)));
    let none = none.map(|field| field.label);
    none.map_or_else(String::new, |label| format!("请先填好“{label}”，或指定哪一列是它"))
}

fn missing(import: RecordsImportState) -> Vec<&'static Declared> {
    import.columns.with(|columns| {
        columns.as_ref().into_iter().flat_map(|columns| columns.missing()).collect()
    })
}

/// The fields without a column that every record must have, the year of months without one, and the
/// day from which dated values hold.
pub(super) fn constants_view(import: RecordsImportState) -> AnyView {
    let missing =
        Memo::new(move |_| missing(import).into_iter().map(|field| field.name).collect::<Vec<_>>());
    let holds = move |is: fn(&RecordPart) -> bool| {
        import.columns.with(|columns| {
            columns.as_ref().is_some_and(|c| c.assigned().any(|(part, _)| is(&part)))
        })
    };
    let has_months = Memo::new(move |_| {
        holds(|part| matches!(part.column.kind, Kind::Month | Kind::Quarter))
            && !holds(|part| part.place == PartPlace::Year)
    });
    let has_dated = Memo::new(move |_| holds(|part| part.field.shape == Shape::Dated));
    let inputs = move || {
        let fields = missing.get().into_iter().filter_map(|name| import.schema.field(name));
        fields.map(|field| constant_view(import, field)).collect::<Vec<_>>()
    };
    let years = years();
    let section = move || {
        let any = has_months.get() || has_dated.get() || !missing.get().is_empty();
        let years = years.clone();
        any.then(|| {
            view! {
                <section class="sheet">
                    <h2>"表里没有写的"</h2>
                    <div class="fieldset-grid">
                        {inputs}
                        {has_months.get().then(|| view! {
                            <Field label="没有写年份的算作">
                                <Choice
                                    options=Signal::stored(years)
                                    value=import.year
                                    on_change=move |year| import.set_year(year)
                                />
                            </Field>
                        })}
                        {has_dated.get().then(|| view! {
                            <Field label="生效日期" help="这次的变化从这天起算">
                                <DateInput
                                    value=import.since
                                    on_change=move |day| import.since.set(day)
                                    today=today_text()
                                />
                            </Field>
                        })}
                    </div>
                </section>
            }
        })
    };
    section.into_any()
}

fn constant_view(import: RecordsImportState, field: &'static Declared) -> AnyView {
    let value = Memo::new(move |_| {
        import.constants.with(|all| all.get(field.name).cloned().unwrap_or_default())
    });
    let change = Callback::new(move |text: String| {
        import.constants.update(|all| drop(all.insert(field.name, text)));
    });
    let picker = move |options: Vec<PickOption>| {
        let options = Signal::stored(options);
        view! { <RecordPicker options value on_change=change clearable=true/> }.into_any()
    };
    let input = match field.kind {
        Kind::Month => view! { <MonthInput value on_change=change/> }.into_any(),
        Kind::Day => view! { <DateInput value on_change=change today=today_text()/> }.into_any(),
        Kind::Choice(choices) => {
            let options: Vec<Opt> =
                choices.iter().map(|(code, word)| Opt::new(*code, *word)).collect();
            view! { <Choice options=Signal::stored(options) value on_change=change/> }.into_any()
        }
        Kind::YesNo => {
            let options = vec![Opt::word("是"), Opt::word("否")];
            view! { <Choice options=Signal::stored(options) value on_change=change/> }.into_any()
        }
        Kind::Reference(to) => picker(records_of(import.session, to)),
        Kind::RuleLine => picker(rule_lines(import)),
        _ => view! { <TextInput value on_change=change/> }.into_any(),
    };
    view! { <Field label=field.label help="所有行都用这一个">{input}</Field> }.into_any()
}

/// The rule lines of the standard of the month or day that is given, or of today's.
fn rule_lines(import: RecordsImportState) -> Vec<PickOption> {
    let given = |field| import.constants.with_untracked(|all| all.get(field).cloned());
    let month = import.schema.head.month_by(given);
    let month = month.unwrap_or_else(|| Month::of(today()));
    untrack(|| {
        import.session.with_scores(|ledger, scores| {
            let Ok(standard) = scores.standard(ledger, month) else {
                return Vec::new();
            };
            let of_item = |item: &crate::scoring::Item| {
                let group = format!("{} {}", item.id, item.name);
                let line = move |line: &crate::scoring::Line| PickOption {
                    id: line.id.clone(),
                    label: format!("{} {}", line.id, line.event),
                    hint: String::new(),
                    group: group.clone(),
                };
                item.lines.iter().map(line).collect::<Vec<_>>()
            };
            standard.items.iter().flat_map(of_item).collect()
        })
    })
}
