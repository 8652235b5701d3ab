//! What a file would bring: shown before a single change is taken.

use std::sync::Arc;

use leptos::prelude::*;

use super::deletions::{deletions_view, question};
use super::effects::{KINDS, kind};
use super::plan_head::head_view;
use super::plan_lines::{RecordWords, lines_view, record_words};
use super::record::{record_title, record_view};
use super::redacts::{beyond_view, doubtful_view, redacts_view};
use super::{Exchange, Incoming};
use crate::browser::chinese::matches;
use crate::exchange::import::answers::ImportAnswers;
use crate::exchange::import::plan::{Effect, ImportPlan, RecordRow};
use crate::ordered;
use crate::registers::head;
use crate::ui::components::{
    Button, ButtonKind, DataTable, FilterBar, FilterChip, Icon, Page, Split, TableCell,
    TableColumn, TableRow, Toggle, only_one,
};

fn kind_of(row: &RecordRow) -> usize {
    kind(row.effect, row.unknown)
}

pub(super) fn plan_page(exchange: Exchange, incoming: Arc<Incoming>) -> AnyView {
    let plan = &incoming.plan;
    let can = !plan.stranger && !plan.is_same();
    let answers = exchange.answers;
    let count = {
        let incoming = incoming.clone();
        Memo::new(move |_| answers.with(|answers| answers.change_count(&incoming.plan)))
    };
    let erased = {
        let incoming = incoming.clone();
        Memo::new(move |_| answers.with(|answers| answers.confirmed_count(&incoming.plan)))
    };
    // What erases nothing that is here is taken in without asking.
    let is_noted = !plan.accept_redactions(|_| false).is_empty();
    let deleted = {
        let incoming = incoming.clone();
        Memo::new(move |_| answers.with(|answers| answers.deleted_count(&incoming.plan)))
    };
    let label = Signal::derive(move || {
        let with = match deleted.get() {
            0 => String::new(),
            deleted => format!("，其中删除 {deleted} 条"),
        };
        let (people, places) = erased.get();
        let mut parts = Vec::new();
        match count.get() {
            0 => {}
            count => parts.push(format!("导入 {count} 处{with}")),
        }
        if people > 0 {
            parts.push(format!("删除 {people} 人的个人信息"));
        }
        if places > 0 {
            parts.push(format!("清除 {places} 处"));
        }
        match (parts.is_empty(), is_noted) {
            (true, true) => "同步删除记录".to_owned(),
            (true, false) => "导入 0 处".to_owned(),
            (false, _) => parts.join("，"),
        }
    });
    let reason = {
        let incoming = incoming.clone();
        Signal::derive(move || match (count.get(), erased.get()) {
            (0, (0, 0)) if !is_noted => "一条也没有选".to_owned(),
            _ => question(exchange, &incoming.plan),
        })
    };
    let later = exchange.queue.with_value(Vec::len);
    let skip = match (can, later) {
        (_, 1..) => format!("跳过，看下一个（还有 {later} 个）"),
        (true, 0) => "不导入".to_owned(),
        (false, 0) => "返回".to_owned(),
    };
    let query = RwSignal::new(String::new());
    let shown = RwSignal::new(Vec::<String>::new());
    let kinds: Vec<FilterChip> = KINDS
        .iter()
        .enumerate()
        .map(|(place, (id, word))| {
            let rows = plan.registers.iter().flat_map(|one| &one.rows);
            let count = rows.filter(|row| kind_of(row) == place).count();
            FilterChip {
                id: (*id).to_owned(),
                label: (*word).to_owned(),
                count: Some(count as u32),
            }
        })
        .filter(|chip| chip.count != Some(0))
        .collect();
    let toggle = only_one(shown);
    let words = record_words(exchange.session, plan);
    let lines = (!plan.stranger).then(|| lines_view(plan, &words));
    let titled = titled_rows(plan, &words);
    let rows = Memo::new(move |_| {
        let text = query.get();
        let shown = shown.get();
        titled
            .iter()
            .filter(|(effect, row)| {
                (shown.is_empty() || shown.iter().any(|id| id == effect))
                    && (text.is_empty() || row.cells.iter().any(|cell| matches(&cell.text, &text)))
            })
            .map(|(_, row)| answers.with(|answers| marked(row, answers)))
            .collect::<Vec<_>>()
    });
    // All that is listed, in or out at once.
    let all_in = Memo::new(move |_| {
        rows.with(|rows| answers.with(|answers| rows.iter().all(|row| answers.wants(&row.id))))
    });
    let turn = move |()| {
        let all_in = all_in.get_untracked();
        let ids: Vec<String> =
            rows.with_untracked(|rows| rows.iter().map(|row| row.id.clone()).collect());
        answers.update(|answers| ids.iter().for_each(|id| answers.set_wanted(id, !all_in)));
    };
    let turn_label = Signal::derive(move || {
        if all_in.get() { "列出的都不导入" } else { "列出的都导入" }.to_owned()
    });
    let total = Signal::derive(move || format!("{} 条", rows.with(Vec::len)));
    let open = exchange.open;
    let title = {
        let incoming = incoming.clone();
        Signal::derive(move || {
            let id = open.get();
            row_of(&incoming.plan, &id)
                .map_or_else(String::new, |row| record_title(exchange.session, &incoming.plan, row))
        })
    };
    let detail = {
        let incoming = incoming.clone();
        move || {
            let id = open.get();
            row_of(&incoming.plan, &id)
                .map(|row| {
                    view! {
                        {can.then(|| choice(answers, &id))}
                        {record_view(exchange.session, &incoming.plan, row)}
                    }
                })
                .into_any()
        }
    };
    let columns = vec![
        TableColumn::text("title", "内容").width(18.0).sortable(),
        TableColumn::text("effect", "结果").width(7.0).sortable(),
        TableColumn::text("register", "台账").width(7.0).sortable(),
    ];
    let head = head_view(&incoming);
    let redacts = (!plan.stranger).then(|| {
        view! {
            {doubtful_view(exchange)}
            {redacts_view(exchange, plan)}
            {beyond_view(exchange, &incoming)}
        }
        .into_any()
    });
    let deletions = (!plan.stranger).then(|| deletions_view(exchange, plan)).flatten();
    let has_rows = rows.with_untracked(|rows| !rows.is_empty());
    let list = move || {
        view! {
            <div class="pad stack">{head}{deletions}{redacts}{lines}</div>
            {has_rows.then(|| view! {
                <div class="pad">
                    <FilterBar
                        query
                        on_query=move |text| query.set(text)
                        placeholder="姓名、内容"
                        filters=Signal::stored(kinds)
                        active=shown
                        on_filter=Callback::new(toggle)
                        count=total
                    />
                    {can.then(|| view! {
                        <Button kind=ButtonKind::Quiet label=turn_label on_click=turn/>
                    })}
                </div>
                <div class="plan-table">
                    <DataTable
                        label="文件带来的内容"
                        columns=Signal::stored(columns)
                        rows
                        on_row=Callback::new(move |id| open.set(id))
                        selected=Signal::derive(move || (open.get(), String::new()))
                    />
                </div>
            })}
        }
        .into_any()
    };
    view! {
        <Page
            title="核对要导入的内容"
            crumbs=Signal::stored(vec!["交换".to_owned(), incoming.file.clone()])
            fill=true
            controls=move || view! {
                <Button
                    kind=ButtonKind::Quiet
                    icon=Icon::Close
                    label=skip
                    on_click=move |()| exchange.next()
                />
            }
            action=move || can.then(|| view! {
                <Button kind=ButtonKind::Primary label reason on_click=move |()| exchange.take()/>
            })
        >
            <Split
                open=Signal::derive(move || open.with(|open| !open.is_empty()))
                detail_title=title
                detail
                on_back=Callback::new(move |()| open.set(String::new()))
                wide_list=true
                list=Box::new(list)
            />
        </Page>
    }
    .into_any()
}

/// The switch for whether one record is to be taken.
fn choice(answers: RwSignal<ImportAnswers>, id: &str) -> AnyView {
    let (here, own) = (id.to_owned(), id.to_owned());
    let value = Signal::derive(move || answers.with(|answers| answers.wants(&here)));
    let change = move |wanted: bool| {
        answers.update(|answers| answers.set_wanted(&own, wanted));
    };
    view! { <Toggle label="导入这一条" value on_change=change/> }.into_any()
}

/// The row of a record, which says so where it is not to be taken.
fn marked(row: &TableRow, answers: &ImportAnswers) -> TableRow {
    let mut row = row.clone();
    if !answers.wants(&row.id)
        && let Some(effect) = row.cells.get_mut(1)
    {
        *effect = TableCell::muted("不导入");
    }
    row
}

fn row_of<'a>(plan: &'a ImportPlan, id: &str) -> Option<&'a RecordRow> {
    plan.registers.iter().flat_map(|one| &one.rows).find(|row| row.record.as_str() == id)
}

/// The rows of the table with the names of their effects, most severe first.
fn titled_rows(plan: &ImportPlan, words: &RecordWords) -> Vec<(&'static str, TableRow)> {
    let mut rows: Vec<&RecordRow> = plan.registers.iter().flat_map(|one| &one.rows).collect();
    ordered::sort_by_key(&mut rows, |row| kind_of(row));
    rows.into_iter()
        .map(|row| {
            let (id, word) = KINDS[kind_of(row)];
            let effect = match row.effect {
                Effect::Conflict | Effect::Deleted => TableCell::warn(word),
                Effect::History => TableCell::muted(word),
                _ => TableCell::strong(word),
            };
            let place = head(row.record.register())
                .map_or_else(|| row.record.register().to_owned(), |one| one.label.to_owned());
            let cells = vec![
                TableCell::new(words.get(&row.record).cloned().unwrap_or_default()),
                effect,
                TableCell::new(place),
            ];
            (id, TableRow::new(row.record.as_str(), cells))
        })
        .collect()
}
