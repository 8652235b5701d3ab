//! A new entry: a rule line, and the members to whom it applies; one act for all of them.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::BranchMonth;
use crate::app::routes::{MonthRoute, MonthTab as View};
use crate::app::{Location, Session, on_new_day, save, today_text};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::browser::clock;
use crate::ledger::{Ledger, Month, RecordId, day_text};
use crate::ordered;
use crate::registers::form::{Input, RowInput};
use crate::registers::{
    CATEGORIES, Member, SCORE_ENTRY, SCORE_ENTRY_SCHEMA, Step, points_text, title,
};
use crate::scoring::{Line, Rule, Scores, Standard};
use crate::ui::components::{
    Button, ButtonKind, DateInput, Field, FormActions, Notice, NoticeKind, NumberInput, Page,
    PickOption, RecordPicker, Roll, RollPerson, RollPicker, TextInput, use_toasts,
};
use crate::ui::undoing::offer_undo;
use crate::ui::words::signed;

/// What the form holds.
#[derive(Clone, Copy)]
struct Form {
    line: RwSignal<String>,
    roll: RwSignal<Roll>,
    measure: RwSignal<String>,
    day: RwSignal<String>,
    note: RwSignal<String>,
    evidence: RwSignal<String>,
    errors: RwSignal<BTreeMap<&'static str, String>>,
}

/// The page of a new entry.
pub fn entry_form_page(about: BranchMonth, route: Signal<MonthRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let toasts = use_toasts();
    let today = clock::today();
    let in_month = Month::of(today) == about.month;
    let day = if in_month { today } else { about.month.last_day() };
    let about = StoredValue::new(about);
    let form = Form {
        line: RwSignal::new(String::new()),
        roll: RwSignal::new(Roll::new()),
        measure: RwSignal::new(String::new()),
        day: RwSignal::new(day_text(day)),
        note: RwSignal::new(String::new()),
        evidence: RwSignal::new(String::new()),
        errors: RwSignal::default(),
    };
    // The address may name a line and a member; another such address on this page counts as well.
    Effect::new(move |_| {
        if let View::NewEntry(Some(line), member) = route.get().view {
            form.line.set(line);
            form.roll.set(ordered::map(member.iter().map(|id| (id.to_string(), 1))));
        }
    });
    // Where nothing is entered yet, it is an entry of the new day, be it in another month.
    on_new_day(move |before, now| {
        let is_blank = form.line.with(String::is_empty) && form.roll.with(Roll::is_empty);
        if is_blank && form.day.with(|day| *day == day_text(before)) {
            let (was, is) = (Month::of(before), Month::of(now));
            if was == is {
                form.day.set(day_text(now));
            } else if about.with_value(|about| about.month == was) {
                let about = about.with_value(|about| BranchMonth { month: is, ..about.clone() });
                place.go_instead(&about.route(View::NewEntry(None, None)));
            }
        }
    });
    let month = about.with_value(|about| about.month);
    let standard = Memo::new_with_compare(
        move |_| session.with_scores(|ledger, scores| scores.standard(ledger, month).ok()),
        |_, _| true,
    );
    let chosen = Memo::new(move |_| {
        let standard = standard.get()?;
        let line = form.line.get();
        standard.line(&line).map(|(item, line)| (standard.items[item].clone(), line.clone()))
    });
    let people = Memo::new(move |_| {
        session
            .with_scores(|ledger, scores| about.with_value(|about| people(ledger, scores, about)))
    });
    let options = Signal::derive(move || standard.get().map_or_else(Vec::new, |one| lines(&one)));
    let recent = Signal::derive(move || session.with_ledger(recent_lines));
    let error = move |field: &'static str| {
        Signal::derive(move || {
            form.errors.with(|errors| errors.get(field).cloned().unwrap_or_default())
        })
    };
    let doubled = Memo::new(move |_| {
        let (line, day) = (form.line.get(), form.day.get());
        form.roll.with(|roll| {
            session.with_ledger(|ledger| doubled(ledger, month, &line, &day, roll.keys()))
        })
    });
    let back = about.with_value(|about| about.route(View::Sheet).href());
    let keep = move |again: bool| match submit(
        session,
        month,
        form,
        chosen.get_untracked().map(|(_, line)| line),
    ) {
        Err(errors) => form.errors.set(errors),
        Ok(count) => {
            offer_undo(session, toasts, format!("已登记 {count} 人"));
            form.errors.set(BTreeMap::new());
            form.roll.set(Roll::new());
            form.note.set(String::new());
            form.evidence.set(String::new());
            if !again {
                place.return_to(&about.with_value(|about| about.route(View::Sheet)));
            }
        }
    };
    let roll = move || {
        let unit = match chosen.get() {
            Some((_, Line { rule: Rule::PerUnit { .. }, unit, .. })) => unit,
            _ => String::new(),
        };
        view! {
            <RollPicker
                people
                value=form.roll
                on_mark=move |(ids, mark): (Vec<String>, u32)| form.roll.update(|roll| {
                    for id in ids {
                        match mark {
                            0 => roll.remove(&id),
                            mark => roll.insert(id, mark),
                        };
                    }
                })
                unit
            />
        }
    };
    view! {
        <Page
            title="登记积分"
            crumbs=Signal::derive(move || about.with_value(|about| {
                vec![session.with_ledger(|ledger| title(ledger, &about.branch)), about.month.label()]
            }))
            back
        >
            {closed_notice(session, about)}
            <form class="entry-form" on:submit=move |event| {
                event.prevent_default();
                keep(true);
            }>
                <Field label="细则" required=true error=error("line")>
                    <RecordPicker
                        options
                        value=form.line
                        on_change=move |line| form.line.set(line)
                        recent
                        placeholder="选一条细则：义诊、请假未补学、讲党课……"
                    />
                </Field>
                {move || chosen.get().map(|(item, line)| view! {
                    <p class="entry-rule">
                        <strong>{format!("{} {}", item.id, item.name)}</strong>
                        {format!(
                            "：{}，本项每月最多 {} 分。佐证：{}",
                            effect(&line),
                            points_text(item.cap.into()),
                            item.evidence
                        )}
                    </p>
                })}
                {move || {
                    let tier = matches!(
                        chosen.get(),
                        Some((_, Line { rule: Rule::Tier { .. }, .. }))
                    );
                    tier.then(|| view! {
                        <Field label="得分或百分比" required=true error=error("measure")
                            help="按档次计分，例如 92.5">
                            <NumberInput value=form.measure decimals=1
                                on_change=move |text| form.measure.set(text)/>
                        </Field>
                    })
                }}
                <Field label="党员" required=true error=error("who") wide=true
                    help="点名字选中；可以按姓名或拼音首字母找">
                    {roll}
                </Field>
                <Field label="发生日期" error=error("day") hint=doubled>
                    <DateInput value=form.day on_change=move |day| form.day.set(day)
                        today=today_text()/>
                </Field>
                <Field label="事由" error=error("note")>
                    <TextInput value=form.note on_change=move |text| form.note.set(text)
                        placeholder="东街社区义诊"
                        suggestions=Signal::derive(move || {
                            session.with_ledger(|ledger| recent_texts(ledger, "note"))
                        })/>
                </Field>
                <Field label="佐证" error=error("evidence") help="写明存放处就行，不需要上传照片">
                    <TextInput value=form.evidence on_change=move |text| form.evidence.set(text)
                        placeholder="义诊活动记录表"
                        suggestions=Signal::derive(move || {
                            session.with_ledger(|ledger| recent_texts(ledger, "evidence"))
                        })/>
                </Field>
                <FormActions>
                    <Button label="登记" kind=ButtonKind::Primary submit=true on_click=|()| ()/>
                    <Button label="登记并回月表" on_click=move |()| keep(false)/>
                </FormActions>
            </form>
        </Page>
    }
    .into_any()
}

fn closed_notice(session: Session, about: StoredValue<BranchMonth>) -> AnyView {
    let notice = move || {
        let step =
            session.with_ledger(|ledger| about.with_value(|about| super::step_of(ledger, about)));
        let text = match step {
            Step::Entry => return None,
            Step::Locked => "新的登记不会改动锁定的结果，会列为待处理的差额，转成调整分录后计入。",
            _ => "分数有变化就要退回录入、重新审定。",
        };
        let title = match step {
            Step::Locked => "这个月已经锁定",
            Step::Notice => "这个月正在公示",
            _ => "这个月已经审定",
        };
        Some(view! { <Notice kind=NoticeKind::Warn title text/> })
    };
    notice.into_any()
}

/// Saves the entry, and says for how many members.
fn submit(
    session: Session,
    month: Month,
    form: Form,
    line: Option<Line>,
) -> Result<usize, BTreeMap<&'static str, String>> {
    let wrong = |field: &'static str, text: &str| Err(BTreeMap::from([(field, text.to_owned())]));
    let Some(line) = line else {
        return wrong("line", "请选一条细则");
    };
    let marks = form.roll.get_untracked().into_iter();
    let mut marks = ordered::map(marks.map(|(member, amount)| (member, i64::from(amount))));
    if marks.is_empty() {
        return wrong("who", "请点选党员");
    }
    if let Rule::Tier { .. } = line.rule {
        let Some(measure) = crate::registers::tenths_of(&form.measure.get_untracked()) else {
            return wrong("measure", "请填数字，最多一位小数");
        };
        marks.values_mut().for_each(|mark| *mark = measure);
    }
    let count = marks.len();
    let texts = BTreeMap::from([
        ("month", month.to_string()),
        ("line", line.id),
        ("day", form.day.get_untracked()),
        ("note", form.note.get_untracked()),
        ("evidence", form.evidence.get_untracked()),
    ]);
    let who = marks.into_iter().map(|(member, amount)| (member, RowInput::first(amount)));
    let rows = BTreeMap::from([("who", ordered::map(who))]);
    let input = Input { texts, rows, ..Input::default() };
    save(session, &SCORE_ENTRY_SCHEMA, None, &input, "")
        .map(|_| count)
        .map_err(|problems| ordered::map(problems.into_iter().map(|one| (one.field, one.text))))
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

fn lines(standard: &Standard) -> Vec<PickOption> {
    standard
        .items
        .iter()
        .flat_map(|item| {
            item.lines.iter().map(move |line| PickOption {
                id: line.id.clone(),
                label: line.event.clone(),
                hint: match &line.rule {
                    Rule::PerUnit { tenths, .. } => {
                        format!("{}/{}", signed((*tenths).into()), line.unit)
                    }
                    Rule::Choice { tenths } => format!("计 {}", points_text((*tenths).into())),
                    Rule::Tier { .. } => "按档".to_owned(),
                },
                group: format!("{} {}", item.id, item.name),
            })
        })
        .collect()
}

fn people(ledger: &Ledger, scores: &mut Scores, about: &BranchMonth) -> Vec<RollPerson> {
    let Ok(sheet) = scores.sheet(ledger, about.month) else {
        return Vec::new();
    };
    let mut people: Vec<RollPerson> = sheet
        .branch(&about.branch)
        .into_iter()
        .filter_map(|row| {
            let who = &sheet.rows[row].who;
            let record = ledger.record(&who.member)?;
            let member = Member::on(&record, about.month.first_day())?;
            let note = match (&who.exemption, &*member.category) {
                (Some(_), _) => "不参评",
                (None, "full") => "",
                (None, other) => CATEGORIES
                    .iter()
                    .find(|(code, _)| *code == other)
                    .map_or("", |(_, shown)| shown),
            };
            Some(RollPerson {
                id: who.member.to_string(),
                name: member.name,
                note: note.to_owned(),
                group: member.group.map_or_else(String::new, |group| title(ledger, &group)),
            })
        })
        .collect();
    sort_by_name(&mut people, NameOrder::Strokes, |one| &one.name);
    // Equal groups side by side, as the roll wants them; names keep their order within.
    ordered::sort_by(&mut people, |left, right| left.group.cmp(&right.group));
    people
}

/// The rule lines used last, the latest first.
fn recent_lines(ledger: &Ledger) -> Vec<String> {
    recent_texts(ledger, "line").into_iter().take(5).collect()
}

fn recent_texts(ledger: &Ledger, field: &str) -> Vec<String> {
    let mut recent: Vec<String> = Vec::new();
    let records: Vec<_> = ledger.records(SCORE_ENTRY.name).collect();
    for record in records.iter().rev().take(200) {
        let text = record.text(field);
        if !text.is_empty() && !recent.iter().any(|known| known == text) {
            recent.push(text.to_owned());
        }
    }
    recent.truncate(8);
    recent
}

/// Whether some of those chosen have the same thing registered for the same day; in a sentence.
fn doubled<'a>(
    ledger: &Ledger,
    month: Month,
    line: &str,
    day: &str,
    chosen: impl Iterator<Item = &'a String>,
) -> String {
    if line.is_empty() {
        return String::new();
    }
    let month = month.to_string();
    let known: Vec<_> = ledger
        .records(SCORE_ENTRY.name)
        .filter(|one| {
            one.text("month") == month && one.text("line") == line && one.text("day") == day
        })
        .collect();
    let names: Vec<String> = chosen
        .filter(|id| known.iter().any(|one| !one.entry("who", id).is_null()))
        .filter_map(|id| Some(title(ledger, &id.parse::<RecordId>().ok()?)))
        .collect();
    match names.len() {
        0 => String::new(),
        count => {
            let shown = names.into_iter().take(3).collect::<Vec<_>>().join("、");
            let more = if count > 3 { format!("等 {count} 人") } else { String::new() };
            format!("{shown}{more}这一天已经登记过同一条，请核对是不是重复")
        }
    }
}
