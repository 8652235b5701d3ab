//! The standard (考核标准): aspects, items and rule lines as data.
//!
//! A standard is stored as a [`Value`] and read once into this type. The hash of the stored value is
//! its name: a published standard is immutable. All points are in tenths.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::ledger::Value;
use crate::registers::Event;

/// A standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// What it is called.
    pub name: String,
    /// The aspects (方面), in order.
    pub aspects: Vec<Aspect>,
    /// The items (项), in order.
    pub items: Vec<Item>,
    /// The grades, the highest first; the last begins at 0.
    pub grades: Vec<Grade>,
    /// The clauses of veto.
    pub vetoes: Vec<VetoClause>,
    /// What else the stored standard says: kept as it is.
    rest: BTreeMap<Arc<str>, Value>,
}

/// An aspect (方面): several items under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspect {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The most that its items can come to.
    pub cap: i32,
}

/// An item (项).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id (`A1`).
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The place of its aspect in [`Standard::aspects`].
    pub aspect: usize,
    /// Which of 德能勤绩廉 it shows.
    pub facet: String,
    /// What one has without any entry.
    pub base: i32,
    /// The most in a month.
    pub cap: i32,
    /// The least in a month.
    pub floor: i32,
    /// What it is about.
    pub description: String,
    /// What can prove it.
    pub evidence: String,
    /// Whether its details may be seen by the secretary and the discipline member alone.
    pub restricted: bool,
    /// The register that feeds it, where one does.
    pub fed_by: String,
    /// Its rule lines.
    pub lines: Vec<Line>,
}

/// A rule line (细则).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id (`A1.1`).
    pub id: String,
    /// What happened.
    pub event: String,
    /// What is counted (次, 项).
    pub unit: String,
    /// What it does to the score.
    pub rule: Rule,
    /// The facts of registers that it answers to.
    pub trigger: Option<Trigger>,
}

/// What a rule line does to the score of its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Adds so much for each unit; the sum of the line does not pass its cap, where it has one.
    PerUnit {
        /// For one unit; negative where it deducts.
        tenths: i32,
        /// The most that the line can come to, by amount.
        cap: Option<i32>,
    },
    /// Takes the place of the base.
    Choice {
        /// What takes its place.
        tenths: i32,
    },
    /// Takes the place of the base, by a measure.
    Tier {
        /// What is measured.
        of: String,
        /// From which measure on how much, the highest first.
        steps: Vec<(i32, i32)>,
    },
}

/// A kind of fact that a rule line answers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Where it comes from.
    pub from: String,
    /// Its mark there.
    pub mark: String,
}

/// A grade (积分等级).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// From how many points on.
    pub at_least: i32,
    /// What it is called.
    pub name: String,
}

/// A clause of veto (一票否决).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VetoClause {
    /// Its id (`V1`).
    pub id: String,
    /// What follows.
    pub effect: String,
    /// The events that call for it.
    pub events: Vec<String>,
}

/// Why a stored value is no standard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StandardError {
    /// The text is no JSON.
    #[error("这份标准读不出来：不是完整的 JSON 文本")]
    NotJson,
    /// Something is missing or of another kind.
    #[error("这份标准的“{0}”缺失或格式不对")]
    Malformed(String),
    /// An id occurs twice.
    #[error("编号“{0}”出现了两次，每项、每条细则的编号不能重复")]
    Doubled(String),
    /// An item or aspect does not fit its bounds.
    #[error("“{0}”的分值不对：下限不高于基础分，基础分不高于上限")]
    Bounds(String),
    /// The grades leave a gap.
    #[error("等级要从高到低排列，最低一级从 0 分起")]
    Grades,
}

/// The standard that ships with the app: domain.md §1.5.
const BUILT_IN: &str = include_str!("standard18.json");

/// The most points that anything in a standard can be worth, in tenths.
const BOUND: i64 = 10_000;

impl Standard {
    /// The standard that ships with the app.
    pub fn built_in() -> Self {
        // A test reads it, so what would otherwise be a fault of the build cannot happen.
        Self::from_json(BUILT_IN).unwrap_or_else(|_| Self::empty())
    }

    fn empty() -> Self {
        Self {
            name: String::new(),
            aspects: Vec::new(),
            items: Vec::new(),
            grades: vec![Grade { at_least: 0, name: String::new() }],
            vetoes: Vec::new(),
            rest: BTreeMap::new(),
        }
    }

    /// Reads a standard from JSON.
    ///
    /// # Errors
    /// Where it is no JSON, or no standard.
    pub fn from_json(text: &str) -> Result<Self, StandardError> {
        let value: Value = serde_json::from_str(text).map_err(|_| StandardError::NotJson)?;
        Self::from_value(&value)
    }

    /// Reads a standard as it is stored.
    ///
    /// # Errors
    /// Where it does not hold together; the text says where.
    pub fn from_value(value: &Value) -> Result<Self, StandardError> {
        let Value::Group(all) = value else {
            return Err(StandardError::Malformed("内容".into()));
        };
        let aspects = list(value, "aspects")?
            .iter()
            .map(|aspect| {
                Ok(Aspect {
                    id: text(aspect, "id")?,
                    name: text(aspect, "name")?,
                    cap: tenths(aspect, "cap_tenths")?,
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let items = list(value, "items")?
            .iter()
            .map(|item| read_item(item, &aspects))
            .collect::<Result<Vec<_>, _>>()?;
        let grades = list(value, "grades")?
            .iter()
            .map(|grade| {
                Ok(Grade {
                    at_least: tenths(grade, "at_least_tenths")?,
                    name: text(grade, "name")?,
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let vetoes = list(value, "vetoes")?
            .iter()
            .map(|veto| {
                let events = list(veto, "events")?;
                Ok(VetoClause {
                    id: text(veto, "id")?,
                    effect: text(veto, "effect")?,
                    events: events.iter().filter_map(|e| e.as_text().map(str::to_owned)).collect(),
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let known = ["name", "aspects", "items", "grades", "vetoes"];
        let rest = all
            .iter()
            .filter(|(name, _)| !known.contains(&&***name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let standard = Self { name: text(value, "name")?, aspects, items, grades, vetoes, rest };
        standard.validate()?;
        Ok(standard)
    }

    /// Writes a standard as it is stored.
    pub fn to_value(&self) -> Value {
        let mut all = self.rest.clone();
        let mut put = |name: &str, value: Value| all.insert(name.into(), value);
        put("name", Value::from(self.name.as_str()));
        put(
            "aspects",
            Value::List(
                self.aspects
                    .iter()
                    .map(|aspect| {
                        Value::group([
                            ("id", aspect.id.as_str().into()),
                            ("name", aspect.name.as_str().into()),
                            ("cap_tenths", Value::Int(aspect.cap.into())),
                        ])
                    })
                    .collect(),
            ),
        );
        put("items", Value::List(self.items.iter().map(|item| self.write_item(item)).collect()));
        put(
            "grades",
            Value::List(
                self.grades
                    .iter()
                    .map(|grade| {
                        Value::group([
                            ("at_least_tenths", Value::Int(grade.at_least.into())),
                            ("name", grade.name.as_str().into()),
                        ])
                    })
                    .collect(),
            ),
        );
        put(
            "vetoes",
            Value::List(
                self.vetoes
                    .iter()
                    .map(|veto| {
                        let events = veto.events.iter().map(|event| event.as_str().into());
                        Value::group([
                            ("id", veto.id.as_str().into()),
                            ("effect", veto.effect.as_str().into()),
                            ("events", Value::List(events.collect())),
                        ])
                    })
                    .collect(),
            ),
        );
        Value::Group(all)
    }

    /// The name of a standard among standards: the sha256 of its stored form, in hex.
    pub fn hash(&self) -> String {
        hash_of(&self.to_value())
    }

    /// The item with an id, and its place.
    pub fn item(&self, id: &str) -> Option<(usize, &Item)> {
        self.items.iter().enumerate().find(|(_, item)| item.id == id)
    }

    /// The rule line with an id, and the place of its item.
    pub fn line(&self, id: &str) -> Option<(usize, &Line)> {
        self.items.iter().enumerate().find_map(|(place, item)| {
            item.lines.iter().find(|line| line.id == id).map(|line| (place, line))
        })
    }

    /// The item and rule line that answer to an event.
    pub fn answer(&self, event: &Event) -> Option<(usize, usize)> {
        let answers = |line: &Line| match (event, &line.rule) {
            (Event::Line(id), _) => line.id == **id,
            (Event::Known { from, mark: "" }, Rule::Tier { of, .. }) => of == from,
            (Event::Known { from, mark }, _) => {
                line.trigger.as_ref().is_some_and(|t| t.from == *from && t.mark == *mark)
            }
        };
        self.items
            .iter()
            .enumerate()
            .find_map(|(place, item)| item.lines.iter().position(answers).map(|line| (place, line)))
    }

    /// The place of the grade of a score.
    pub fn grade(&self, score: i32) -> usize {
        let last = self.grades.len().saturating_sub(1);
        self.grades.iter().position(|grade| score >= grade.at_least).unwrap_or(last)
    }

    /// The name of the grade of a score.
    pub fn grade_name(&self, score: i32) -> &str {
        self.grades.get(self.grade(score)).map_or("", |grade| &grade.name)
    }

    /// The score from which on a grade is not the lowest.
    pub fn pass_mark(&self) -> i32 {
        self.grades.iter().rev().nth(1).map_or(0, |grade| grade.at_least)
    }

    fn validate(&self) -> Result<(), StandardError> {
        let mut ids: Vec<&str> = self.aspects.iter().map(|aspect| aspect.id.as_str()).collect();
        for item in &self.items {
            ids.push(&item.id);
            ids.extend(item.lines.iter().map(|line| line.id.as_str()));
            if !(item.floor <= item.base && item.base <= item.cap) {
                return Err(StandardError::Bounds(item.id.clone()));
            }
        }
        ids.sort_unstable();
        if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(StandardError::Doubled(twice[0].to_owned()));
        }
        let descending = self.grades.windows(2).all(|pair| pair[0].at_least > pair[1].at_least);
        if !descending || self.grades.last().is_none_or(|grade| grade.at_least != 0) {
            return Err(StandardError::Grades);
        }
        Ok(())
    }

    fn write_item(&self, item: &Item) -> Value {
        let aspect = self.aspects.get(item.aspect).map_or("", |aspect| &aspect.id);
        let mut members = vec![
            ("id", item.id.as_str().into()),
            ("name", item.name.as_str().into()),
            ("aspect", aspect.into()),
            ("facet", item.facet.as_str().into()),
            ("base_tenths", Value::Int(item.base.into())),
            ("cap_tenths", Value::Int(item.cap.into())),
            ("floor_tenths", Value::Int(item.floor.into())),
            ("description", item.description.as_str().into()),
            ("evidence", item.evidence.as_str().into()),
            ("lines", Value::List(item.lines.iter().map(write_line).collect())),
        ];
        if item.restricted {
            members.push(("privacy", "restricted".into()));
        }
        if !item.fed_by.is_empty() {
            members.push(("fed_by", item.fed_by.as_str().into()));
        }
        Value::group(members)
    }
}

/// The sha256 of a value in its canonical form, in hex.
pub fn hash_of(value: &Value) -> String {
    // A value is made of texts, whole numbers, lists and groups: nothing that JSON cannot write.
    let text = serde_json::to_string(value).unwrap_or_default();
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_item(item: &Value, aspects: &[Aspect]) -> Result<Item, StandardError> {
    let aspect = text(item, "aspect")?;
    let aspect = aspects
        .iter()
        .position(|known| known.id == aspect)
        .ok_or_else(|| StandardError::Malformed(format!("方面 {aspect}")))?;
    Ok(Item {
        id: text(item, "id")?,
        name: text(item, "name")?,
        aspect,
        facet: optional(item, "facet"),
        base: tenths(item, "base_tenths")?,
        cap: tenths(item, "cap_tenths")?,
        floor: tenths(item, "floor_tenths")?,
        description: optional(item, "description"),
        evidence: optional(item, "evidence"),
        restricted: optional(item, "privacy") == "restricted",
        fed_by: optional(item, "fed_by"),
        lines: list(item, "lines")?.iter().map(read_line).collect::<Result<_, _>>()?,
    })
}

fn read_line(line: &Value) -> Result<Line, StandardError> {
    let rule = match &*text(line, "kind")? {
        "per-unit" => Rule::PerUnit {
            tenths: tenths(line, "tenths")?,
            cap: line.get("cap_tenths").map(|_| tenths(line, "cap_tenths")).transpose()?,
        },
        "choice" => Rule::Choice { tenths: tenths(line, "tenths")? },
        "tier" => {
            let mut steps = list(line, "from")?
                .iter()
                .map(|step| Ok((tenths(step, "at_least")?, tenths(step, "tenths")?)))
                .collect::<Result<Vec<_>, _>>()?;
            steps.sort_unstable_by(|left, right| right.cmp(left));
            Rule::Tier { of: text(line, "of")?, steps }
        }
        other => return Err(StandardError::Malformed(format!("细则类型 {other}"))),
    };
    let trigger = line
        .get("trigger")
        .map(|trigger| Ok(Trigger { from: text(trigger, "from")?, mark: text(trigger, "mark")? }))
        .transpose()?;
    Ok(Line {
        id: text(line, "id")?,
        event: text(line, "event")?,
        unit: optional(line, "unit"),
        rule,
        trigger,
    })
}

fn write_line(line: &Line) -> Value {
    let mut members: Vec<(&str, Value)> =
        vec![("id", line.id.as_str().into()), ("event", line.event.as_str().into())];
    if !line.unit.is_empty() {
        members.push(("unit", line.unit.as_str().into()));
    }
    match &line.rule {
        Rule::PerUnit { tenths, cap } => {
            members.push(("kind", "per-unit".into()));
            members.push(("tenths", Value::Int((*tenths).into())));
            if let Some(cap) = cap {
                members.push(("cap_tenths", Value::Int((*cap).into())));
            }
        }
        Rule::Choice { tenths } => {
            members.push(("kind", "choice".into()));
            members.push(("tenths", Value::Int((*tenths).into())));
        }
        Rule::Tier { of, steps } => {
            members.push(("kind", "tier".into()));
            members.push(("of", of.as_str().into()));
            members.push(("missing", "base".into()));
            let steps = steps.iter().map(|(at_least, tenths)| {
                Value::group([
                    ("at_least", Value::Int((*at_least).into())),
                    ("tenths", Value::Int((*tenths).into())),
                ])
            });
            members.push(("from", Value::List(steps.collect())));
        }
    }
    if let Some(trigger) = &line.trigger {
        let trigger = [("from", trigger.from.as_str()), ("mark", trigger.mark.as_str())];
        members.push(("trigger", Value::group(trigger.map(|(name, text)| (name, text.into())))));
    }
    Value::group(members)
}

fn malformed(name: &str) -> StandardError {
    StandardError::Malformed(name.to_owned())
}

fn list<'a>(value: &'a Value, name: &str) -> Result<&'a [Value], StandardError> {
    value.get(name).and_then(Value::as_list).ok_or_else(|| malformed(name))
}

fn text(value: &Value, name: &str) -> Result<String, StandardError> {
    let text = value.get(name).and_then(Value::as_text).ok_or_else(|| malformed(name))?;
    Ok(text.to_owned())
}

fn optional(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_text).unwrap_or("").to_owned()
}

fn tenths(value: &Value, name: &str) -> Result<i32, StandardError> {
    let number = value.get(name).and_then(Value::as_int).ok_or_else(|| malformed(name))?;
    if number.abs() <= BOUND { Ok(number as i32) } else { Err(malformed(name)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_standard_reads_whole_and_survives_the_way_through_the_ledger() {
        let standard = Standard::from_json(BUILT_IN).unwrap();
        assert_eq!((standard.aspects.len(), standard.items.len()), (3, 18));
        let again = Standard::from_value(&standard.to_value()).unwrap();
        assert_eq!(again, standard);
        assert_eq!(again.hash(), standard.hash());
        assert_eq!(standard.hash().len(), 64);
    }

    #[test]
    fn nothing_that_the_stored_standard_says_is_lost() {
        let stored: Value = serde_json::from_str(BUILT_IN).unwrap();
        let written = Standard::from_value(&stored).unwrap().to_value();
        assert_eq!(written.get("year"), stored.get("year"));
        assert_eq!(written.get("holds_from"), stored.get("holds_from"));
    }

    #[test]
    fn faults_are_named() {
        let broken = |from: &str, to: &str| {
            let text = BUILT_IN.replacen(from, to, 1);
            assert_ne!(text, BUILT_IN, "{from}");
            Standard::from_json(&text).unwrap_err()
        };
        assert_eq!(broken("\"A2\"", "\"A1\""), StandardError::Doubled("A1".into()));
        assert_eq!(
            broken("\"at_least_tenths\": 0", "\"at_least_tenths\": 1"),
            StandardError::Grades
        );
        assert_eq!(
            broken("\"base_tenths\": 80", "\"base_tenths\": 90"),
            StandardError::Bounds("A1".into())
        );
        assert_eq!(Standard::from_json("{\"name\""), Err(StandardError::NotJson));
    }

    #[test]
    fn facts_of_departments_find_their_rule_lines() {
        let standard = Standard::built_in();
        let id = |event: &Event| {
            standard.answer(event).map(|(item, line)| &*standard.items[item].lines[line].id)
        };
        assert_eq!(id(&crate::registers::DEPARTMENT_SCORE), Some("B1.0"));
        assert_eq!(id(&crate::registers::DEPARTMENT_SATISFACTION), Some("C2.0"));
        assert_eq!(id(&Event::Line("C3.1".into())), Some("C3.1"));
        assert_eq!(id(&Event::Line("Z9".into())), None);
    }
}
