//! The standard (考核标准): aspects, items and rule lines as data.
//!
//! A standard is stored as a [`Value`] and read once into this type. The hash of the stored value is
//! its name: a published standard is immutable. All points are in tenths.

use std::collections::BTreeSet;

use crate::ledger::{Group, Value};
use crate::ordered;
use crate::registers::{Event, EventOf, Head};

use super::standard_value::hash_of;
use super::usual_triggers::usual_line;

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
    pub(super) rest: Group,
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
    /// The source, as triggers name it.
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
    #[error("这份标准读不出来：内容不完整")]
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

impl Item {
    /// Whether its base lies within its floor and cap.
    pub(super) fn is_within_bounds(&self) -> bool {
        self.floor <= self.base && self.base <= self.cap
    }
}

/// The standard that ships with the app: domain.md §1.5.
const BUILT_IN: &str = include_str!("standard18.json");

/// The grades of the built-in standard: tenths, and what is reached by them.
const USUAL_GRADES: [(i32, &str); 4] = [(900, "优秀"), (800, "良好"), (600, "合格"), (0, "不合格")];

/// A criterion that orders members whose results are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieCriterion {
    /// More points in the aspect at this place of [`Standard::aspects`].
    MoreInAspect(usize),
    /// Fewer times that points were deducted.
    FewerDeductions,
}

/// The criteria of every standard for members whose results are the same, the first first
/// (domain.md §1.6, rule 7). Issued bulletins keep a number for each, in this order.
pub const TIE_BREAK: [TieCriterion; 3] =
    [TieCriterion::MoreInAspect(0), TieCriterion::MoreInAspect(2), TieCriterion::FewerDeductions];

/// The most points that anything in a standard can be worth, in tenths.
pub const MOST_POINTS: i32 = 10_000;

impl Standard {
    /// The standard that ships with the app.
    pub fn built_in() -> Self {
        // A test reads it, so what would otherwise be a fault of the build cannot happen.
        Self::from_json(BUILT_IN).unwrap_or_else(|_| Self::of_usual_grades())
    }

    /// A standard without items that grades as the built-in one does: for months that have totals
    /// alone in a ledger that has adopted none.
    pub fn of_usual_grades() -> Self {
        let grade = |(at_least, name): (i32, &str)| Grade { at_least, name: name.to_owned() };
        Self {
            name: String::new(),
            aspects: Vec::new(),
            items: Vec::new(),
            grades: USUAL_GRADES.map(grade).into(),
            vetoes: Vec::new(),
            rest: Group::default(),
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
        let standard = Self::read(value)?;
        standard.validate()?;
        Ok(standard)
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
        let find = |answers: &dyn Fn(&Line) -> bool| {
            self.items.iter().enumerate().find_map(|(place, item)| {
                item.lines.iter().position(answers).map(|line| (place, line))
            })
        };
        find(&answers).or_else(|| {
            let Event::Known { from, mark } = event else { return None };
            let (id, words) = usual_line(from, mark)?;
            find(&|line| line.id == id && line.event == words && line.trigger.is_none())
        })
    }

    /// The items that answer to what a register always emits, such as the results of departments.
    pub fn items_fed_by(&self, head: &Head) -> Vec<&Item> {
        let known = head.facts.iter().filter_map(|fact| match fact.event {
            EventOf::Known(from) => Some(Event::Known { from, mark: "" }),
            _ => None,
        });
        let places: BTreeSet<usize> =
            known.filter_map(|event| self.answer(&event)).map(|(item, _)| item).collect();
        places.into_iter().filter_map(|place| self.items.get(place)).collect()
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

    /// The subtotal of an aspect among item scores in the order of this standard.
    pub fn subtotal(&self, scores: &[i32], aspect: usize) -> i32 {
        let of = self.items.iter().zip(scores).filter(|(item, _)| item.aspect == aspect);
        of.map(|(_, score)| score).sum()
    }

    /// The score from which on a grade is not the lowest.
    pub fn pass_mark(&self) -> i32 {
        self.grades.iter().rev().nth(1).map_or(0, |grade| grade.at_least)
    }

    /// Whether its parts fit each other.
    pub(super) fn validate(&self) -> Result<(), StandardError> {
        let mut ids: Vec<&str> = self.aspects.iter().map(|aspect| aspect.id.as_str()).collect();
        for item in &self.items {
            ids.push(&item.id);
            ids.extend(item.lines.iter().map(|line| line.id.as_str()));
            if !item.is_within_bounds() {
                return Err(StandardError::Bounds(item.id.clone()));
            }
        }
        ordered::sort(&mut ids);
        if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(StandardError::Doubled(twice[0].to_owned()));
        }
        if self.are_grades_whole() { Ok(()) } else { Err(StandardError::Grades) }
    }

    /// Whether the grades fall from the highest to the one that begins at 0.
    pub(super) fn are_grades_whole(&self) -> bool {
        let descending = self.grades.windows(2).all(|pair| pair[0].at_least > pair[1].at_least);
        descending && self.grades.last().is_some_and(|grade| grade.at_least == 0)
    }
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
    fn without_a_standard_totals_are_graded_as_by_the_built_in_one() {
        let (usual, whole) = (Standard::of_usual_grades(), Standard::built_in());
        assert_eq!((&usual.grades, usual.pass_mark()), (&whole.grades, whole.pass_mark()));
    }

    #[test]
    fn facts_of_departments_find_their_rule_lines() {
        let known = |from| Event::Known { from, mark: "" };
        let standard = Standard::built_in();
        let id = |event: &Event| {
            standard.answer(event).map(|(item, line)| &*standard.items[item].lines[line].id)
        };
        assert_eq!(id(&known(crate::registers::DEPARTMENT_SCORE)), Some("B1.0"));
        assert_eq!(id(&known(crate::registers::DEPARTMENT_SATISFACTION)), Some("C2.0"));
        let fed = standard.items_fed_by(&crate::registers::DEPARTMENT_RESULT);
        assert_eq!(fed.iter().map(|item| &*item.id).collect::<Vec<_>>(), ["B1", "C2"]);
        assert_eq!(id(&Event::Line("C3.1".into())), Some("C3.1"));
        assert_eq!(id(&Event::Line("Z9".into())), None);
    }
}
