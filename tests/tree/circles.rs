//! No circle of files: what a file uses may not come back to it. A file that adds methods to a type of
//! another file (`impl Session`) belongs to that one, and may use it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::layers::{rust_files, words};

/// A module, by the names that lead to it.
type Module = Vec<String>;
/// What a module uses, as written.
type Uses = Vec<(bool, Vec<String>)>;

/// The handles that the loaders are given have the loaders: neither can be without the other.
const ALLOWED: [[&str; 2]; 1] = [["ui/app_state", "ui/chunks"]];

#[test]
fn no_file_of_the_app_uses_itself_by_way_of_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("app/src");
    let sources = rust_files(&root).into_iter().map(|file| {
        let path = file.strip_prefix(&root).expect("within").with_extension("");
        let module = path.iter().map(|part| part.to_string_lossy().into_owned());
        (module.collect(), fs::read_to_string(&file).expect("readable"))
    });
    let found = circles(&sources.collect());
    let allowed: Vec<Vec<String>> =
        ALLOWED.iter().map(|files| files.map(str::to_owned).to_vec()).collect();
    assert_eq!(found, allowed);
}

#[test]
fn planted_circles_are_found_and_impls_are_none() {
    let tree = |files: &[(&str, &str)]| {
        let module = |path: &str| path.split('/').map(str::to_owned).collect::<Module>();
        circles(&files.iter().map(|(path, text)| (module(path), (*text).to_owned())).collect())
    };
    let circle = [["a/one".to_owned(), "a/two".to_owned()].to_vec()];
    // Straight, and by way of what a module hands on.
    for back in
        ["use super::one::One;", "use crate::a::{Three, One};", "fn f() { super::one::f() }"]
    {
        let files = [
            ("a/mod", "mod one; mod two; pub use one::One;"),
            ("a/one", "use super::two::{Two, f as g}; pub struct One;"),
            ("a/two", back),
        ];
        assert_eq!(tree(&files), circle, "{back}");
    }
    let method = [
        ("a/mod", "mod one; mod two; pub use one::One;"),
        ("a/one", "use super::two::Two; pub struct One(Two);"),
        ("a/two", "use super::One; pub struct Two; impl One { fn two(&self) {} }"),
    ];
    assert!(tree(&method).is_empty());
}

/// The files that lie on circles, one list a circle.
fn circles(sources: &BTreeMap<Module, String>) -> Vec<Vec<String>> {
    let folder = |module: &Module| -> Module {
        match module.split_last() {
            Some((last, rest)) if ["mod", "lib", "main"].contains(&&**last) => rest.to_vec(),
            _ => module.clone(),
        }
    };
    let files: BTreeMap<Module, (bool, Vec<String>)> = sources
        .iter()
        .map(|(path, source)| (folder(path), (folder(path) != *path, words(source))))
        .collect();
    let uses: BTreeMap<&Module, Uses> =
        files.iter().map(|(module, (_, words))| (module, uses(words))).collect();
    let handed_on: BTreeMap<(Module, String), Module> = uses
        .iter()
        .flat_map(|(module, uses)| uses.iter().map(move |one| (*module, one)))
        .filter(|(_, (is_public, _))| *is_public)
        .filter_map(|(module, (_, path))| {
            Some(((module.clone(), path.last()?.clone()), absolute(module, path)))
        })
        .collect();
    let mut edges: BTreeMap<&Module, BTreeSet<&Module>> = BTreeMap::new();
    for (module, uses) in &uses {
        let (is_folder, words) = &files[*module];
        let targets = uses.iter().filter(|(is_public, _)| !(*is_public && *is_folder));
        let targets = targets.filter_map(|(_, path)| {
            let found = target(&files, &handed_on, absolute(module, path))?;
            (found != *module && !is_part(words, &files[found].1)).then_some(found)
        });
        edges.insert(module, targets.collect());
    }
    let reach: BTreeMap<&Module, BTreeSet<&Module>> =
        edges.keys().map(|module| (*module, reachable(&edges, module))).collect();
    let mut found = BTreeSet::new();
    for (module, there) in &reach {
        let circle: Vec<String> = there
            .iter()
            .filter(|other| reach[**other].contains(module) && there.contains(module))
            .map(|other| other.join("/"))
            .collect();
        if !circle.is_empty() {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

fn reachable<'a>(
    edges: &BTreeMap<&'a Module, BTreeSet<&'a Module>>,
    from: &Module,
) -> BTreeSet<&'a Module> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Module> = edges.get(from).into_iter().flatten().copied().collect();
    while let Some(next) = open.pop() {
        if found.insert(next) {
            open.extend(edges.get(next).into_iter().flatten());
        }
    }
    found
}

/// Whether a file adds methods to a type that another declares.
fn is_part(words: &[String], other: &[String]) -> bool {
    words.iter().enumerate().filter(|(_, word)| *word == "impl").any(|(at, _)| {
        // As far as the body; `impl Trait for Type` is no part of the type.
        let head: Vec<&String> = words[at + 1..].iter().take_while(|word| *word != "{").collect();
        let is_inherent = !head.iter().any(|word| *word == "for");
        let declares = |name: &str| {
            other.windows(2).any(|two| ["struct", "enum"].contains(&&*two[0]) && two[1] == name)
        };
        is_inherent && head.iter().any(|word| declares(word))
    })
}

/// A path from the root of the crate, as far as it is one of this crate.
fn absolute(module: &Module, path: &[String]) -> Module {
    let mut rest = path;
    let mut base = match rest.first().map(String::as_str) {
        Some("crate") => Vec::new(),
        _ => module.clone(),
    };
    while let Some(("crate" | "self" | "super", after)) =
        rest.split_first().map(|(first, after)| (first.as_str(), after))
    {
        if rest[0] == "super" {
            base.pop();
        }
        rest = after;
    }
    base.extend_from_slice(rest);
    base
}

/// The file in which the thing of a path is declared.
fn target<'a>(
    files: &'a BTreeMap<Module, (bool, Vec<String>)>,
    handed_on: &BTreeMap<(Module, String), Module>,
    mut path: Module,
) -> Option<&'a Module> {
    for _ in 0..8 {
        let length = (1..=path.len()).rev().find(|length| files.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let name = rest.first().cloned();
        match name.and_then(|name| handed_on.get(&(module.to_vec(), name))) {
            Some(further) if *further != path => path = further.clone(),
            _ => return files.get_key_value(module).map(|(module, _)| module),
        }
    }
    None
}

/// The paths that are used, in `use` and elsewhere, and whether they are handed on.
fn uses(words: &[String]) -> Uses {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let is_root = ["crate", "super", "self"].contains(&&*words[at]);
        if words[at] == "use" {
            let is_public = at > 0 && ["pub", ")"].contains(&&*words[at - 1]);
            let end = words[at..].iter().position(|word| word == ";").unwrap_or(words.len() - at);
            let mut tree = &words[at + 1..at + end];
            while !tree.is_empty() {
                tree = expand(tree, &[], &mut |path| found.push((is_public, path)));
            }
            at += end;
        } else if is_root && words.get(at + 1).is_some_and(|word| word == ":") {
            let mut path = vec![words[at].clone()];
            while let [first, second, name, ..] = &words[at + 1..]
                && first == ":"
                && second == ":"
                && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            {
                path.push(name.clone());
                at += 3;
            }
            found.push((false, path));
        }
        at += 1;
    }
    found
}

/// Reads one branch of a tree of `use`, and gives what follows it.
fn expand<'a>(
    mut tree: &'a [String],
    before: &[String],
    found: &mut dyn FnMut(Vec<String>),
) -> &'a [String] {
    let mut path = before.to_vec();
    while let Some((word, rest)) = tree.split_first() {
        tree = rest;
        match &**word {
            ":" => {}
            "{" => {
                while let Some((word, rest)) = tree.split_first()
                    && word != "}"
                {
                    tree = if word == "," { rest } else { expand(tree, &path, found) };
                }
                return tree.get(1..).unwrap_or_default();
            }
            "as" => tree = tree.get(1..).unwrap_or_default(),
            "," => {
                found(path);
                return tree;
            }
            name => path.push(name.to_owned()),
        }
        if tree.first().is_some_and(|next| next == "}") {
            break;
        }
    }
    found(path);
    tree
}
