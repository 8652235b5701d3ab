//! What differs between two versions of a standard.

use crate::registers::points_text;

use super::standard::{Item, Line, Standard};
use super::standard_words::line_words;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardDifference {
    /// The item that it is about; empty where it is the standard as a whole.
    pub item: String,
    /// What differs.
    pub what: String,
    /// What it was; empty where there was nothing.
    pub before: String,
    /// What it is; empty where it is gone.
    pub after: String,
}

/// What differs from one version to another, in the order of the newer.
pub fn differences(old: &Standard, new: &Standard) -> Vec<StandardDifference> {
    let mut found = Found { item: String::new(), list: Vec::new() };
    found.put("名称", &old.name, &new.name);
    for aspect in &new.aspects {
        let before = old.aspects.iter().find(|other| other.id == aspect.id);
        let words = |name: &str, cap: i32| format!("{name}，{} 分", points_text(cap.into()));
        let was = before.map(|other| words(&other.name, other.cap)).unwrap_or_default();
        found.put("方面", &was, &words(&aspect.name, aspect.cap));
    }
    let grades = |standard: &Standard| {
        let grade = |grade: &super::Grade| {
            format!("{} {} 分起", grade.name, points_text(grade.at_least.into()))
        };
        standard.grades.iter().map(grade).collect::<Vec<_>>().join("，")
    };
    found.put("等级", &grades(old), &grades(new));
    for item in &new.items {
        found.item = item.id.clone();
        match old.item(&item.id) {
            Some((_, before)) => items(before, item, &mut found),
            None => found.put("新增一项", "", &item_words(item)),
        }
    }
    for item in old.items.iter().filter(|item| new.item(&item.id).is_none()) {
        found.item = item.id.clone();
        found.put("删去一项", &item_words(item), "");
    }
    found.list
}

struct Found {
    item: String,
    list: Vec<StandardDifference>,
}

impl Found {
    fn put(&mut self, what: &str, before: &str, after: &str) {
        if before != after {
            self.list.push(StandardDifference {
                item: self.item.clone(),
                what: what.to_owned(),
                before: before.to_owned(),
                after: after.to_owned(),
            });
        }
    }
}

fn items(old: &Item, new: &Item, found: &mut Found) {
    let points = |tenths: i32| format!("{} 分", points_text(tenths.into()));
    found.put("项目名称", &old.name, &new.name);
    found.put("每月上限", &points(old.cap), &points(new.cap));
    found.put("基础分", &points(old.base), &points(new.base));
    found.put("下限", &points(old.floor), &points(new.floor));
    found.put("说明", &old.description, &new.description);
    found.put("佐证", &old.evidence, &new.evidence);
    for line in &new.lines {
        match old.lines.iter().find(|other| other.id == line.id) {
            Some(before) => found.put(&format!("细则 {}", line.id), &words(before), &words(line)),
            None => found.put(&format!("新增细则 {}", line.id), "", &words(line)),
        }
    }
    for line in &old.lines {
        if !new.lines.iter().any(|other| other.id == line.id) {
            found.put(&format!("删去细则 {}", line.id), &words(line), "");
        }
    }
    let order = |of: &Item, other: &Item| {
        let kept = of.lines.iter().map(|line| &*line.id);
        let kept = kept.filter(|id| other.lines.iter().any(|line| line.id == **id));
        kept.collect::<Vec<_>>().join("、")
    };
    found.put("细则顺序", &order(old, new), &order(new, old));
}

fn words(line: &Line) -> String {
    format!("{}：{}", line.event, line_words(line))
}

fn item_words(item: &Item) -> String {
    format!(
        "{}，每月上限 {} 分，{} 条细则",
        item.name,
        points_text(item.cap.into()),
        item.lines.len()
    )
}

#[cfg(test)]
mod tests {
    use super::super::standard::Rule;
    use super::*;

    #[test]
    fn what_was_changed_put_in_and_taken_out_is_told_and_nothing_else() {
        let old = Standard::built_in();
        assert_eq!(differences(&old, &old), []);
        let mut new = old.clone();
        new.item_mut("C3").unwrap().cap = 60;
        new.line_mut("C3.1").unwrap().rule = Rule::PerUnit { tenths: 30, cap: Some(60) };
        new.remove_line("C3.2");
        new.remove_item("B6");
        new.add_line("A1", &Default::default());
        let told: Vec<(String, String)> =
            differences(&old, &new).into_iter().map(|one| (one.item, one.what)).collect();
        let expected = [
            ("A1", "新增细则 A1.7"),
            ("C3", "每月上限"),
            ("C3", "细则 C3.1"),
            ("C3", "删去细则 C3.2"),
            ("B6", "删去一项"),
        ];
        assert_eq!(told, expected.map(|(item, what)| (item.to_owned(), what.to_owned())));
        let first = &differences(&old, &new)[1];
        assert_eq!((&*first.before, &*first.after), ("5 分", "6 分"));
    }
}
