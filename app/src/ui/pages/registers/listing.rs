//! The state of a register's list: what is searched for, chosen and shown, and in which order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;

use crate::app::{Session, faulty_records};
use crate::browser::chinese::{NameOrder, matches, sort_by_name};
use crate::ledger::RecordId;
use crate::ordered;
use crate::registers::{DUE, Field, Kind, Names, SCORE, STAGE, Schema, Shape, Stage, names_of};
use crate::ui::components::{FilterChip, Opt, TableCell, TableColumn, TableRow};

use crate::ui::words::points;

use super::entries::{ListedRecord, columns, entries, filters, has_dates};
use super::memory::{self, ListState};
use super::reader::Reader;
use super::words::counted;

/// The mark of records that are faulty, of those that are deleted, and of those that are overdue.
const FAULTY: &str = "faulty";
const DELETED: &str = "deleted";
const OVERDUE: &str = "overdue";

/// What the points of this month are called.
const SCORE_LABEL: &str = "本月得分";

/// A text of more characters than this wants a wide column.
const LONG_NAME: usize = 20;

/// Chosen among standings: all who belong to a branch today.
pub const PRESENT: &str = "@present";

/// A list, cheap to copy into every closure.
#[derive(Clone, Copy)]
pub struct Listing {
    /// The session.
    pub session: Session,
    /// Which register.
    pub schema: &'static Schema,
    /// The text searched for.
    pub query: RwSignal<String>,
    /// The value chosen for each filter; one that is not here is not in force.
    pub chosen: RwSignal<BTreeMap<&'static str, String>>,
    /// 待修正 and 已删除, where they are on.
    pub marks: RwSignal<Vec<String>>,
    /// The id of the order.
    pub sort: RwSignal<String>,
    /// All records.
    pub entries: Memo<Arc<Vec<ListedRecord>>>,
    /// Those that are faulty.
    pub faulty: Memo<Arc<BTreeSet<RecordId>>>,
    /// Those that are shown, in their order: places in `entries`.
    pub shown: Memo<Vec<usize>>,
    /// What was searched for and chosen before a mark was turned on.
    before: StoredValue<Option<(String, BTreeMap<&'static str, String>)>>,
}

impl Listing {
    /// Opens the list of a register, as it was left.
    pub fn open(session: Session, schema: &'static Schema) -> Self {
        let key = memory::key(session, schema.head.name);
        let look = memory::look(&key).unwrap_or_else(|| first_look(session, schema));
        let query = RwSignal::new(look.query);
        let chosen = RwSignal::new(look.chosen);
        let marks = RwSignal::new(Vec::new());
        let sort = RwSignal::new(look.sort);
        Effect::new(move |_| {
            let look = ListState { query: query.get(), chosen: chosen.get(), sort: sort.get() };
            // While a mark is on, all of its records are shown: that is not how the list is left.
            if marks.with(Vec::is_empty) {
                memory::keep_look(&key, look);
            }
        });
        let entries = Memo::new(move |_| {
            session.with_scores(|ledger, scores| {
                Arc::new(entries(schema, &mut Reader::new(ledger, scores)))
            })
        });
        let looked_for = faulty_records(session, vec![schema]);
        let faulty = Memo::new(move |_| looked_for.get().unwrap_or_default());
        let sorted = Memo::new(move |_| entries.with(|all| sorted(all, schema, &sort.get())));
        let places = filters(schema);
        let shown = Memo::new(move |_| {
            let is_on = |mark: &str| marks.with(|marks| marks.iter().any(|one| one == mark));
            let (deleted, wrong, overdue) = (is_on(DELETED), is_on(FAULTY), is_on(OVERDUE));
            let fits = |entry: &ListedRecord| {
                entry.deleted == deleted
                    && (!overdue || entry.is_overdue)
                    && (!wrong || faulty.with(|ids| ids.contains(&entry.id)))
                    && chosen.with(|chosen| is_chosen(&places, chosen, entry))
                    && query.with(|query| matches(&entry.found_by, query))
            };
            entries.with(|all| {
                sorted.with(|order| order.iter().copied().filter(|at| fits(&all[*at])).collect())
            })
        });
        let before = StoredValue::new(None);
        Self { session, schema, query, chosen, marks, sort, entries, faulty, shown, before }
    }

    /// How many records there are that are not deleted.
    pub fn count(&self) -> usize {
        self.entries.with(|all| all.iter().filter(|entry| !entry.deleted).count())
    }

    /// Shows all records again.
    pub fn widen(&self) {
        self.query.set(String::new());
        self.chosen.set(BTreeMap::new());
        self.marks.set(Vec::new());
    }

    /// How many are shown, of how many.
    pub fn count_line(&self) -> String {
        // In this order: what is shown follows of all, and a page that reads it first may miss a
        // change.
        let all = self.count();
        let shown = self.shown.with(Vec::len);
        if shown == all || self.marks.with(|marks| !marks.is_empty()) {
            format!("共 {}", counted(self.schema, shown))
        } else {
            format!("{}，共 {all}", counted(self.schema, shown))
        }
    }

    /// The filters that are on or off: 待修正, 逾期 and 已删除, where there are such, and the stages.
    pub fn mark_chips(&self) -> Vec<FilterChip> {
        let faulty = self.faulty.with(|ids| ids.len());
        let deleted = self.entries.with(|all| all.iter().filter(|entry| entry.deleted).count());
        let chip = |id: &str, label: &str, count: usize| {
            let on = self.marks.with(|marks| marks.iter().any(|mark| mark == id));
            (count > 0 || on).then(|| FilterChip {
                id: id.to_owned(),
                label: label.to_owned(),
                count: u32::try_from(count).ok(),
            })
        };
        let overdue = self.entries.with(|all| all.iter().filter(|entry| entry.is_overdue).count());
        let chips = [
            chip(FAULTY, "待修正", faulty),
            chip(OVERDUE, "逾期", overdue),
            chip(DELETED, "已删除", deleted),
        ];
        chips.into_iter().flatten().chain(self.stage_chips()).collect()
    }

    /// The stages, where records are at more than one.
    fn stage_chips(&self) -> Vec<FilterChip> {
        let Some(at) = filters(self.schema).iter().position(|field| field.name == STAGE) else {
            return Vec::new();
        };
        let chosen = self.chosen.with(|chosen| chosen.get(STAGE).cloned());
        self.entries.with(|all| {
            let stages = self.schema.stages.iter().map(|stage| {
                let here = all.iter().filter(|one| !one.deleted && one.keys[at] == stage.name);
                (stage, here.count())
            });
            let stages: Vec<_> = stages
                .filter(|(stage, count)| *count > 0 || chosen.as_deref() == Some(stage.name))
                .collect();
            if stages.len() < 2 && chosen.is_none() {
                return Vec::new();
            }
            let chip = |(stage, count): (&Stage, usize)| FilterChip {
                id: stage.name.to_owned(),
                label: stage.label.to_owned(),
                count: u32::try_from(count).ok(),
            };
            stages.into_iter().map(chip).collect()
        })
    }

    /// The ids of the chips that are on.
    pub fn active_chips(&self) -> Vec<String> {
        let mut on = self.marks.get();
        on.extend(self.chosen.with(|chosen| chosen.get(STAGE).cloned()));
        on
    }

    /// Turns a chip on or off: a stage narrows the list as it is, a mark shows all that have it.
    pub fn turn_chip(&self, id: &str) {
        if !self.schema.stages.iter().any(|stage| stage.name == id) {
            return self.turn_mark(id);
        }
        self.chosen.update(|chosen| {
            if chosen.remove(STAGE).as_deref() != Some(id) {
                chosen.insert(STAGE, id.to_owned());
            }
        });
    }

    /// Turns 待修正 or 已删除 on or off. What is on shows all of its records, as many as its chip
    /// counts, whatever was searched for or chosen; turned off, that is in force again.
    pub fn turn_mark(&self, id: &str) {
        let is_on = self.marks.with_untracked(|marks| marks.iter().any(|mark| mark == id));
        if is_on {
            let (query, chosen) = self.before.get_value().unwrap_or_default();
            self.query.set(query);
            self.chosen.set(chosen);
            self.marks.set(Vec::new());
        } else {
            if self.marks.with_untracked(Vec::is_empty) {
                let narrowed = (self.query.get_untracked(), self.chosen.get_untracked());
                self.before.set_value(Some(narrowed));
            }
            self.marks.set(vec![id.to_owned()]);
            self.query.set(String::new());
            self.chosen.set(BTreeMap::new());
        }
    }

    /// Shows all records that are faulty, and no others.
    pub fn show_faulty(&self) {
        if !self.marks.with_untracked(|marks| marks.iter().any(|mark| mark == FAULTY)) {
            self.turn_mark(FAULTY);
        }
    }

    /// The columns of the table.
    pub fn columns(&self) -> Vec<TableColumn> {
        let mut list: Vec<TableColumn> = columns(self.schema).into_iter().map(column).collect();
        if self.by_score() {
            list.insert(1, TableColumn::number(SCORE, SCORE_LABEL).width(6.0));
        }
        if self.faulty.with(|ids| !ids.is_empty()) {
            list.insert(1, TableColumn::chip("faulty", "核对"));
        }
        list
    }

    /// The rows of the table.
    pub fn rows(&self) -> Vec<TableRow> {
        let by_score = self.by_score();
        let due_at = columns(self.schema).iter().position(|field| field.name == DUE);
        self.entries.with(|all| {
            self.faulty.with(|faulty| {
                let row = |entry: &ListedRecord| {
                    let cell = |(at, text): (usize, &String)| match due_at {
                        Some(due) if due == at && entry.is_overdue => {
                            TableCell::warn(format!("{text} 逾期"))
                        }
                        _ => TableCell::new(text.as_str()),
                    };
                    let mut cells: Vec<TableCell> =
                        entry.cells.iter().enumerate().map(cell).collect();
                    if by_score {
                        let score = entry.score.map(|tenths| TableCell::new(points(tenths)));
                        cells.insert(1, score.unwrap_or_else(|| TableCell::muted("—")));
                    }
                    if !faulty.is_empty() {
                        let word = if faulty.contains(&entry.id) { "待修正" } else { "" };
                        cells.insert(1, TableCell::warn(word));
                    }
                    TableRow::new(entry.id.as_str(), cells)
                };
                self.shown.with(|shown| shown.iter().map(|at| row(&all[*at])).collect())
            })
        })
    }

    /// The orders to choose from.
    pub fn sorts(&self) -> Vec<Opt> {
        let mut sorts = self.usual_sorts();
        if self.schema.columns.contains(&DUE) {
            sorts.push(Opt::new(DUE, "期限近的在前"));
        }
        sorts
    }

    fn usual_sorts(&self) -> Vec<Opt> {
        let schema = self.schema;
        let mut sorts = match schema.names {
            _ if has_dates(schema) => {
                vec![Opt::new("newest", "新的在前"), Opt::new("strokes", "按名称")]
            }
            Names::OfPeople => vec![Opt::new("strokes", "姓氏笔画"), Opt::new("pinyin", "拼音")],
            _ => vec![Opt::new("strokes", "笔画"), Opt::new("pinyin", "拼音")],
        };
        sorts.extend(schema.display.sorts.iter().filter_map(|name| match *name {
            SCORE => Some(Opt::new(SCORE, SCORE_LABEL)),
            name => Some(Opt::new(name, schema.field(name)?.label)),
        }));
        sorts
    }

    /// The records shown before and after one, and its place.
    pub fn around(&self, id: &RecordId) -> Option<(Option<RecordId>, usize, Option<RecordId>)> {
        self.entries.with(|all| {
            self.shown.with(|shown| {
                let at = shown.iter().position(|place| all[*place].id == *id)?;
                let near = |at: Option<usize>| {
                    at.and_then(|at| shown.get(at)).map(|place| all[*place].id.clone())
                };
                Some((near(at.checked_sub(1)), at, near(Some(at + 1))))
            })
        })
    }

    fn by_score(&self) -> bool {
        self.sort.with(|sort| sort == SCORE)
    }
}

fn column(field: &'static Field) -> TableColumn {
    let (key, label) = (field.name, field.label);
    if key == DUE {
        return TableColumn::text(key, label).width(13.5);
    }
    match (field.kind, field.shape) {
        (_, Shape::Rows(_)) | (Kind::Lines(_), _) => TableColumn::text(key, label).width(14.0),
        (
            Kind::Points(..) | Kind::Percent | Kind::Tenths(..) | Kind::Count(..) | Kind::Money,
            _,
        ) => TableColumn::number(key, label).width(6.0),
        (Kind::RuleLine, _) => TableColumn::text(key, label).width(15.0),
        (Kind::Day, _) => TableColumn::text(key, label).width(8.5),
        (Kind::Choice(_) | Kind::Month, _) => TableColumn::text(key, label).width(6.5),
        (Kind::Text(most), _) if most > LONG_NAME => TableColumn::text(key, label).width(12.0),
        (Kind::Text(_), _) => TableColumn::text(key, label).width(7.5),
        (Kind::Reference(to), _) => match names_of(to) {
            Names::OfPeople => TableColumn::text(key, label).width(7.5),
            Names::Numbered => TableColumn::text(key, label).width(9.0),
            Names::Usual => TableColumn::text(key, label),
        },
        _ => TableColumn::text(key, label),
    }
}

/// A list that is opened for the first time: where records come and go, those that are there, of the
/// keeper's own branch.
fn first_look(session: Session, schema: &Schema) -> ListState {
    let mut chosen = BTreeMap::new();
    let sort = if has_dates(schema) { "newest" } else { "strokes" };
    if let Some(present) = &schema.present {
        chosen.insert(present.field, PRESENT.to_owned());
        chosen.extend(session.own_branch().and_then(|own| {
            let is_its =
                |field: &&&Field| matches!(field.kind, Kind::Reference(to) if to == own.register());
            Some((filters(schema).iter().find(is_its)?.name, own.to_string()))
        }));
    }
    ListState { query: String::new(), chosen, sort: sort.to_owned() }
}

fn is_chosen(
    places: &[&Field],
    chosen: &BTreeMap<&'static str, String>,
    entry: &ListedRecord,
) -> bool {
    places.iter().zip(&entry.keys).all(|(field, key)| match chosen.get(field.name) {
        // Whoever has left is looked for among the deleted as well.
        Some(value) if value == PRESENT => entry.present || entry.deleted,
        Some(value) => value == key,
        None => true,
    })
}

/// The places of all entries in an order.
fn sorted(all: &[ListedRecord], schema: &Schema, sort: &str) -> Vec<usize> {
    let names = if sort == "pinyin" { NameOrder::Pinyin } else { NameOrder::Strokes };
    let mut named: Vec<(usize, &ListedRecord)> = all.iter().enumerate().collect();
    sort_by_name(&mut named, names, |(_, entry)| &entry.title);
    let by = schema.display.sorts.iter().find(|name| **name == sort && **name != SCORE);
    let by = by.and_then(|name| columns(schema).iter().position(|field| field.name == *name));
    if let Some(by) = by {
        sort_by_name(&mut named, names, |(_, entry)| {
            entry.cells.get(by).map_or("", String::as_str)
        });
    }
    let mut order: Vec<usize> = named.into_iter().map(|(at, _)| at).collect();
    match sort {
        SCORE => ordered::sort_by_key(&mut order, |at| Reverse(all[*at].score)),
        // What has no deadline comes last.
        DUE => ordered::sort_by(&mut order, |left, right| {
            let (left, right) = (&all[*left].due, &all[*right].due);
            (left.is_empty(), left).cmp(&(right.is_empty(), right))
        }),
        "newest" => ordered::sort_by(&mut order, |left, right| {
            let (left, right) = (&all[*left], &all[*right]);
            (&right.date, right.made).cmp(&(&left.date, left.made))
        }),
        _ => {}
    }
    order
}
