//! Faults and doubts of a table above its rows, before it is imported: words to map, cells to correct in
//! place, rows that cannot be taken, and rows that were set aside.

use leptos::prelude::*;

use crate::tables::grid::Address;
use crate::tables::review_faults::{FaultyCell, FaultyRows, ReviewFaults, UnknownWord};
use crate::tables::table_rows::SetAsideRow;
use crate::ui::components::{Button, ButtonKind, Field, Icon, TextInput};

/// So many cells are shown at first, and more at a time.
const CELLS: usize = 6;
/// So many rows are named for one reason.
const NAMED: usize = 8;
/// So many rows that were set aside are shown without unfolding.
const ASIDE: usize = 3;

/// What is done with what is corrected.
#[derive(Clone, Copy)]
pub struct Correcting {
    /// A cell should say this.
    pub correct: Callback<(Address, String)>,
    /// A word of a column means this; empty: it is asked again.
    pub map_word: Callback<(usize, String, String)>,
    /// A row that was set aside is read all the same, or set aside again.
    pub take_in: Callback<(usize, bool)>,
    /// The detail of a row is opened, by its number.
    pub open: Callback<usize>,
}

/// What is shown over the rows; all of it follows the plan.
#[derive(Clone, Copy)]
pub struct FaultsView {
    /// Faults and doubts.
    pub faults: Memo<ReviewFaults>,
    /// What of columns was not recognised, and what else to know before: one line each.
    pub before: Memo<Vec<String>>,
    /// Where columns are mapped.
    pub to_columns: Callback<()>,
    /// The words that were mapped.
    pub mapped: Memo<Vec<(usize, String, String)>>,
    /// The rows that were set aside.
    pub aside: Memo<Vec<SetAsideRow>>,
    /// What such rows would be: 党员, 记录.
    pub unit: &'static str,
    /// The rows that were taken in after all, from 1.
    pub taken_in: Memo<Vec<usize>>,
    /// What is done.
    pub correcting: Correcting,
}

impl FaultsView {
    /// The section; nothing where all is fine.
    pub fn view(self) -> AnyView {
        let Self { faults, before, mapped, aside, taken_in, .. } = self;
        let is_fine = Memo::new(move |_| {
            faults.with(ReviewFaults::is_empty)
                && before.with(Vec::is_empty)
                && mapped.with(Vec::is_empty)
        });
        let mend = move || {
            (!is_fine.get()).then(|| {
                view! {
                    <section class="review-faults" aria-label="请先看这些">
                        <h2 class="review-faults-title">{Icon::Warn.view()}<span>"请先看这些"</span></h2>
                        {self.before_view()}
                        {move || faults.with(|faults| self.words_view(&faults.words))}
                        {self.mapped_view()}
                        {self.cells_view()}
                        {move || faults.with(|faults| self.rows_view(&faults.rows))}
                    </section>
                }
            })
        };
        let no_aside = move || aside.with(Vec::is_empty) && taken_in.with(Vec::is_empty);
        view! {
            {mend}
            {move || (!no_aside()).then(|| self.aside_view())}
        }
        .into_any()
    }

    fn before_view(self) -> AnyView {
        let lines = move || {
            let lines = self.before.get();
            let has_lines = !lines.is_empty();
            let lines: Vec<AnyView> =
                lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
            has_lines.then(|| {
                view! {
                    <div class="review-faults-part">
                        {lines}
                        <Button
                            kind=ButtonKind::Quiet
                            label="回到上一步指定"
                            on_click=self.to_columns
                        />
                    </div>
                }
            })
        };
        lines.into_any()
    }

    /// Words that are not known, each with what it may mean.
    fn words_view(self, words: &[UnknownWord]) -> Vec<AnyView> {
        let view = |word: &UnknownWord| {
            let UnknownWord { column, label, written, rows, options, keeps_out } = word.clone();
            let asked = format!("{label}写的“{written}”（{rows} 行）当作");
            let help = if keeps_out {
                "选一次，所有写着它的行都照这样"
            } else {
                "不选的话，这一格空着"
            };
            let name = asked.clone();
            // One tap each, however many there are.
            let chips: Vec<AnyView> = options
                .into_iter()
                .map(|meant| {
                    let written = written.clone();
                    let choose = move |()| {
                        let answer = (column, written.clone(), meant.to_owned());
                        self.correcting.map_word.run(answer);
                    };
                    view! { <Button label=meant on_click=choose/> }.into_any()
                })
                .collect();
            view! {
                <div class="review-faults-part" role="group" aria-label=name>
                    <p>{asked}</p>
                    <div class="review-faults-words">{chips}</div>
                    <p class="small muted">{help}</p>
                </div>
            }
            .into_any()
        };
        words.iter().map(view).collect()
    }

    /// Words that were mapped, each to be asked once more.
    fn mapped_view(self) -> AnyView {
        let lines = move || {
            let line = |(column, written, meant): (usize, String, String)| {
                let text = format!("“{written}”当作“{meant}”");
                let label = format!("改回“{written}”");
                let undo = move |()| {
                    self.correcting.map_word.run((column, written.clone(), String::new()));
                };
                view! {
                    <p class="row review-faults-done">
                        {Icon::Check.view()}
                        <span>{text}</span>
                        <Button kind=ButtonKind::Quiet label on_click=undo/>
                    </p>
                }
                .into_any()
            };
            self.mapped.get().into_iter().map(line).collect::<Vec<_>>()
        };
        lines.into_any()
    }

    /// Cells, each to be corrected where it stands.
    fn cells_view(self) -> AnyView {
        let shown = RwSignal::new(CELLS);
        let cells = Memo::new(move |_| self.faults.with(|faults| faults.cells.clone()));
        let rest = Memo::new(move |_| cells.with(Vec::len).saturating_sub(shown.get()));
        let first = move || {
            let most = shown.get();
            cells.with(|cells| cells.iter().take(most).cloned().collect::<Vec<_>>())
        };
        let more = move || {
            let rest = rest.get();
            (rest > 0).then(|| {
                view! {
                    <Button
                        kind=ButtonKind::Quiet
                        label=format!("还有 {rest} 处")
                        on_click=move |()| shown.update(|shown| *shown += 4 * CELLS)
                    />
                }
            })
        };
        view! {
            <div class="review-faults-cells">
                <For each=first key=FaultyCell::clone let:cell>
                    {cell_view(cell, self.correcting.correct)}
                </For>
            </div>
            {more}
        }
        .into_any()
    }

    fn rows_view(self, rows: &[FaultyRows]) -> Vec<AnyView> {
        let view = |one: &FaultyRows| {
            let buttons: Vec<AnyView> = one
                .rows
                .iter()
                .take(NAMED)
                .map(|(row, of)| {
                    let (row, label) = (*row, format!("{of}（第 {row} 行）"));
                    let open = move |()| self.correcting.open.run(row);
                    view! { <Button kind=ButtonKind::Quiet label on_click=open/> }.into_any()
                })
                .collect();
            let count = one.rows.len();
            let more = (count > NAMED).then(|| view! { <span>{format!("等 {count} 行")}</span> });
            view! {
                <div class="review-faults-part">
                    <p>{one.why.clone()}</p>
                    <div class="row">{buttons}{more}</div>
                </div>
            }
            .into_any()
        };
        rows.iter().map(view).collect()
    }

    /// Rows that were set aside, each to be taken in after all.
    fn aside_view(self) -> AnyView {
        let Self { aside, taken_in, unit, correcting, .. } = self;
        let count = aside.with_untracked(Vec::len);
        let title = move || format!("放在一边、不当作{unit}的 {} 行", aside.with(Vec::len));
        let row = move |one: SetAsideRow| {
            let SetAsideRow { row, text, because } = one;
            let label = format!("第 {row} 行按{unit}导入");
            let take = move |()| correcting.take_in.run((row, true));
            view! {
                <li class="aside-row">
                    <span class="grow">
                        <span>{text}</span>
                        <span class="small muted">{format!("第 {row} 行 · {}", because.words())}</span>
                    </span>
                    <Button kind=ButtonKind::Quiet label on_click=take/>
                </li>
            }
            .into_any()
        };
        let back = move |row: usize| {
            let label = format!("第 {row} 行还是放在一边");
            let act = move |()| correcting.take_in.run((row, false));
            view! {
                <li class="aside-row">
                    <span class="grow muted">{format!("第 {row} 行已按{unit}读入")}</span>
                    <Button kind=ButtonKind::Quiet label on_click=act/>
                </li>
            }
            .into_any()
        };
        view! {
            <details class="import-notes" open=count <= ASIDE>
                <summary>{title}</summary>
                <ul class="aside-rows">
                    {move || aside.get().into_iter().map(row).collect::<Vec<_>>()}
                    {move || taken_in.get().into_iter().map(back).collect::<Vec<_>>()}
                </ul>
            </details>
        }
        .into_any()
    }
}

/// A cell with what is wrong with it.
fn cell_view(cell: FaultyCell, correct: Callback<(Address, String)>) -> AnyView {
    let FaultyCell { address, of, label, shown, why, .. } = cell;
    let label = if label.is_empty() {
        format!("{of} · {address}")
    } else {
        format!("{of} · {label} {address}")
    };
    cell_field(label, why, address, shown, correct)
}

/// Returns the fields of a row's faulty cells.
pub fn faulty_fields(faulty: &[&FaultyCell], correct: Callback<(Address, String)>) -> Vec<AnyView> {
    let field = |cell: &&FaultyCell| {
        let label = format!("{} {}", cell.label, cell.address);
        cell_field(label, String::new(), cell.address, cell.shown.clone(), correct)
    };
    faulty.iter().map(field).collect()
}

/// The field of a cell: what is typed is checked again once one leaves it.
fn cell_field(
    label: String,
    why: String,
    address: Address,
    shown: String,
    correct: Callback<(Address, String)>,
) -> AnyView {
    let typed = RwSignal::new(shown.clone());
    let commit = move |()| {
        let text = typed.get_untracked();
        if text != shown {
            correct.run((address, text));
        }
    };
    view! {
        <Field label hint=why>
            <TextInput
                value=typed
                on_change=move |text| typed.set(text)
                on_commit=Callback::new(commit)
            />
        </Field>
    }
    .into_any()
}

/// A cell of a row that can be corrected: where, what it is called, what it says.
pub type RowCell = (Address, String, String);

/// All cells of a row, folded, for correcting what nobody complained of.
pub fn other_cells(cells: Vec<RowCell>, correct: Callback<(Address, String)>) -> AnyView {
    let fields: Vec<AnyView> = cells
        .into_iter()
        .map(|(address, label, shown)| {
            cell_field(format!("{label} {address}"), String::new(), address, shown, correct)
        })
        .collect();
    view! {
        <details class="import-notes">
            <summary>"改这一行的内容"</summary>
            <div class="stack row-cells">{fields}</div>
        </details>
    }
    .into_any()
}

/// What holds for all rows and is no fault.
pub fn notes_view(notes: Vec<String>) -> Option<AnyView> {
    let more = notes.len();
    let notes: Vec<AnyView> =
        notes.into_iter().map(|note| view! { <p>{note}</p> }.into_any()).collect();
    (more > 0).then(|| {
        view! {
            <details class="import-notes" open=more <= 3>
                <summary>{format!("另有 {more} 点说明")}</summary>
                <div class="import-notes-body">{notes}</div>
            </details>
        }
        .into_any()
    })
}
