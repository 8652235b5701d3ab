//! How the head and the rows of a table are drawn.

use leptos::prelude::*;

use super::{
    Icon,
    simple_table::cell_text,
    table_grid::{FIRST_ROW, TableGrid},
    table_model::{CellTone, ColumnKind, SortBy, TableColumn, headings},
};

impl TableGrid {
    /// The row at a place. Its elements stay where the rows are put in another order, and show what
    /// is there then: to make them anew takes several times as long.
    pub(super) fn row(self, at: usize) -> impl IntoView {
        let row = Memo::new(move |_| {
            let index = self.order.with(|o| o.get(at).copied())?;
            self.rows.with(|r| r.get(index).cloned())
        });
        let open = Memo::new(move |_| {
            row.with(|row| {
                self.selected.with(|(id, column)| {
                    row.as_ref().is_some_and(|row| row.id == *id).then(|| column.clone())
                })
            })
        });
        let focus = Memo::new(move |_| {
            let (row, column) = self.cursor_now();
            (row == at).then_some(column)
        });
        let picked = Memo::new(move |_| {
            self.picked().filter(|(rows, _)| rows.contains(&at)).map(|(_, columns)| columns)
        });
        let cells = move || {
            // In this order: an effect that reads a memo first and what that one was made of later may
            // miss the change. A row follows of the columns, and what is open of the row.
            self.columns.with(|columns| {
                row.with(|row| {
                    let (open, focus, picked) = (open.get(), focus.get(), picked.get());
                    let cells = row.as_ref().map(|r| r.cells.as_slice()).unwrap_or_default();
                    columns
                        .iter()
                        .zip(cells)
                        .enumerate()
                        .map(|(i, (column, cell))| {
                            let here = open.as_deref() == Some(column.key.as_str());
                            let mut class = column.class(cell.tone);
                            if here {
                                class.push_str(" is-open");
                            }
                            let is_picked = picked.as_ref().is_some_and(|all| all.contains(&i));
                            if is_picked {
                                class.push_str(" is-picked");
                            }
                            // A name too long for its column is set smaller, in two lines.
                            if i == 0 && ems(&cell.text) > column.rem() - 1.5 {
                                class.push_str(" is-long");
                            }
                            view! {
                                <td
                                    class=class
                                    role=(i == 0).then_some("rowheader")
                                    tabindex=if focus == Some(i) { "0" } else { "-1" }
                                    title=(!cell.title.is_empty()).then(|| cell.title.clone())
                                    aria-selected=(here || is_picked).then_some("true")
                                >
                                    {cell_text(column, cell)}
                                </td>
                            }
                        })
                        .collect::<Vec<_>>()
                })
            })
        };
        view! {
            <tr
                class:is-open=move || open.with(Option::is_some)
                aria-rowindex=(at + FIRST_ROW).to_string()
            >
                {cells}
            </tr>
        }
    }

    pub(super) fn head(self) -> impl IntoView {
        self.columns.with(|columns| {
            let over = headings(columns);
            let two = over.iter().any(|(name, _)| !name.is_empty());
            let first = two.then(|| {
                let mut at = 0;
                let cells = over
                    .into_iter()
                    .map(|(name, span)| {
                        let i = at;
                        at += span;
                        if name.is_empty() {
                            self.head_cell(i, &columns[i], true)
                        } else {
                            view! { <th scope="colgroup" class="cell table-group" colspan=span.to_string()>{name}</th> }
                                .into_any()
                        }
                    })
                    .collect::<Vec<_>>();
                view! { <tr class="table-groups">{cells}</tr> }
            });
            let second = columns
                .iter()
                .enumerate()
                .filter(|(_, c)| !two || !c.group.is_empty())
                .map(|(i, c)| self.head_cell(i, c, false))
                .collect::<Vec<_>>();
            view! { {first}<tr>{second}</tr> }
        })
    }

    pub(super) fn head_cell(self, at: usize, column: &TableColumn, both: bool) -> AnyView {
        let label = column.label.clone();
        let title = (!column.title.is_empty()).then(|| column.title.clone());
        let key = column.key.clone();
        let sorted = Memo::new({
            let key = key.clone();
            move |_| self.sort.with(|s| s.as_ref().filter(|s| s.key == key).map(|s| s.descending))
        });
        let figures = column.kind == ColumnKind::Number;
        let on_head = self.on_head.filter(|_| column.opens);
        let face = if column.sortable || on_head.is_some() {
            let press = move |_| {
                if let Some(callback) = on_head {
                    return callback.run(key.clone());
                }
                self.sort.set(match sorted.get_untracked() {
                    None => Some(SortBy { key: key.clone(), descending: figures }),
                    Some(way) if way == figures => {
                        Some(SortBy { key: key.clone(), descending: !figures })
                    }
                    Some(_) => None,
                });
            };
            view! {
                <button type="button" class="table-sort" tabindex="-1" data-h=at.to_string() on:click=press>
                    <span>{label}</span>
                    {move || sorted.get().map(|down| if down { Icon::Down.view() } else { Icon::Up.view() })}
                </button>
            }
            .into_any()
        } else {
            view! { <span class="table-label">{label}</span> }.into_any()
        };
        let own = column.key.clone();
        let is_open = move || self.selected.with(|(id, column)| id.is_empty() && *column == own);
        view! {
            <th
                scope="col"
                class=column.class(CellTone::Normal)
                class:is-open=is_open
                rowspan=both.then_some("2")
                title=title
                aria-sort=move || sorted.get().map(|down| if down { "descending" } else { "ascending" })
            >
                {face}
            </th>
        }
        .into_any()
    }
}

/// About how wide a text is, in the widths of a Chinese character.
fn ems(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum()
}
