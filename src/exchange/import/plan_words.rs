//! The plan of an import in people's words: what would be new, changed, contradicting or deleted, each
//! with what it is and whom it is about (志愿服务与义诊 单次满2小时 · 丁某等 2 人).

use crate::ledger::{DELETED, JOINED, Ledger, Month, Record, RecordId};
use crate::registers::{
    Field, Kind, Names, RowKeys, Schema, Schemas, Shape, field_label, show_field, title, title_by,
};

use super::plan::{Effect, ImportPlan, RecordRow};

/// So many fields of a record are named.
const FIELDS: usize = 3;

/// What is said of what is kept and changes nothing that is shown.
pub const KEPT: &str = "旧内容，留着备查";

/// Effects of an import on records, most severe first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlanKind {
    /// They would be deleted here.
    Deleted,
    /// Both sides changed them.
    Conflicting,
    /// They are here and would change.
    Changed,
    /// They are not here yet.
    New,
    /// What the file says of them is older: it is kept, and changes nothing that is shown.
    Kept,
}

impl PlanKind {
    /// All of them, most severe first.
    pub const ALL: [Self; 5] =
        [Self::Deleted, Self::Conflicting, Self::Changed, Self::New, Self::Kept];

    /// The kind of a record of a plan.
    pub fn of(row: &RecordRow) -> Self {
        match row.effect {
            Effect::Deleted => Self::Deleted,
            Effect::Conflict => Self::Conflicting,
            Effect::History => Self::Kept,
            Effect::New if row.unknown => Self::New,
            Effect::New | Effect::Newer | Effect::Restored | Effect::Joined => Self::Changed,
        }
    }

    /// What is said of so many records.
    pub fn words(self, count: usize) -> String {
        match self {
            Self::Deleted => format!("要删除 {count} 条"),
            Self::Conflicting => format!("两边都改过 {count} 条"),
            Self::Changed => format!("有改动 {count} 条"),
            Self::New => format!("新增 {count} 条"),
            Self::Kept => format!("另有 {count} 条是{KEPT}"),
        }
    }
}

/// Looks a rule line up by a month and its id: its item and what happened, in words.
pub type RuleWords<'a> = &'a mut dyn FnMut(Month, &str) -> Option<String>;

/// Says what the records of a plan are.
pub struct PlanWords<'a> {
    schemas: Schemas,
    mine: &'a Ledger,
    plan: &'a ImportPlan,
    rule: RuleWords<'a>,
}

impl<'a> PlanWords<'a> {
    /// Of a plan that was made against `mine`.
    pub fn new(
        schemas: Schemas,
        mine: &'a Ledger,
        plan: &'a ImportPlan,
        rule: RuleWords<'a>,
    ) -> Self {
        Self { schemas, mine, plan, rule }
    }

    /// What a record is, and whom it is about; of one that would change, what of it.
    pub fn of(&mut self, row: &RecordRow) -> String {
        let named = self.named(row);
        match PlanKind::of(row) {
            PlanKind::Changed | PlanKind::Conflicting => {
                let what = self.changed_fields(row);
                if what.is_empty() { named } else { format!("{named}：{what}") }
            }
            PlanKind::Deleted | PlanKind::New | PlanKind::Kept => named,
        }
    }

    /// What a record is, and whom it is about.
    fn named(&mut self, row: &RecordRow) -> String {
        let theirs = self.plan.theirs();
        let Some(schema) = self.schemas.get(row.record.register()) else {
            return "本版本不认识的内容".to_owned();
        };
        // What is here is called as it is called here.
        let (ledger, other) = if row.unknown { (theirs, self.mine) } else { (self.mine, theirs) };
        let Some(record) = ledger.record(&row.record).or_else(|| other.record(&row.record)) else {
            return title(theirs, &row.record);
        };
        let month = schema.head.month_of(&record);
        let mut says_people = false;
        let parts = title_by(schema, &mut |field| {
            says_people |= matches!(field.kind, Kind::Reference(to) if self.is_of_people(to));
            let id = record.text(field.name);
            let rule = (field.kind == Kind::RuleLine).then(|| (self.rule)(month?, id)).flatten();
            rule.unwrap_or_else(|| match field.kind {
                Kind::Reference(_) => self.name(id),
                _ => show_field(ledger, field, &record),
            })
        });
        let parts = parts.unwrap_or_else(|| schema.head.label.to_owned());
        let people = if says_people { String::new() } else { self.people(schema, &record) };
        if people.is_empty() { parts } else { format!("{parts} · {people}") }
    }

    /// The people whom a record is about.
    fn people(&self, schema: &Schema, record: &Record<'_>) -> String {
        let rows = schema.fields.iter().filter(|field| self.has_rows_of_people(field));
        let of_rows = rows.flat_map(|field| {
            let entries = record.entries(field.name);
            entries.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.to_owned())
        });
        let is_named = |field: &&Field| {
            field.required && matches!(field.kind, Kind::Reference(to) if self.is_of_people(to))
        };
        let named = schema.fields.iter().filter(is_named);
        let named = named.map(|field| record.text(field.name).to_owned());
        // One person may be named in a field and in a row, and by records that are joined here.
        let mut ids: Vec<String> = Vec::new();
        for id in named.chain(of_rows).filter(|id| !id.is_empty()) {
            let id = self.mine.resolved_key(&id).to_owned();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        match ids.as_slice() {
            [] => String::new(),
            [one] => self.name(one),
            [first, ..] => format!("{}等 {} 人", self.name(first), ids.len()),
        }
    }

    /// Whether the records of a register are people.
    fn is_of_people(&self, register: &str) -> bool {
        self.schemas.get(register).is_some_and(|schema| schema.names == Names::OfPeople)
    }

    fn has_rows_of_people(&self, field: &Field) -> bool {
        matches!(field.shape, Shape::Rows(RowKeys::Records(of)) if self.is_of_people(of))
    }

    /// What the record of an id is called: as it is called here, where it has a name here. Of one that
    /// is here the file says no more than what is new.
    fn name(&self, id: &str) -> String {
        let Ok(id) = id.parse::<RecordId>() else { return String::new() };
        let (mine, theirs) = (self.mine, self.plan.theirs());
        let named_in = |ledger: &Ledger| {
            let record = ledger.record(ledger.resolve(&id))?;
            let schema = self.schemas.get(id.register())?;
            title_by(schema, &mut |field| show_field(ledger, field, &record))
        };
        let is_here = mine.record(mine.resolve(&id)).is_some();
        let of_file = || {
            // Who is erased here is not named by an old file.
            let is_erased = mine.is_redacted(mine.resolve(&id));
            if is_erased { None } else { named_in(theirs) }
        };
        let name = named_in(mine).or_else(of_file);
        name.unwrap_or_else(|| title(if is_here { mine } else { theirs }, &id))
    }

    /// What of a record would change, in the names of its fields.
    fn changed_fields(&self, row: &RecordRow) -> String {
        let Some(schema) = self.schemas.get(row.record.register()) else { return String::new() };
        let cells = self.plan.cells(self.mine, &row.record);
        let mut named: Vec<String> = Vec::new();
        for cell in cells.iter().filter(|cell| cell.effect != Effect::History) {
            let label = match &*cell.field {
                DELETED => "恢复".to_owned(),
                JOINED => "与另一条合并".to_owned(),
                field => match (&cell.key, schema.field(field)) {
                    (Some(person), Some(field)) if self.has_rows_of_people(field) => {
                        format!("{} {}", field.label, self.name(person))
                    }
                    _ => field_label(schema, field),
                },
            };
            if !named.contains(&label) {
                named.push(label);
            }
        }
        let count = named.len();
        named.truncate(FIELDS);
        let more = if count > FIELDS { format!("等 {count} 项") } else { String::new() };
        format!("{}{more}", named.join("、"))
    }
}
