//! The step of an import that says what each column of a table holds.

use std::ops::Range;

use leptos::prelude::*;

use super::table_files::hidden_view;
use crate::tables::columns::{MappedColumn, Meaning};
use crate::tables::dates;
use crate::tables::grid::{Grid, NamedGrid, column_letters};
use crate::ui::components::{Choice, Field, Opt};

/// So many values of a column are shown.
const SAMPLES: usize = 3;
/// Headings can be said to stand in one of so many rows.
const HEADING_ROWS: usize = 12;

/// The first different values of a column below the headings, as the table has them.
pub fn samples(grid: &Grid, from: usize, column: usize) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for row in from..grid.rows().len() {
        let text = grid.cell(row, column).text();
        if !text.is_empty() && !samples.iter().any(|known| *known == *text) {
            samples.push(text.into_owned());
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

/// A column with its first values and the choice of what it is; `chosen` is the name of a field, or
/// empty.
pub fn column_row<F: PartialEq>(
    column: &MappedColumn<F>,
    samples: &[String],
    fields: Vec<Opt>,
    chosen: Memo<String>,
    guessed: Memo<bool>,
    assign: Callback<String>,
) -> AnyView {
    let index = column.index;
    let is_identity = column.meaning == Meaning::IdentityNumber;
    let samples = if is_identity { "（不显示）".to_owned() } else { samples.join("、") };
    let heading =
        if column.heading.is_empty() { "（空）".to_owned() } else { column.heading.clone() };
    let meaning = if is_identity {
        view! { <span class="map-never">"不导入：台账不保存身份证号"</span> }.into_any()
    } else {
        let mut options = vec![Opt::new("", "不导入")];
        options.extend(fields);
        let label = format!("{} 列“{heading}”导入为", column_letters(index));
        view! {
            <Choice
                options=Signal::stored(options)
                as_list=true
                value=chosen
                on_change=assign
                label
            />
        }
        .into_any()
    };
    view! {
        <div class="map-row" class:is-left-out=move || chosen.with(String::is_empty) role="row">
            <span class="map-letter" role="cell">{column_letters(index)}</span>
            <span class="map-heading" role="cell">{heading}</span>
            <span class="map-samples" role="cell">{samples}</span>
            <span class="map-meaning" role="cell">
                {meaning}
                {move || guessed.get().then(|| view! {
                    <span class="small muted">"按表头猜的，请核对"</span>
                })}
            </span>
        </div>
    }
    .into_any()
}

/// The columns, one under another; `note` stands over them.
pub fn columns_section(note: impl IntoView + 'static, rows: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="sheet">
            <h2>"每一列是什么"</h2>
            <p class="small muted">"认错的可以改；选“不导入”的列不写进台账。"</p>
            {note}
            <div class="map-rows" role="table" aria-label="每一列是什么">
                <div class="map-row map-head" role="row">
                    <span role="columnheader">"列"</span>
                    <span role="columnheader">"表头"</span>
                    <span role="columnheader">"前几行"</span>
                    <span role="columnheader">"导入为"</span>
                </div>
                {rows}
            </div>
        </section>
    }
    .into_any()
}

/// The sheets of a file, and what of them is read.
#[derive(Clone, Copy, Default)]
pub struct ChosenSheet {
    /// The sheets.
    pub sheets: RwSignal<Vec<NamedGrid>>,
    /// The place of the chosen one.
    pub sheet: RwSignal<usize>,
    /// Whether the rows that the spreadsheet hides are read too.
    pub hidden_rows: RwSignal<bool>,
    /// Whether the columns that it hides are read too.
    pub hidden_columns: RwSignal<bool>,
}

impl ChosenSheet {
    /// The sheet that is chosen, with what is hidden in it as far as that is asked for.
    pub fn grid(self) -> Option<Grid> {
        self.sheets.with_untracked(|sheets| {
            let grid = &sheets.get(self.sheet.get_untracked())?.grid;
            let (rows, columns) =
                (self.hidden_rows.get_untracked(), self.hidden_columns.get_untracked());
            Some(grid.revealed(rows, columns))
        })
    }

    /// Another sheet, without what it hides.
    pub fn choose(self, sheet: usize) {
        self.sheet.set(sheet);
        self.hidden_rows.set(false);
        self.hidden_columns.set(false);
    }
}

/// The values of a day column as dates: spreadsheets keep days as numbers, people know them as dates.
pub fn as_days(samples: Vec<String>, grid: &Grid) -> Vec<String> {
    let day = |sample: &String| dates::day_of_serial(sample.parse().ok()?, grid.epoch_1904);
    let in_words = |sample: String| day(&sample).map_or(sample, |day| day.to_string());
    samples.into_iter().map(in_words).collect()
}

/// Which sheet, and where its headings are.
pub fn sheet_view(
    chosen: ChosenSheet,
    heading_rows: Signal<Option<Range<usize>>>,
    set_heading_rows: Callback<(Grid, Range<usize>)>,
    choose_sheet: Callback<usize>,
    recognise: Callback<()>,
) -> AnyView {
    let sheets: Vec<Opt> = chosen.sheets.with_untracked(|sheets| {
        let named = sheets.iter().enumerate();
        named.map(|(at, sheet)| Opt::new(at.to_string(), sheet.name.clone())).collect()
    });
    let several = sheets.len() > 1;
    let heading = Signal::derive(move || {
        let rows = heading_rows.get().filter(|rows| !rows.is_empty());
        rows.map_or_else(String::new, |rows| (rows.start + 1).to_string())
    });
    let set_heading = move |row: String| {
        let rows = row.parse::<usize>().map_or(0..0, |row| row - 1..row);
        if let Some(grid) = chosen.grid() {
            set_heading_rows.run((grid, rows));
        }
    };
    let mut headings = vec![Opt::new("", "没有表头")];
    headings
        .extend((1..=HEADING_ROWS).map(|row| Opt::new(row.to_string(), format!("第 {row} 行"))));
    view! {
        <section class="sheet import-where">
            {several.then(|| view! {
                <Field label="工作表">
                    <Choice
                        options=Signal::stored(sheets)
                        value=Signal::derive(move || chosen.sheet.get().to_string())
                        on_change=move |at: String| choose_sheet.run(at.parse().unwrap_or(0))
                    />
                </Field>
            })}
            <Field label="表头在">
                <Choice options=Signal::stored(headings) value=heading on_change=set_heading/>
            </Field>
            {move || {
                chosen.sheet.track();
                let ChosenSheet { sheets, sheet, hidden_rows, hidden_columns } = chosen;
                hidden_view(sheets, sheet, hidden_rows, hidden_columns, recognise)
            }}
        </section>
    }
    .into_any()
}
