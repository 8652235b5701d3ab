//! How a number came about: from the total to the items, from an item to its records.

use leptos::prelude::*;

use super::{BranchMonth, step_of};
use crate::app::routes::{MonthTab as View, Route};
use crate::app::{Location, Session};
use crate::ledger::{Ledger, RecordId};
use crate::registers::{Step, VETO_SCHEMA, show_field, title};
use crate::reports::{MonthRow, MonthView};
use crate::scoring::{
    ItemExplanation, MonthSheet, ResultSource, Rule, Scores, Start, adjustments, explain_total,
};
use crate::ui::components::{
    ButtonKind, CellTone, Explain, ExplainRow, Icon, LinkButton, Notice, NoticeKind,
};
use crate::ui::words::{points, signed};

/// The explanation of a member's month, or of one item of it.
pub fn explanation(about: &BranchMonth, member: RecordId, item: Option<String>) -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let about = StoredValue::new(about.clone());
    let (of, item_of) = (member.clone(), item.clone());
    let told = Memo::new(move |_| {
        about.with_value(|about| {
            session
                .with_scores(|ledger, scores| tell(ledger, scores, about, &of, item_of.as_deref()))
        })
    });
    let tap = {
        let member = member.clone();
        move |id: String| match id.strip_prefix("item:") {
            Some(item) => {
                let view = View::Explain(member.clone(), Some(item.to_owned()));
                place.go(&about.with_value(|about| about.route(view)));
            }
            None => {
                if let Ok(id) = id.parse::<RecordId>() {
                    place.go(&Route::detail(&id));
                }
            }
        }
    };
    let tap = Callback::new(tap);
    let links = move || {
        let view = item.clone().map(|_| View::Explain(member.clone(), None));
        let whole = view.map(|view| about.with_value(|about| about.route(view)).href());
        let line = item.clone().and_then(|item| {
            session.with_scores(|ledger, scores| {
                let sheet = scores.sheet(ledger, about.with_value(|about| about.month)).ok()?;
                let (_, item) = sheet.standard.item(&item)?;
                item.lines.first().map(|line| line.id.clone())
            })
        });
        let open = session
            .with_ledger(|ledger| about.with_value(|about| step_of(ledger, about)) != Step::Locked);
        let entry = line.filter(|_| open).map(|line| {
            let view = View::NewEntry(Some(line), Some(member.clone()));
            about.with_value(|about| about.route(view)).href()
        });
        view! {
            <div class="explain-links">
                {whole.map(|href| view! {
                    <LinkButton label="看总分" href kind=ButtonKind::Quiet icon=Icon::Left/>
                })}
                {entry.map(|href| view! {
                    <LinkButton label="登记这一项" href icon=Icon::Plus/>
                })}
                <LinkButton label="党员资料" href=Route::detail(&member).href() kind=ButtonKind::Quiet/>
            </div>
        }
    };
    let content = move || {
        let Explanation { heading, lead, rows, notes } = told.get();
        view! {
            <h3 class="explain-heading">{heading}</h3>
            {(!lead.is_empty()).then(|| view! { <p class="explain-lead">{lead}</p> })}
            <Explain rows=Signal::stored(rows) on_tap=tap/>
            {notes
                .into_iter()
                .map(|text| view! { <Notice kind=NoticeKind::Warn title=text/> })
                .collect::<Vec<_>>()}
        }
    };
    view! { <div class="explain-panel">{content}{links}</div> }.into_any()
}

/// Explanation of a number.
#[derive(Debug, Clone, Default, PartialEq)]
struct Explanation {
    heading: String,
    lead: String,
    rows: Vec<ExplainRow>,
    notes: Vec<String>,
}

fn tell(
    ledger: &Ledger,
    scores: &mut Scores,
    about: &BranchMonth,
    member: &RecordId,
    item: Option<&str>,
) -> Explanation {
    let view = match MonthView::of(ledger, scores, &about.branch, about.month) {
        Ok(view) => view,
        Err(error) => {
            return Explanation { notes: vec![error.to_string()], ..Explanation::default() };
        }
    };
    // A locked month may still have a member under a record that was joined to another since.
    let asked = member;
    let member = ledger.resolve(asked);
    let of = |is: &dyn Fn(&RecordId) -> bool| view.rows.iter().find(|row| is(&row.member));
    let Some(shown) = of(&|id| id == asked).or_else(|| of(&|id| ledger.resolve(id) == member))
    else {
        let heading = "这名党员不在这个月的月表里".to_owned();
        return Explanation { heading, ..Explanation::default() };
    };
    if view.source == ResultSource::BroughtIn {
        let row = result_row("引入的总分", shown.result);
        return Explanation {
            heading: "引入的月份".into(),
            rows: vec![row],
            ..Explanation::default()
        };
    }
    if ledger.is_archived(about.month) && view.source == ResultSource::Locked {
        return tell_archived(&view, shown, item);
    }
    let sheet = match scores.sheet(ledger, about.month) {
        Ok(sheet) => sheet,
        Err(error) => {
            return Explanation { notes: vec![error.to_string()], ..Explanation::default() };
        }
    };
    let row = sheet.row_of(member);
    let place = item.and_then(|item| sheet.standard.item(item)).map(|(place, _)| place);
    let mut told = match (row, place) {
        (Some(row), Some(place)) => match scores.explain(&sheet, row, place) {
            Some(explained) => tell_item(ledger, &sheet, &explained),
            None => Explanation::default(),
        },
        (Some(row), None) => tell_total(ledger, &sheet, row),
        (None, _) => Explanation {
            heading: "现在的台账里，这名党员不在本月月表上".to_owned(),
            ..Explanation::default()
        },
    };
    if view.source == ResultSource::Locked {
        let (was, now) = match (row, place) {
            (Some(row), Some(place)) => (
                shown.items.get(place).copied().unwrap_or_default(),
                sheet.items(row).get(place).copied().unwrap_or_default(),
            ),
            (Some(row), None) => (shown.result, sheet.rows[row].result),
            (None, _) => (shown.result, 0),
        };
        if was != now {
            told.notes.push(format!(
                "锁定时是 {} 分；上面是按现在的台账算的 {} 分。差额在“锁定”里转为调整分录。",
                points(was),
                points(now)
            ));
        }
        if place.is_none() {
            let adjusted = adjustments(ledger, about.month);
            for one in adjusted.iter().filter(|one| one.member == *member) {
                let reason = ledger.record(&one.id).map_or("", |record| record.text("reason"));
                told.rows.push(ExplainRow {
                    id: one.id.to_string(),
                    label: "锁定后的调整分录".to_owned(),
                    note: reason.to_owned(),
                    delta: signed(one.tenths.into()),
                    ..ExplainRow::default()
                });
            }
        }
    }
    told
}

/// What is told where the entries are in an archive: what was locked.
fn tell_archived(view: &MonthView, shown: &MonthRow, item: Option<&str>) -> Explanation {
    let standard = view.standard.as_deref();
    let of_item = item.and_then(|item| standard?.item(item));
    let rows = match (of_item, standard) {
        (Some((place, item)), _) => {
            let score = shown.items.get(place).copied().unwrap_or_default();
            vec![result_row(&item.name, score)]
        }
        (None, standard) => {
            let items = standard.into_iter().flat_map(|standard| &standard.items);
            let scores = items.zip(&shown.items).map(|(item, score)| ExplainRow {
                label: item.name.clone(),
                delta: points(*score),
                ..ExplainRow::default()
            });
            scores.chain([result_row("锁定的月分", shown.result)]).collect()
        }
    };
    Explanation {
        heading: shown.name.clone(),
        lead: "本月的登记已归档，这里是锁定时的得分；要看每一条登记，先在“设置”里取回。".to_owned(),
        rows,
        ..Explanation::default()
    }
}

fn result_row(label: &str, tenths: i32) -> ExplainRow {
    ExplainRow {
        label: label.to_owned(),
        total: points(tenths),
        result: true,
        ..ExplainRow::default()
    }
}

fn tell_total(ledger: &Ledger, sheet: &MonthSheet, row: usize) -> Explanation {
    let Some(total) = explain_total(sheet, row) else {
        return Explanation::default();
    };
    let mut rows = Vec::new();
    let mut running = 0;
    for (place, aspect) in sheet.standard.aspects.iter().enumerate() {
        let items = sheet.standard.items.iter().zip(sheet.items(row));
        for (item, score) in items.filter(|(item, _)| item.aspect == place) {
            let differs = *score != item.base;
            rows.push(ExplainRow {
                id: format!("item:{}", item.id),
                label: format!("{} {}", item.id, item.name),
                note: if differs { format!("基础 {}", points(item.base)) } else { String::new() },
                delta: points(*score),
                tone: if differs { CellTone::Strong } else { CellTone::Muted },
                ..ExplainRow::default()
            });
        }
        running += total.aspects[place];
        rows.push(ExplainRow {
            label: format!("{}小计", aspect.name),
            delta: points(total.aspects[place]),
            total: points(running),
            tone: CellTone::Strong,
            ..ExplainRow::default()
        });
    }
    if total.computed != total.raw {
        rows.push(ExplainRow {
            label: "月分在 0 到 100 之间".to_owned(),
            delta: signed((total.computed - total.raw).into()),
            total: points(total.computed),
            ..ExplainRow::default()
        });
    }
    if let Some(veto) = &total.veto {
        let field = |name: &str| {
            let record = ledger.record(veto)?;
            VETO_SCHEMA.field(name).map(|field| show_field(ledger, field, &record))
        };
        rows.push(ExplainRow {
            id: veto.to_string(),
            label: format!("一票否决：{}", field("event").unwrap_or_default()),
            note: field("clause").unwrap_or_default(),
            delta: signed((total.result - total.computed).into()),
            total: points(total.result),
            tone: CellTone::Warn,
            ..ExplainRow::default()
        });
    }
    if let Some(exemption) = &total.exemption {
        rows.push(ExplainRow {
            id: exemption.to_string(),
            label: "不参评".to_owned(),
            note: format!("{}，不计入平均和名次", title(ledger, exemption)),
            ..ExplainRow::default()
        });
    }
    rows.push(ExplainRow {
        note: sheet.standard.grade_name(total.result).to_owned(),
        ..result_row("总分", total.result)
    });
    Explanation {
        heading: format!("{}总分", sheet.month.label()), rows, ..Explanation::default()
    }
}

fn tell_item(ledger: &Ledger, sheet: &MonthSheet, explained: &ItemExplanation) -> Explanation {
    let item = &sheet.standard.items[explained.item];
    let mut rows = Vec::new();
    let mut running = match &explained.start {
        Start::Base(base) => {
            rows.push(ExplainRow {
                label: "基础分".to_owned(),
                note: if explained.lines.is_empty() {
                    "本月没有登记".into()
                } else {
                    String::new()
                },
                delta: points(*base),
                total: points(*base),
                tone: CellTone::Muted,
                ..ExplainRow::default()
            });
            i64::from(*base)
        }
        Start::Instead { points: put, line, amount, own, source } => {
            let line = &item.lines[*line];
            let measure = match line.rule {
                Rule::Tier { .. } => format!("{} {}", line.event, points(*amount)),
                _ => line.event.clone(),
            };
            rows.push(ExplainRow {
                id: source.to_string(),
                label: measure,
                note: if *own { "本人登记".to_owned() } else { title(ledger, source) },
                delta: points(*put),
                total: points(*put),
                ..ExplainRow::default()
            });
            i64::from(*put)
        }
    };
    for one in &explained.lines {
        let line = &item.lines[one.line];
        for (source, amount, brought) in &one.entries {
            running += brought;
            let record = ledger.record(source);
            let text = |field: &str| record.map_or("", |record| record.text(field));
            let day = crate::ledger::parse_day(text("day")).map(crate::ledger::day_label);
            let note: Vec<String> = [
                day.unwrap_or_default(),
                text("note").to_owned(),
                format!("{} {} 每{}", line.id, signed(line_tenths(&line.rule)), line.unit),
            ]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
            let times = if *amount > 1 { format!(" × {amount}") } else { String::new() };
            rows.push(ExplainRow {
                id: source.to_string(),
                label: format!("{}{times}", line.event),
                note: note.join(" · "),
                delta: signed(*brought),
                total: points(running as i32),
                ..ExplainRow::default()
            });
        }
        if one.cut != 0 {
            running -= one.cut;
            rows.push(cut_row(&format!("“{}”这一条最多计满", line.event), one.cut, running));
        }
    }
    let cut = explained.cut();
    if cut != 0 {
        let bound = if cut > 0 { "超出月上限的不计" } else { "扣完为止，不倒扣" };
        rows.push(cut_row(bound, cut, explained.score.into()));
    }
    rows.push(ExplainRow {
        note: format!("上限 {}，下限 {}", points(item.cap), points(item.floor)),
        ..result_row("本项得分", explained.score)
    });
    Explanation {
        heading: format!("{} {}", item.id, item.name),
        lead: item.description.clone(),
        rows,
        notes: Vec::new(),
    }
}

fn line_tenths(rule: &Rule) -> i64 {
    match rule {
        Rule::PerUnit { tenths, .. } | Rule::Choice { tenths } => (*tenths).into(),
        Rule::Tier { .. } => 0,
    }
}

fn cut_row(label: &str, cut: i64, total: i64) -> ExplainRow {
    ExplainRow {
        label: label.to_owned(),
        delta: signed(-cut),
        total: points(total as i32),
        tone: CellTone::Muted,
        ..ExplainRow::default()
    }
}
