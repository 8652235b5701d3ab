//! What a file would bring: shown before a single change is taken.

use std::sync::Arc;

use leptos::prelude::*;

use super::imports::author_words;
use super::record::{record_title, record_view};
use super::{Exchange, Incoming};
use crate::exchange::plan::{Effect, ImportPlan, RecordRow};
use crate::registers::register;
use crate::ui::components::{
    Button, ButtonKind, Cell, Column, DataTable, FilterBar, FilterChip, Icon, Notice, NoticeKind,
    Page, Row, SimpleTable, Split,
};
use crate::ui::root::Door;

/// What a record's gravest effect is called.
const EFFECTS: [(Effect, &str, &str); 4] = [
    (Effect::Conflict, "conflict", "两边都改过"),
    (Effect::Newer, "newer", "更新"),
    (Effect::New, "new", "新增"),
    (Effect::History, "history", "只留作历史"),
];

/// The word for an effect.
pub(super) fn effect_word(effect: Effect) -> &'static str {
    EFFECTS.iter().find(|(known, ..)| *known == effect).map_or("", |(_, _, word)| *word)
}

pub(super) fn plan_page(exchange: Exchange, incoming: Arc<Incoming>) -> AnyView {
    let plan = &incoming.plan;
    let can = !plan.stranger && !plan.is_same();
    let label = format!("导入 {} 处", plan.change_count());
    let later = exchange.queue.with_value(Vec::len);
    let skip = match (can, later) {
        (_, 1..) => format!("跳过，看下一个（还有 {later} 个）"),
        (true, 0) => "不导入".to_owned(),
        (false, 0) => "返回".to_owned(),
    };
    let query = RwSignal::new(String::new());
    let shown = RwSignal::new(Vec::<String>::new());
    let kinds: Vec<FilterChip> = EFFECTS
        .iter()
        .map(|(effect, id, word)| {
            let rows = plan.registers.iter().flat_map(|one| &one.rows);
            let count = rows.filter(|row| row.effect == *effect).count();
            FilterChip {
                id: (*id).to_owned(),
                label: (*word).to_owned(),
                count: Some(count as u32),
            }
        })
        .filter(|chip| chip.count != Some(0))
        .collect();
    let toggle = move |id: String| {
        shown.update(|shown| {
            let on = shown.contains(&id);
            shown.clear();
            if !on {
                shown.push(id);
            }
        });
    };
    let titled = titled_rows(exchange, plan);
    let rows = Memo::new(move |_| {
        let text = query.get();
        let shown = shown.get();
        titled
            .iter()
            .filter(|(effect, row)| {
                (shown.is_empty() || shown.iter().any(|id| id == effect))
                    && (text.is_empty() || row.cells.iter().any(|cell| cell.text.contains(&text)))
            })
            .map(|(_, row)| row.clone())
            .collect::<Vec<_>>()
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
                .map(|row| record_view(exchange.session, &incoming.plan, row))
                .into_any()
        }
    };
    let columns = vec![
        Column::text("title", "内容").width(12.0).sortable(),
        Column::text("effect", "结果").width(7.0).sortable(),
        Column::text("register", "台账").width(7.0).sortable(),
        Column::number("cells", "项数").width(4.5).sortable(),
    ];
    let head = head_view(&incoming);
    let has_rows = rows.with_untracked(|rows| !rows.is_empty());
    let list = move || {
        view! {
            <div class="pad stack">{head}</div>
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
                <Button kind=ButtonKind::Primary label on_click=move |()| exchange.take()/>
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

fn row_of<'a>(plan: &'a ImportPlan, id: &str) -> Option<&'a RecordRow> {
    plan.registers.iter().flat_map(|one| &one.rows).find(|row| row.record.as_str() == id)
}

/// The rows of the table with the names of their effects, the gravest first.
fn titled_rows(exchange: Exchange, plan: &ImportPlan) -> Vec<(&'static str, Row)> {
    let mut rows: Vec<&RecordRow> = plan.registers.iter().flat_map(|one| &one.rows).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.effect));
    rows.into_iter()
        .map(|row| {
            let id = EFFECTS.iter().find(|(effect, ..)| *effect == row.effect);
            let word = effect_word(row.effect);
            let effect = match row.effect {
                Effect::Conflict => Cell::warn(word),
                Effect::History => Cell::muted(word),
                _ => Cell::strong(word),
            };
            let place = register(row.record.register())
                .map_or_else(|| row.record.register().to_owned(), |one| one.label.to_owned());
            let cells = vec![
                Cell::new(record_title(exchange.session, plan, row)),
                effect,
                Cell::new(place),
                Cell::new(row.cells.len().to_string()),
            ];
            (id.map_or("", |(_, id, _)| *id), Row::new(row.record.as_str(), cells))
        })
        .collect()
}

/// From whom the file is, what is worth knowing of it, and how much it brings.
fn head_view(incoming: &Incoming) -> AnyView {
    let plan = &incoming.plan;
    let header = &plan.header;
    let door = expect_context::<Door>();
    let stranger = plan.stranger.then(|| {
        let text = format!(
            "文件来自“{}”的另一本台账，内容不会混进这本里。要看它，请用“加入已有台账”打开，它会单独成为一本。\
             如果本来应当是同一本（两台平板各自新建过），请商定留哪一本，另一台改用“加入已有台账”。",
            header.hospital
        );
        view! {
            <Notice
                kind=NoticeKind::Warn
                title="这是另一本台账的文件"
                text
                action=move || view! {
                    <Button label="去加入已有台账" on_click=move |()| door.leave()/>
                }
            />
        }
        .into_any()
    });
    let same = (plan.is_same() && !plan.stranger).then(|| {
        let text = format!("文件里的 {} 处都已经在这台设备上，不用导入。", plan.tally.same);
        view! { <Notice kind=NoticeKind::Done title="没有新内容" text/> }.into_any()
    });
    let ahead = plan.ahead.as_ref().map(|ahead| {
        let tablet = if ahead.tablet.is_empty() { "对方设备" } else { &*ahead.tablet };
        let text = format!(
            "有 {} 处的时间是将来的，最晚到 {}。请核对“{tablet}”和这台设备的日期时间；时间靠后的会盖过靠前的。",
            ahead.changes,
            ahead.at.label()
        );
        view! { <Notice kind=NoticeKind::Warn title="有一台设备的时间不准" text/> }.into_any()
    });
    let refused = (plan.tally.refused > 0).then(|| {
        let title = format!("有 {} 处不收", plan.tally.refused);
        let text = "它们与本机已有的登记编号相同、内容不同，文件可能被改动过。其余内容不受影响。";
        view! { <Notice kind=NoticeKind::Warn title text/> }.into_any()
    });
    let facts = vec![
        ("来自", author_words(&header.from)),
        ("单位", header.hospital.clone()),
        ("导出时间", header.made.label()),
        ("内容", format!("{} 条记录，{} 处修改", header.counts.records, header.counts.changes)),
    ];
    let facts: Vec<AnyView> = facts
        .into_iter()
        .map(|(term, text)| view! { <dt>{term}</dt><dd>{text}</dd> }.into_any())
        .collect();
    let counts = (!plan.stranger && !plan.is_same()).then(|| counts_view(plan));
    view! {
        <dl class="facts">{facts}</dl>
        {stranger}
        {same}
        {ahead}
        {refused}
        {counts}
    }
    .into_any()
}

/// How much the file brings, by register.
fn counts_view(plan: &ImportPlan) -> AnyView {
    let number = |count: usize| {
        if count == 0 { Cell::muted("0") } else { Cell::new(count.to_string()) }
    };
    let mut rows: Vec<Row> = plan
        .registers
        .iter()
        .filter(|one| !one.rows.is_empty())
        .map(|one| {
            let label = register(&one.register)
                .map_or_else(|| one.register.clone(), |found| found.label.to_owned());
            let conflicts = match one.tally.conflicts {
                0 => Cell::muted("0"),
                count => Cell::warn(count.to_string()),
            };
            let cells = vec![
                Cell::new(label),
                number(one.new_records),
                number(one.changed_records),
                number(one.tally.newer),
                conflicts,
                number(one.tally.history),
            ];
            Row::new(one.register.clone(), cells)
        })
        .collect();
    rows.sort_by(|a, b| a.cells[0].text.cmp(&b.cells[0].text));
    let note = format!("另有 {} 处与本机相同", plan.tally.same);
    view! {
        <SimpleTable
            caption="按台账"
            hide_caption=true
            columns=Signal::stored(vec![
                Column::text("register", "台账"),
                Column::number("new", "新记录"),
                Column::number("changed", "有变化的"),
                Column::number("newer", "更新的项"),
                Column::number("conflicts", "两边都改过"),
                Column::number("history", "只留历史"),
            ])
            rows=Signal::stored(rows)
        />
        <p class="small muted figures">{note}</p>
    }
    .into_any()
}
