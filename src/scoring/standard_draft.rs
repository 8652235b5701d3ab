//! Editing a standard: what is wrong with a draft, and its parts put in, taken out and moved.

use crate::ordered;
use std::collections::BTreeSet;

use super::standard::{Item, Line, Rule, Standard, StandardError};
use super::standard_check::StandardWarning;

/// How long the name of a version can be, as its register has it.
const LONGEST_NAME: usize = 60;

/// What has to be put right before a standard can be published, from the whole to its rule lines.
pub fn faults(standard: &Standard) -> Vec<StandardWarning> {
    let mut found = Vec::new();
    let mut add = |item: Option<&Item>, line: Option<&Line>, text: String| {
        found.push(StandardWarning {
            item: item.map(|item| item.id.clone()),
            line: line.map(|line| line.id.clone()),
            text,
        });
    };
    if standard.name.trim().is_empty() {
        add(None, None, "请给这一版写个名称".to_owned());
    } else if standard.name.chars().count() > LONGEST_NAME {
        add(None, None, format!("这一版的名称最多 {LONGEST_NAME} 个字"));
    }
    if standard.items.is_empty() {
        add(None, None, "至少要有一项".to_owned());
    }
    if !standard.are_grades_whole() {
        add(None, None, StandardError::Grades.to_string());
    }
    if standard.grades.iter().any(|grade| grade.name.trim().is_empty()) {
        add(None, None, "每个等级都要有名称".to_owned());
    }
    if standard.aspects.iter().any(|aspect| aspect.name.trim().is_empty()) {
        add(None, None, "每个方面都要有名称".to_owned());
    }
    for item in &standard.items {
        if item.name.trim().is_empty() {
            add(Some(item), None, "请写项目名称".to_owned());
        }
        if !item.is_within_bounds() {
            add(Some(item), None, StandardError::Bounds(item.id.clone()).to_string());
        }
        for line in &item.lines {
            if line.event.trim().is_empty() {
                add(Some(item), Some(line), "请写明什么情形".to_owned());
            }
            if let Rule::Tier { steps, .. } = &line.rule {
                let starts = ordered::set(steps.iter().map(|(at_least, _)| *at_least));
                if steps.is_empty() {
                    add(Some(item), Some(line), "请至少写一档".to_owned());
                } else if starts.len() < steps.len() {
                    add(Some(item), Some(line), "有两档的起点相同".to_owned());
                }
            }
        }
    }
    if found.is_empty()
        && let Err(error) = standard.validate()
    {
        found.push(StandardWarning { item: None, line: None, text: error.to_string() });
    }
    found
}

/// The ids of a standard's items and rule lines.
pub fn ids_in(standard: &Standard) -> impl Iterator<Item = &str> {
    standard
        .items
        .iter()
        .flat_map(|item| std::iter::once(&*item.id).chain(item.lines.iter().map(|line| &*line.id)))
}

/// The first of `A7`, `A8` … that is not taken.
fn fresh(prefix: &str, taken: &BTreeSet<String>) -> String {
    let mut number = 1;
    loop {
        let id = format!("{prefix}{number}");
        if !taken.contains(&id) {
            return id;
        }
        number += 1;
    }
}

impl Standard {
    /// Puts a new item at the end of an aspect and says its id. Ids in `taken` are those of other
    /// versions: an entry may still mean them.
    pub fn add_item(&mut self, aspect: usize, taken: &BTreeSet<String>) -> String {
        let letter = char::from(b'A' + (aspect % 26) as u8).to_string();
        let id = fresh(&letter, &self.taken(taken));
        let item = Item {
            id: id.clone(),
            name: String::new(),
            aspect,
            facet: String::new(),
            base: 0,
            cap: 0,
            floor: 0,
            description: String::new(),
            evidence: String::new(),
            restricted: false,
            fed_by: String::new(),
            lines: Vec::new(),
        };
        let after = self.items.iter().rposition(|item| item.aspect <= aspect);
        self.items.insert(after.map_or(0, |place| place + 1), item);
        id
    }

    /// Takes an item out.
    pub fn remove_item(&mut self, id: &str) {
        self.items.retain(|item| item.id != id);
    }

    /// Puts a new rule line at the end of an item and says its id.
    pub fn add_line(&mut self, item: &str, taken: &BTreeSet<String>) -> Option<String> {
        let id = fresh(&format!("{item}."), &self.taken(taken));
        let item = self.item_mut(item)?;
        item.lines.push(Line {
            id: id.clone(),
            event: String::new(),
            unit: "次".to_owned(),
            rule: Rule::PerUnit { tenths: 10, cap: None },
            trigger: None,
        });
        Some(id)
    }

    /// Takes a rule line out.
    pub fn remove_line(&mut self, id: &str) {
        for item in &mut self.items {
            item.lines.retain(|line| line.id != id);
        }
    }

    /// Moves a rule line up (−1) or down (1) within its item.
    pub fn move_line(&mut self, id: &str, by: isize) {
        for item in &mut self.items {
            let Some(place) = item.lines.iter().position(|line| line.id == id) else {
                continue;
            };
            if let Some(to) = place.checked_add_signed(by).filter(|to| *to < item.lines.len()) {
                item.lines.swap(place, to);
            }
        }
    }

    /// The item with an id, to be changed.
    pub fn item_mut(&mut self, id: &str) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.id == id)
    }

    /// The rule line with an id, to be changed.
    pub fn line_mut(&mut self, id: &str) -> Option<&mut Line> {
        self.items.iter_mut().flat_map(|item| &mut item.lines).find(|line| line.id == id)
    }

    fn taken(&self, others: &BTreeSet<String>) -> BTreeSet<String> {
        ordered::set(ids_in(self).map(str::to_owned).chain(others.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(change: impl FnOnce(&mut Standard)) -> Vec<String> {
        let mut standard = Standard::built_in();
        change(&mut standard);
        faults(&standard).into_iter().map(|fault| fault.text).collect()
    }

    #[test]
    fn the_built_in_standard_can_be_published() {
        assert_eq!(faults(&Standard::built_in()), []);
    }

    #[test]
    fn faults_are_told_where_they_are() {
        let mut standard = Standard::built_in();
        standard.item_mut("A2").unwrap().base = 70;
        standard.line_mut("C3.1").unwrap().event = " ".into();
        let found = faults(&standard);
        assert_eq!((found[0].item.as_deref(), found[0].line.as_deref()), (Some("A2"), None));
        assert_eq!(
            (found[1].item.as_deref(), found[1].line.as_deref()),
            (Some("C3"), Some("C3.1"))
        );
        assert_eq!(found.len(), 2);
        assert_eq!(texts(|standard| standard.name.clear()), ["请给这一版写个名称"]);
        let tier = |steps: Vec<(i32, i32)>| {
            texts(|standard| {
                let rule = Rule::Tier { of: "x".into(), steps };
                standard.line_mut("C3.1").unwrap().rule = rule;
            })
        };
        assert_eq!(tier(Vec::new()), ["请至少写一档"]);
        assert_eq!(tier(vec![(1, 2), (1, 3)]), ["有两档的起点相同"]);
        assert_eq!(tier(vec![(2, 2), (1, 3)]), [""; 0]);
    }

    #[test]
    fn a_faulty_draft_can_still_be_read_and_is_refused_as_a_standard() {
        let mut standard = Standard::built_in();
        standard.item_mut("A2").unwrap().base = 70;
        let stored = standard.to_value();
        assert_eq!(Standard::read(&stored), Ok(standard));
        assert_eq!(Standard::from_value(&stored), Err(StandardError::Bounds("A2".into())));
    }

    #[test]
    fn an_id_that_another_version_knows_is_not_given_again() {
        let mut standard = Standard::built_in();
        let before = ordered::set(ids_in(&standard).map(str::to_owned));
        standard.remove_line("C3.3");
        standard.remove_item("C6");
        assert_eq!(standard.add_line("C3", &before).as_deref(), Some("C3.4"));
        assert_eq!(standard.add_item(2, &before), "C7");
        assert_eq!(standard.add_item(0, &before), "A7");
        let ids: Vec<&str> = standard.items.iter().map(|item| &*item.id).collect();
        assert_eq!(ids[5..8], ["A6", "A7", "B1"]);
        assert_eq!(ids.last(), Some(&"C7"));
    }

    #[test]
    fn rule_lines_move_within_their_item() {
        let mut standard = Standard::built_in();
        standard.move_line("C3.3", -1);
        standard.move_line("C3.1", -1);
        let (_, item) = standard.item("C3").unwrap();
        let ids: Vec<&str> = item.lines.iter().map(|line| &*line.id).collect();
        assert_eq!(ids, ["C3.1", "C3.3", "C3.2"]);
    }
}
