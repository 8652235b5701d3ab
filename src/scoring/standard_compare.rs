//! What differs between two versions of a standard.

use crate::ordered;
use crate::registers::points_text;

use super::standard::{Item, Line, Standard};
use super::standard_words::line_words;

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Names, descriptions, the order of lines: no points.
    Words,
    /// Aspects and grades.
    Frame,
    /// An item that is new.
    NewItem,
    /// An item that is gone.
    GoneItem,
    /// The cap, base or floor of an item.
    Points,
    /// A rule line that is new.
    NewLine,
    /// A rule line that is gone.
    GoneLine,
    /// A rule line that says something else.
    Line,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardDifference {
    /// What it is about.
    pub kind: DifferenceKind,
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
    use DifferenceKind as Of;
    let mut found = Found { item: String::new(), list: Vec::new() };
    found.put(Of::Words, "名称", &old.name, &new.name);
    for aspect in &new.aspects {
        let before = old.aspects.iter().find(|other| other.id == aspect.id);
        let words = |name: &str, cap: i32| format!("{name}，{} 分", points_text(cap.into()));
        let was = before.map(|other| words(&other.name, other.cap)).unwrap_or_default();
        found.put(Of::Frame, "方面", &was, &words(&aspect.name, aspect.cap));
    }
    let grades = |standard: &Standard| {
        let grade = |grade: &super::Grade| {
            format!("{} {} 分起", grade.name, points_text(grade.at_least.into()))
        };
        standard.grades.iter().map(grade).collect::<Vec<_>>().join("，")
    };
    found.put(Of::Frame, "等级", &grades(old), &grades(new));
    for item in &new.items {
        found.item = item.id.clone();
        match old.item(&item.id) {
            Some((_, before)) => items(before, item, &mut found),
            None => found.put(Of::NewItem, "新增一项", "", &item_words(item)),
        }
    }
    for item in old.items.iter().filter(|item| new.item(&item.id).is_none()) {
        found.item = item.id.clone();
        found.put(Of::GoneItem, "删去一项", &item_words(item), "");
    }
    found.list
}

struct Found {
    item: String,
    list: Vec<StandardDifference>,
}

impl Found {
    fn put(&mut self, kind: DifferenceKind, what: &str, before: &str, after: &str) {
        if before != after {
            self.list.push(StandardDifference {
                kind,
                item: self.item.clone(),
                what: what.to_owned(),
                before: before.to_owned(),
                after: after.to_owned(),
            });
        }
    }
}

/// What a version changes, in one sentence of counts; empty where nothing differs.
pub fn difference_words(found: &[StandardDifference]) -> String {
    use DifferenceKind as Of;
    let count = |kind: Of| found.iter().filter(|one| one.kind == kind).count();
    let items = |kinds: &[Of]| {
        let of_kind = found.iter().filter(|one| kinds.contains(&one.kind));
        ordered::set(of_kind.map(|one| &*one.item)).len()
    };
    let parts = [
        (count(Of::NewItem), "新增 ", " 项"),
        (count(Of::GoneItem), "删去 ", " 项"),
        (items(&[Of::Points]), "", " 项的分值有改动"),
        (count(Of::NewLine), "新增细则 ", " 条"),
        (count(Of::GoneLine), "删去细则 ", " 条"),
        (count(Of::Line), "改细则 ", " 条"),
        (count(Of::Frame), "方面和等级改 ", " 处"),
        (count(Of::Words), "文字改 ", " 处"),
    ];
    let told = parts.iter().filter(|(count, ..)| *count > 0);
    told.map(|(count, before, after)| format!("{before}{count}{after}"))
        .collect::<Vec<_>>()
        .join("，")
}

fn items(old: &Item, new: &Item, found: &mut Found) {
    use DifferenceKind as Of;
    let points = |tenths: i32| format!("{} 分", points_text(tenths.into()));
    found.put(Of::Words, "项目名称", &old.name, &new.name);
    found.put(Of::Points, "每月上限", &points(old.cap), &points(new.cap));
    found.put(Of::Points, "基础分", &points(old.base), &points(new.base));
    found.put(Of::Points, "下限", &points(old.floor), &points(new.floor));
    found.put(Of::Words, "说明", &old.description, &new.description);
    found.put(Of::Words, "佐证", &old.evidence, &new.evidence);
    for line in &new.lines {
        match old.lines.iter().find(|other| other.id == line.id) {
            Some(before) => {
                found.put(Of::Line, &format!("细则 {}", line.id), &words(before), &words(line))
            }
            None => found.put(Of::NewLine, &format!("新增细则 {}", line.id), "", &words(line)),
        }
    }
    for line in &old.lines {
        if !new.lines.iter().any(|other| other.id == line.id) {
            found.put(Of::GoneLine, &format!("删去细则 {}", line.id), &words(line), "");
        }
    }
    let order = |of: &Item, other: &Item| {
        let kept = of.lines.iter().map(|line| &*line.id);
        let kept = kept.filter(|id| other.lines.iter().any(|line| line.id == **id));
        kept.collect::<Vec<_>>().join("、")
    };
    found.put(Of::Words, "细则顺序", &order(old, new), &order(new, old));
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
        assert_eq!(difference_words(&[]), "");
        assert_eq!(
            difference_words(&differences(&old, &new)),
            "删去 1 项，1 项的分值有改动，新增细则 1 条，删去细则 1 条，改细则 1 条"
        );
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
