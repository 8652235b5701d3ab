//! What the documents say of the tree: each file and folder that they name is there.

use std::fs;
use std::path::Path;

/// The folders in which whoever reads ARCHITECTURE.md looks for a path that is written short.
const ROOTS: [&str; 6] = ["", "src", "app/src", "app/src/ui", "src/registers", "tests"];

/// The paths in backticks: a file of ours, or a folder, neither a pattern nor a key of a store.
fn paths_in(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let is_path = |word: &&str| {
        let plain = word.chars().all(|one| one.is_ascii_alphanumeric() || "/._-".contains(one));
        let is_file = [".rs", ".mjs", ".css"].iter().any(|ending| word.ends_with(ending));
        // What is built is not in the tree.
        plain
            && !word.starts_with('/')
            && word.contains('/')
            && (is_file || word.ends_with('/'))
            && *word != "dist/"
    };
    quoted.filter(is_path).collect()
}

#[test]
fn every_path_that_the_documents_name_is_there() {
    for document in ["ARCHITECTURE.md", "README.md", "docs/bundle-format.md", "docs/registers.md"] {
        let text = fs::read_to_string(document).expect("a document");
        let is_there = |path: &&str| ROOTS.iter().any(|root| Path::new(root).join(path).exists());
        let paths = paths_in(&text);
        let gone: Vec<&str> = paths.iter().copied().filter(|path| !is_there(path)).collect();
        assert_eq!(gone, [] as [&str; 0], "of {} paths in {document}", paths.len());
        assert!(document != "ARCHITECTURE.md" || paths.len() > 50, "{} paths", paths.len());
    }
}
