//! What the pages of an import from a table share: the steps, waiting, and the review of every row.

use leptos::prelude::*;

use crate::browser::layers::OpenLayer;
use crate::ui::components::{
    Button, ButtonKind, FilterBar, FilterChip, Icon, Mounted, Notice, NoticeKind, Page, Progress,
    SimpleTable, Split, StepItem, StepState, Steps, TableColumn, TableRow, only_one,
};

/// What is said where the ledger has changed under a review, and its rows do otherwise now.
pub const COMPARED_ANEW: &str =
    "核对期间台账有了别的改动，各行已重新核对，与刚才所示不同。请看过再点导入。";

/// What is said where something was corrected last of all, and rows do otherwise by that.
pub const CORRECTED_ANEW: &str = "刚才的改动已算进去，各行已重新核对。请看过再点导入。";

/// What went wrong as rows were to be taken.
pub fn refusal(problem: RwSignal<String>) -> AnyView {
    let notice = move || {
        let text = problem.get();
        (!text.is_empty()).then(|| {
            view! {
                <Notice kind=NoticeKind::Error title="没有导入" text alert=true />
            }
        })
    };
    notice.into_any()
}

/// The steps of an import, with the one at hand marked.
pub fn import_steps(label: &'static str, current: usize) -> AnyView {
    let step = |(at, word): (usize, &&str)| StepItem {
        label: (*word).to_owned(),
        note: String::new(),
        state: match at.cmp(&current) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Current,
            std::cmp::Ordering::Greater => StepState::Ahead,
        },
    };
    let steps: Vec<StepItem> =
        ["选文件", "对应各列", "核对"].iter().enumerate().map(step).collect();
    view! { <div class="import-steps"><Steps steps=Signal::stored(steps) label/></div> }.into_any()
}

/// Lets the browser's going back lead a step back, for as long as there is one. `depth` says how many
/// there are; a row that is open beside the rows is one, too.
pub fn go_back_by_steps(depth: Memo<usize>, back: impl Fn() + Copy + 'static) {
    let mounted = Mounted::here();
    Effect::new(move |_: Option<Option<OpenLayer>>| {
        let close = move || {
            if mounted.is_there() {
                back();
            }
        };
        (depth.get() > 0).then(|| OpenLayer::over_all(close))
    });
}

/// The way on to a file that is open, for who went back to where another can be chosen.
pub fn go_on_view(file: RwSignal<String>, go_on: Callback<()>) -> AnyView {
    let title = Signal::derive(move || format!("“{}”还开着，改过的都在", file.get()));
    view! {
        <Notice
            title
            action=move || view! { <Button label="接着看" on_click=go_on/> }
        />
    }
    .into_any()
}

/// The page while a file is read, compared or taken, under its steps.
pub fn waiting_page(
    title: String,
    file: RwSignal<String>,
    steps: AnyView,
    label: &'static str,
    percent: RwSignal<f64>,
) -> AnyView {
    view! {
        <Page title crumbs=Signal::derive(move || vec![file.get()])>
            <div class="narrow stack">{steps}<Progress label percent/></div>
        </Page>
    }
    .into_any()
}

/// The review of every row, before anything is taken. It stands while rows are compared once more.
pub struct RowReview {
    /// What is imported.
    pub title: String,
    /// The steps.
    pub steps: AnyView,
    /// The file.
    pub file: RwSignal<String>,
    /// Goes back to the columns.
    pub back: Callback<()>,
    /// How many rows would be taken.
    pub taken: Signal<usize>,
    /// What takes them is called.
    pub label: Signal<String>,
    /// Takes them.
    pub take: Callback<()>,
    /// What is searched for.
    pub query: RwSignal<String>,
    /// What can be searched for.
    pub placeholder: &'static str,
    /// The outcomes, each with how many rows have it.
    pub filters: Signal<Vec<FilterChip>>,
    /// The outcome to which the rows are narrowed, where they are.
    pub shown: RwSignal<Vec<String>>,
    /// The rows as narrowed.
    pub rows: Memo<Vec<TableRow>>,
    /// The row that is open beside the table; empty: none.
    pub open: RwSignal<String>,
    /// Its name.
    pub detail_title: Signal<String>,
}

impl RowReview {
    /// The page, with what stands above the table, the table, and the open row.
    pub fn page(self, above: AnyView, detail: ViewFn, list: Children) -> AnyView {
        let Self { title, steps, file, back, taken, label, take, query, placeholder, .. } = self;
        let Self { filters, shown, rows, open, detail_title, .. } = self;
        let total = Signal::derive(move || format!("{} 行", rows.with(Vec::len)));
        let toggle = only_one(shown);
        let is_open = Signal::derive(move || open.with(|open| !open.is_empty()));
        let none = Memo::new(move |_| taken.get() == 0);
        let reason = move || if none.get() { "没有可导入的" } else { "" }.to_owned();
        let list = move || {
            view! {
                <div class="pad stack review-above">{steps}{above}</div>
                <div class="pad import-filters">
                    <FilterBar
                        query
                        on_query=move |text| query.set(text)
                        placeholder
                        filters
                        active=shown
                        on_filter=Callback::new(toggle)
                        count=total
                    />
                </div>
                {list()}
            }
            .into_any()
        };
        view! {
            <Page
                title
                crumbs=Signal::derive(move || vec![file.get()])
                fill=true
                controls=move || view! {
                    <Button kind=ButtonKind::Quiet icon=Icon::Left label="上一步" on_click=back/>
                }
                action=move || view! {
                    <Button
                        kind=ButtonKind::Primary
                        label
                        disabled=none
                        reason=Signal::derive(reason)
                        on_click=take
                    />
                }
            >
                <Split
                    open=is_open
                    detail_title
                    detail
                    on_back=Callback::new(move |()| open.set(String::new()))
                    wide_list=true
                    list=Box::new(list)
                />
            </Page>
        }
        .into_any()
    }
}

/// What a row changes, and what else it says; `source` names what it comes from (表格, 名册).
pub fn compared(changed: Vec<TableRow>, others: Vec<TableRow>, source: &'static str) -> AnyView {
    let (has_changed, has_others) = (!changed.is_empty(), !others.is_empty());
    let rest =
        if has_changed { "其余各项".to_owned() } else { format!("{source}里的内容") };
    view! {
        {has_changed.then(|| view! {
            <SimpleTable
                caption="有变化的项"
                columns=Signal::stored(vec![
                    TableColumn::text("field", "项目"),
                    TableColumn::text("mine", "台账里"),
                    TableColumn::text("theirs", format!("{source}里")),
                ])
                rows=Signal::stored(changed)
            />
        })}
        {has_others.then(|| view! {
            <SimpleTable
                caption=rest
                columns=Signal::stored(vec![
                    TableColumn::text("field", "项目"),
                    TableColumn::text("value", "内容"),
                ])
                rows=Signal::stored(others)
            />
        })}
    }
    .into_any()
}

/// A notice a text.
pub fn notices(kind: NoticeKind, texts: &[impl ToString]) -> Vec<AnyView> {
    let notice = |text: &_| {
        let title = ToString::to_string(text);
        view! { <Notice kind=Signal::stored(kind) title/> }.into_any()
    };
    texts.iter().map(notice).collect()
}
