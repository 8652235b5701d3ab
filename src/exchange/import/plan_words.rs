//! The plan of an import in people's words: what would be new, changed, contradicting or deleted, each
//! with what it is and whom it is about (志愿服务与义诊 单次满2小时 · 丁某等 2 人).

use crate::ledger::{DELETED, JOINED, Ledger, Month, Record, RecordId};
use crate::registers::{
    Field, Kind, MEMBER, Schema, Schemas, field_label, show_field, title, title_by,
};

use super::plan::{Effect, ImportPlan, RecordRow};

/// So many fields of a record are named.
const FIELDS: usize = 3;

/// What becomes of records, the gravest first.
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
    /// All of them, the gravest first.
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
            Self::Kept => format!("另有 {count} 条是以前的写法，只留着备查"),
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
            says_people |= matches!(field.kind, Kind::Reference(to) if to == MEMBER.name);
            let id = record.text(field.name);
            let rule = (field.kind == Kind::RuleLine).then(|| (self.rule)(month?, id)).flatten();
            rule.unwrap_or_else(|| match field.kind {
                Kind::Reference(_) => name_in(ledger, other, id),
                _ => show_field(ledger, field, &record),
            })
        });
        let parts = parts.unwrap_or_else(|| schema.head.label.to_owned());
        let people = if says_people { String::new() } else { self.people(schema, &record) };
        if people.is_empty() { parts } else { format!("{parts} · {people}") }
    }

    /// The members whom a record is about.
    fn people(&self, schema: &Schema, record: &Record<'_>) -> String {
        let rows = schema.fields.iter().filter(|field| field.is_rows_of(MEMBER.name));
        let of_rows = rows.flat_map(|field| {
            let entries = record.entries(field.name);
            entries.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.to_owned())
        });
        let is_named = |field: &&Field| {
            field.required && matches!(field.kind, Kind::Reference(to) if to == MEMBER.name)
        };
        let named = schema.fields.iter().filter(is_named);
        let named = named.map(|field| record.text(field.name).to_owned());
        let ids: Vec<String> = named.chain(of_rows).filter(|id| !id.is_empty()).collect();
        let name = |id: &String| name_in(self.plan.theirs(), self.mine, id);
        match ids.as_slice() {
            [] => String::new(),
            [one] => name(one),
            [first, ..] => format!("{}等 {} 人", name(first), ids.len()),
        }
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
                    (Some(member), Some(field)) if field.is_rows_of(MEMBER.name) => {
                        let name = name_in(self.plan.theirs(), self.mine, member);
                        format!("{} {name}", field.label)
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

/// What a record is called in the first of two ledgers that has it.
fn name_in(first: &Ledger, second: &Ledger, id: &str) -> String {
    match id.parse::<RecordId>() {
        Ok(id) if first.record(&id).is_some() => title(first, &id),
        Ok(id) => title(second, &id),
        Err(_) => String::new(),
    }
}
