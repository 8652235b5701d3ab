//! A register is declared, and the engine serves it: what serves all registers knows none by name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use yixin::registers::schemas;

use super::layers::{rust_files, words_and_quotes};

/// The files and folders that serve all registers; `_` at the end: all files that begin so.
const GENERAL: [&str; 10] = [
    "src/registers/engine",
    "src/reports/search.rs",
    "src/tables/matrix_",
    "src/tables/record_",
    "app/src/ui/pages/fill_month",
    "app/src/ui/pages/import_records",
    "app/src/ui/pages/registers",
    "app/src/ui/pages/search",
    "app/src/ui/root.rs",
    "app/src/ui/section.rs",
];

/// The files among them that are about a register after all, with what they are about.
const ABOUT_ONE: [(&str, &str); 7] = [
    ("engine/calendar.rs", "working days, from the arrangements of holidays"),
    ("registers/entry.rs", "what the form of a score entry has beyond its fields"),
    ("registers/entry_values.rs", "the same, without the views"),
    ("registers/member.rs", "what pages show of members beyond their fields"),
    ("registers/roll.rs", "members by branch and group, exempt or not"),
    ("tables/record_months.rs", "the months of branches, by the members that a row names"),
    ("import_records/names.rs", "members that an unclear name may mean, by branch"),
];

/// Words that a register has too, by the file in which they are about something else.
const HOMONYMS: [(&str, &str); 4] = [
    // The order of a list by points, not a department's result.
    ("engine/display.rs", "score"),
    // A column of the review, not that of an appeal.
    ("import_records/review.rs", "outcome"),
    // The place of a column in a row of steps, not a step of a month.
    ("tables/record_parts.rs", "Step"),
    ("tables/record_row_keys.rs", "Step"),
];

#[test]
fn what_serves_all_registers_names_none() {
    let names = RegisterWords::of_the_tree();
    let mut found = Vec::new();
    for file in GENERAL.iter().flat_map(|place| files_of(Path::new(place))) {
        let shown = file.display().to_string();
        let is_about_one = ABOUT_ONE.iter().any(|(name, _)| shown.ends_with(name));
        let named = names.named_in(&fs::read_to_string(&file).expect("readable"));
        if is_about_one {
            assert_ne!(named, [""; 0], "{shown} names no register any more");
        } else {
            let is_other = |name: &String| {
                HOMONYMS.iter().any(|(of, word)| shown.ends_with(of) && name == word)
            };
            let named = named.into_iter().filter(|name| !is_other(name));
            found.extend(named.map(|name| format!("{shown}: {name}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn planted_names_of_registers_are_found() {
    let names = RegisterWords::of_the_tree();
    for code in [
        "if schema.head.name == MEMBER.name {}",
        "match register { \"member\" => 1, _ => 0 }",
        "let month = record.text(\"month\");",
        "Kind::Reference(\"branch\")",
        "form(&SCORE_ENTRY_SCHEMA)",
        "let member = Member::on(&record, day);",
    ] {
        assert_ne!(names.named_in(code), [""; 0], "{code}");
    }
    for code in [
        "// as MEMBER does",
        "record.text(\"name\")",
        "view! { <div role=\"group\"> }",
        "let text = \"a member of the branch\";",
        "#[cfg(test)]\nmod tests { const OF: &Head = &MEMBER; }",
    ] {
        assert_eq!(names.named_in(code), [""; 0], "{code}");
    }
}

/// What registers are called in code: their heads, schemas and types, and the texts that name them and their fields.
struct RegisterWords {
    items: BTreeSet<String>,
    texts: BTreeSet<&'static str>,
}

impl RegisterWords {
    fn of_the_tree() -> Self {
        let list = fs::read_to_string("src/registers/mod.rs").expect("the list of registers");
        let (_, list) = list.split_once("\nregisters! {").expect("the list of registers");
        let (list, _) = list.split_once("\n}").expect("the end of the list");
        let files = list.lines().filter_map(|line| line.trim().split_once(": "));
        let mut items = BTreeSet::new();
        for (file, declared) in files {
            items.extend(declared.trim_end_matches(';').split(", ").map(str::to_owned));
            let path = format!("src/registers/{file}.rs");
            let source = fs::read_to_string(path).expect("a register");
            let declared = source.lines().filter_map(|line| {
                let starts = ["pub struct ", "pub enum "];
                let rest = starts.iter().find_map(|start| line.strip_prefix(start))?;
                rest.split(|sign: char| !sign.is_alphanumeric() && sign != '_').next()
            });
            items.extend(declared.map(str::to_owned));
        }
        let mut texts = BTreeSet::new();
        for schema in schemas().iter() {
            texts.insert(schema.head.name);
            texts.extend(schema.fields.iter().map(|field| field.name));
        }
        // What anything is called is in the field `name`.
        texts.remove("name");
        Self { items, texts }
    }

    fn named_in(&self, source: &str) -> Vec<String> {
        let product = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let product = product.replace("role=\"group\"", "");
        let (words, quotes) = words_and_quotes(&product);
        let words = words.into_iter().filter(|word| self.items.contains(word));
        words.chain(quotes.into_iter().filter(|text| self.texts.contains(&**text))).collect()
    }
}

/// The files of a place that belong to the product.
fn files_of(place: &Path) -> Vec<PathBuf> {
    let begun = place.to_string_lossy();
    let files = if begun.ends_with('_') {
        let folder = place.parent().expect("a folder");
        let mut files = rust_files(folder);
        files.retain(|file| file.to_string_lossy().starts_with(&*begun));
        assert!(!files.is_empty(), "{begun}: no file begins so");
        files
    } else if place.is_dir() {
        rust_files(place)
    } else {
        vec![place.to_owned()]
    };
    let is_test = |file: &PathBuf| {
        let mut names = file.iter().map(|part| part.to_string_lossy());
        names.any(|name| name == "tests" || name.ends_with("tests.rs"))
    };
    files.into_iter().filter(|file| !is_test(file)).collect()
}
