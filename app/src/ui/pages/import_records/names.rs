//! Choosing what the table leaves unclear: the record that a name means, the year of its months.

use leptos::prelude::*;

use super::RecordsImportState;
use crate::app::{Session, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::browser::clock;
use crate::ledger::{Month, RecordId};
use crate::registers::{MEMBER, Member, head, title};
use crate::tables::record_outcome::{NameAnswer, Question, UnclearName};
use crate::ui::components::{Button, ButtonKind, Choice, Field, Opt, PickOption, RecordPicker};

/// The records of a register, to be chosen by name; members with their department and branch.
pub(super) fn records_of(session: Session, register: &str) -> Vec<PickOption> {
    let today = today();
    let mut options: Vec<PickOption> = session.with_ledger_untracked(|ledger| {
        let records = ledger.records(register).filter(|record| !record.is_blank());
        records
            .map(|record| {
                let member =
                    (register == MEMBER.name).then(|| Member::on(&record, today)).flatten();
                let name = |id: &RecordId| title(ledger, id);
                PickOption {
                    id: record.id().to_string(),
                    label: title(ledger, record.id()),
                    hint: member
                        .as_ref()
                        .and_then(|member| member.department.as_ref())
                        .map(name)
                        .unwrap_or_default(),
                    group: member.as_ref().map(|m| name(&m.branch)).unwrap_or_default(),
                }
            })
            .collect()
    });
    sort_by_name(&mut options, NameOrder::Strokes, |option| &option.label);
    sort_by_name(&mut options, NameOrder::Strokes, |option| &option.group);
    options
}

/// Asks which record a name means; nothing for other questions.
pub(super) fn name_view(import: RecordsImportState, question: &Question) -> Option<AnyView> {
    let Question::Name { label, name, candidates, can_create } = question else {
        return None;
    };
    let of = head(name.register).map_or("", |head| head.label);
    let asked = match candidates.len() {
        0 => format!("“{}”是哪一个{label}", name.text),
        count if name.row.is_none() => format!("有 {count} 个“{}”，表里是哪一个", name.text),
        count => format!("有 {count} 个“{}”，这一行是哪一个", name.text),
    };
    let set = move |name: UnclearName, answer: NameAnswer| {
        import.names.update(|names| drop(names.insert(name, answer)));
        import.answered();
    };
    let mut options = records_of(import.session, name.register);
    if !candidates.is_empty() {
        options.retain(|option| candidates.iter().any(|id| id.as_str() == option.id));
    }
    let by_record = {
        let name = name.clone();
        move |id: String| {
            if let Ok(id) = id.parse() {
                set(name.clone(), NameAnswer::Record(id));
            }
        }
    };
    let mut others = Vec::new();
    if *can_create {
        others.push(Opt::new("create", format!("新建{of}“{}”", name.text)));
    }
    others.push(Opt::new("leave", "不导入这个名称"));
    let by_other = {
        let name = name.clone();
        move |word: String| {
            let is_new = word == "create";
            set(name.clone(), if is_new { NameAnswer::Create } else { NameAnswer::LeaveOut });
        }
    };
    let help = match (name.row, candidates.len()) {
        (Some(_), _) => "",
        (None, 0) => "选好以后，所有写着它的行都照这样",
        (None, _) => "选好以后，所有写着它的行都照这样；各行不是同一个人的，请点开那一行分别选",
    };
    let or = format!("“{}”的其他办法", name.text);
    Some(
        view! {
            <div class="import-question">
                <Field label=asked help=help>
                    <RecordPicker
                        options=Signal::stored(options)
                        value=Signal::stored(String::new())
                        on_change=by_record
                    />
                </Field>
                <Choice
                    options=Signal::stored(others)
                    value=Signal::stored(String::new())
                    on_change=by_other
                    label=or
                />
            </div>
        }
        .into_any(),
    )
}

/// The years that months without one may be of.
pub(super) fn years() -> Vec<Opt> {
    let year = Month::of(clock::today()).year();
    (year - 2..=year).map(|year| Opt::new(year.to_string(), format!("{year}年"))).collect()
}

/// Asks of which year months are that would be still to come.
pub(super) fn year_view(import: RecordsImportState, shown: &str) -> AnyView {
    let choose = move |year: String| {
        import.set_year(year);
        import.answered();
    };
    view! {
        <div class="import-question">
            <Field
                label=format!("“{shown}”没有写年份，是哪一年的")
                help="选好以后，没有写年份的都照这样"
            >
                <Choice
                    options=Signal::stored(years())
                    value=Signal::stored(String::new())
                    on_change=choose
                />
            </Field>
        </div>
    }
    .into_any()
}

/// What was answered about names, each to be asked once more.
pub(super) fn answers_view(import: RecordsImportState) -> Vec<AnyView> {
    let answers = import.names.get_untracked().into_iter();
    let line = |(name, answer): (UnclearName, NameAnswer)| {
        let of = head(name.register).map_or("", |head| head.label);
        let what = match &answer {
            NameAnswer::Record(id) => {
                let title = import.session.with_ledger_untracked(|ledger| title(ledger, id));
                format!("是“{title}”")
            }
            NameAnswer::Create => format!("新建为{of}"),
            NameAnswer::LeaveOut => "不导入".to_owned(),
        };
        let row = name.row.map_or_else(String::new, |row| format!("第 {row} 行的"));
        let text = format!("{row}“{}”：{what}", name.text);
        let again = format!("重新选择“{}”", name.text);
        let ask = move |()| {
            import.names.update(|names| drop(names.remove(&name)));
            import.answered();
        };
        view! {
            <p class="row">
                <span>{text}</span>
                <Button kind=ButtonKind::Quiet label=again on_click=ask/>
            </p>
        }
        .into_any()
    };
    answers.map(line).collect()
}
