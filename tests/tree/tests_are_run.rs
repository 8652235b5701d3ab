//! Each file of tests belongs to a binary: a file that no `mod` line names would never be run.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The names in a folder that could be modules: Rust files, and folders with a `mod.rs`.
fn modules_in(folder: &Path) -> BTreeSet<String> {
    let entries =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let is_module = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ending == "rs") || path.join("mod.rs").exists()
    };
    let names =
        entries.filter(is_module).filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()));
    names.filter(|name| !["main", "mod"].contains(&name.as_str())).collect()
}

/// The modules that a source declares.
fn declared_in(source: &str) -> BTreeSet<String> {
    let names = source.lines().filter_map(|line| {
        let line = line.trim_start_matches("pub ").trim_start_matches("pub(super) ");
        line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned)
    });
    names.collect()
}

/// The modules of a folder that its root does not declare, and those of the folders in it.
fn forgotten(root: &Path, folder: &Path) -> Vec<String> {
    let declared = declared_in(&fs::read_to_string(root).expect("a root"));
    let mut found = Vec::new();
    for name in modules_in(folder) {
        let path = folder.join(&name);
        if !declared.contains(&name) {
            found.push(path.display().to_string());
        }
        if path.join("mod.rs").exists() {
            found.extend(forgotten(&path.join("mod.rs"), &path));
        }
    }
    found
}

#[test]
fn every_file_of_tests_is_part_of_a_binary() {
    // A binary for each file makes `cargo test` link for minutes.
    let loose = modules_in(Path::new("tests"));
    assert_eq!(loose, BTreeSet::from(["fixtures".to_owned()]), "tests go into a folder of tests/");
    let mut found = forgotten(Path::new("app/tests/browser.rs"), Path::new("app/tests/browser"));
    found.extend(forgotten(Path::new("tests/fixtures/mod.rs"), Path::new("tests/fixtures")));
    for entry in fs::read_dir("tests").expect("a folder") {
        let folder = entry.expect("an entry").path();
        let (root, files) = (folder.join("main.rs"), folder.is_dir().then(|| modules_in(&folder)));
        if root.exists() {
            found.extend(forgotten(&root, &folder));
        } else if !folder.ends_with("fixtures") {
            found.extend(files.unwrap_or_default());
        }
    }
    assert!(found.is_empty(), "no `mod` line names {}", found.join(", "));
}

#[test]
fn modules_are_declared_by_their_lines_alone() {
    let source = "mod one;\npub mod two;\n// mod three;\nmod four {\n}\nuse mod_five;\n";
    assert_eq!(declared_in(source), BTreeSet::from(["one".to_owned(), "two".to_owned()]));
}
