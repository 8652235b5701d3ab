//! 学时: the study hours of a branch's members in a year, and the check at the end of a quarter.

use leptos::prelude::*;

use super::about::{About, Span};

use super::hours_check::checks_view;
use crate::app::routes::Route;
use crate::app::{LifeRoute, LifeView, Session, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::browser::layers::OpenLayer;
use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{Context, STUDY_RULE, TRAINING, names_apart, points_text};
use crate::reports::Roster;
use crate::reports::Table;
use crate::reports::life::{STUDY_FORMS, StudyRow, StudyYear, study_table};
use crate::ui::components::{
    ButtonKind, DataTable, Empty, Icon, LinkButton, Notice, NoticeKind, Page, Split, TableCell,
    TableColumn, TableRow,
};
use crate::ui::pages::behind::{BehindLine, behind_list};
use crate::ui::pages::table_files::table_buttons;

/// What the page shows of a branch's year.
#[derive(Clone, Default)]
pub(super) struct HoursView {
    /// The study of the year.
    pub study: StudyYear,
    /// The members' rows, by name.
    pub rows: Vec<StudyRow>,
    /// What members are called.
    pub names: std::collections::BTreeMap<RecordId, String>,
    /// How many quarters of the year are over.
    pub quarters: u32,
}

impl HoursView {
    fn of(ledger: &Ledger, branch: &RecordId, about: About) -> Self {
        let context = Context::new(ledger, today());
        let roster = Roster::of(ledger);
        let study = StudyYear::of(&context, &roster, about.year());
        let rows = study.rows(&context, &roster, Some(branch), about.until());
        let names = names_apart(ledger, rows.iter().map(|row| &row.member), false);
        let name = |row: &StudyRow| names.get(&row.member).cloned().unwrap_or_default();
        let mut rows: Vec<_> = rows.into_iter().map(|row| (name(&row), row)).collect();
        sort_by_name(&mut rows, NameOrder::Strokes, |(name, _)| name);
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        let over = |month: &Month| month.last_day() < today();
        let quarters = Span::Year.of(about.month.get()).iter().filter(|month| over(month)).count();
        Self { study, rows, names, quarters: quarters as u32 / 3 }
    }
}

/// The page of it.
pub fn hours_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let about = About::follow(route, LifeView::Hours);
    let shown = Memo::new_with_compare(
        move |_| {
            let branch = about.branch.get()?;
            Some(session.with_ledger(|ledger| HoursView::of(ledger, &branch, about)))
        },
        |_, _| true,
    );
    let table = move || {
        shown.with(|shown| {
            let shown = shown.as_ref()?;
            let (year, rows) = ((about.year(), shown.quarters), &*shown.rows);
            Some(study_table(&about.name(), year, rows, &shown.names))
        })
    };
    let body = move || {
        if about.branch.with(Option::is_none) {
            return view! {
                <Empty title="还没有党支部" text="先在“台账 → 党支部”里添加支部，或者导入花名册。"/>
            }
            .into_any();
        }
        sheet(session, about, shown, table)
    };
    let new = Signal::derive(move || about.new_record(TRAINING.name));
    view! {
        <Page
            title="学时"
            crumbs=Signal::derive(move || vec![about.name(), format!("{}年", about.year())])
            back=Signal::stored(Route::Life(LifeRoute::default()).href())
            fill=true
            controls=move || about.controls(Span::Year, false)
            action=move || view! {
                <LinkButton label="登记学时" href=new kind=ButtonKind::Primary icon=Icon::Plus/>
            }
        >
            {body}
        </Page>
    }
    .into_any()
}

fn sheet(
    session: Session,
    about: About,
    shown: Memo<Option<HoursView>>,
    table: impl Fn() -> Option<Table> + Copy + Send + Sync + 'static,
) -> AnyView {
    // The member and the column that were tapped; an empty member: nothing is open.
    let opened = RwSignal::new((String::new(), String::new()));
    let is_open = Memo::new(move |_| opened.with(|(member, _)| !member.is_empty()));
    let layer = StoredValue::new(None::<OpenLayer>);
    Effect::new(move |_| {
        let open = is_open.get();
        layer.set_value(open.then(|| OpenLayer::over_all(move || opened.set(Default::default()))));
    });
    let columns = columns();
    let rows = Signal::derive(move || {
        let table = table().map(|table| table.rows).unwrap_or_default();
        shown.with(|shown| {
            let rows = shown.iter().flat_map(|shown| &shown.rows);
            rows.zip(table).map(|(row, texts)| table_row(row, texts)).collect::<Vec<_>>()
        })
    });
    let detail = move || {
        let (member, column) = opened.get();
        let lines = shown.with(|shown| {
            let row = shown.as_ref()?.rows.iter().find(|row| row.member.as_str() == member)?;
            Some(session.with_ledger(|ledger| lines(ledger, shown.as_ref(), row, &column)))
        });
        behind_list(lines.unwrap_or_default())
    };
    let detail_title = Signal::derive(move || {
        let (member, _) = opened.get();
        let name = shown.with(|shown| {
            let names = shown.as_ref().map(|shown| &shown.names)?;
            names.iter().find(|(id, _)| id.as_str() == member).map(|(_, name)| name.clone())
        });
        format!("{}的学时", name.unwrap_or_default())
    });
    let unmeasured = move || {
        let records = shown.with(|shown| shown.as_ref().map(|one| one.study.unmeasured.clone()));
        let records = records.unwrap_or_default();
        (!records.is_empty()).then(|| {
            let lines = session.with_ledger(|ledger| {
                let line = |id: &RecordId| BehindLine::of(ledger, id, String::new());
                records.iter().map(line).collect::<Vec<_>>()
            });
            let title = format!("{} 次会议没有学时也没有起止时间，没有计入", lines.len());
            view! {
                <Notice kind=NoticeKind::Warn title text="点开补上起止时间或学时，就会计入。"/>
                <div class="sheet">{behind_list(lines)}</div>
            }
        })
    };
    let archived = move || {
        let months = session.with_ledger(|ledger| {
            let of_year = Span::Year.of(about.month.get()).into_iter();
            let archived = of_year.filter(|month| ledger.is_archived(*month));
            archived.map(|month| month.number().to_string()).collect::<Vec<_>>()
        });
        (!months.is_empty()).then(|| {
            let title = format!("{}月已归档，会议的学时不在这里", months.join("、"));
            view! { <Notice title text="要看全年的，先在设置里取回归档。"/> }
        })
    };
    let rule = Route::detail(&STUDY_RULE.id(&[])).href();
    view! {
        <Split
            open=is_open
            wide_list=true
            detail
            detail_title
            on_back=move |()| opened.set(Default::default())
            list=Box::new(move || view! {
                <div class="pad stack">
                    <DataTable
                        label="各人学时"
                        columns=Signal::stored(columns.clone())
                        rows
                        selected=opened
                        on_cell=move |cell| opened.set(cell)
                        follows=true
                    />
                    <p class="quiet-line">
                        "会议和党课的学时从点名里来，补学的算在补学那一天；只算已经过去的日子。"
                        <a class="month-standard" href=rule>"学时要求和换算"</a>
                    </p>
                    {archived}
                    {unmeasured}
                    {checks_view(session, about)}
                    <div class="row">
                        {table_buttons("", ButtonKind::Plain, move || {
                            let table = table()?;
                            Some((format!("{}_{}", table.title, table.subtitle), table))
                        })}
                    </div>
                </div>
            }.into_any())
        />
    }
    .into_any()
}

/// The columns: as wide together as a tablet held upright has room for.
fn columns() -> Vec<TableColumn> {
    let mut columns = vec![
        TableColumn::text("name", "姓名").width(6.25),
        TableColumn::number("due", "应达").width(3.5),
        TableColumn::number("total", "累计").width(4.25),
        TableColumn::number("short", "还差").width(3.75),
    ];
    let widths = [6.0, 5.25, 3.75, 3.75];
    let forms = STUDY_FORMS.iter().zip(widths);
    columns
        .extend(forms.map(|((_, label), width)| TableColumn::number(*label, *label).width(width)));
    columns.push(TableColumn::text("progress", "进度").width(10.25));
    columns
}

fn table_row(row: &StudyRow, texts: Vec<String>) -> TableRow {
    let is_short = row.short() > 0;
    let cell = |(at, text): (usize, String)| match at {
        2 if row.total().is_none() => TableCell::muted(text),
        3 if is_short => TableCell::strong(text),
        4..=7 if text == "0" => TableCell::muted(text),
        _ => TableCell::new(text),
    };
    let cells = texts.into_iter().enumerate().map(cell).collect();
    TableRow::new(row.member.to_string(), cells)
}

/// The entries of a member, or those of the form whose column was tapped.
fn lines(
    ledger: &Ledger,
    shown: Option<&HoursView>,
    row: &StudyRow,
    column: &str,
) -> Vec<BehindLine> {
    let form = STUDY_FORMS.iter().find(|(_, label)| *label == column).map(|(form, _)| *form);
    let entries = shown
        .into_iter()
        .flat_map(|shown| row.entries.iter().filter_map(|place| shown.study.entries.get(*place)));
    entries
        .filter(|entry| form.is_none_or(|form| entry.form == form))
        .map(|entry| {
            let made_up = if entry.is_made_up { "补学 " } else { "" };
            let amount = format!("{made_up}{} 学时", points_text(entry.tenths));
            BehindLine::of(ledger, &entry.record, amount)
        })
        .collect()
}
