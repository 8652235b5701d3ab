//! What an error says is said to a branch secretary: in Chinese, without words of the program.

use std::fs;
use std::path::{Path, PathBuf};

use yixin::exchange::bundle::read;
use yixin::storage::StorageError;

/// Names of programs and of kinds of files that users know, and units.
const KNOWN: &[&str] =
    &["Cookie", "CSV", "Excel", "https", "MB", "Office", "UTF", "Word", "WPS", "XML"];

/// The Rust files below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The words of a text in Latin letters, placeholders and endings of files (.xlsx) apart; a single
/// letter is no word.
fn foreign_words(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let words = plain.split(|c: char| !c.is_ascii_alphabetic() && c != '.');
    let words = words.map(|word| word.trim_end_matches('.')).filter(|word| !word.starts_with('.'));
    words.filter(|word| word.len() > 1 && !KNOWN.contains(word)).map(str::to_owned).collect()
}

/// The text of each `#[error(…)]` in a source.
fn messages(source: &str) -> Vec<String> {
    let attributes = source.match_indices("#[error(").map(|(at, sign)| &source[at + sign.len()..]);
    attributes
        .filter_map(|rest| {
            let inside = rest.trim_start().strip_prefix('"')?;
            // Whatever is escaped is no end.
            let mut escaped = false;
            let end = inside.find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            })?;
            Some(inside[..end].replace("\\n", ""))
        })
        .collect()
}

#[test]
fn no_error_speaks_in_words_of_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "app/src", "ledger/src", "worker"] {
        sources(&root.join(folder), &mut files);
    }
    // The native program speaks to those who typed its name.
    files.retain(|path| !path.starts_with(root.join("src/bin")));
    let mut count = 0;
    for path in files {
        for message in messages(&fs::read_to_string(&path).expect("a source")) {
            count += 1;
            assert_eq!(foreign_words(&message), [""; 0], "{}: {message}", path.display());
        }
    }
    assert!(count > 100, "the messages are found: {count}");
}

#[test]
fn nothing_that_an_error_holds_is_shown_in_words_of_the_program() {
    let mut shown = vec![
        StorageError::Other("InvalidStateError: no database".to_owned()).to_string(),
        StorageError::NoChance.to_string(),
    ];
    // What the parsers say of a file is theirs.
    let good = r#"{"format":"yixin-bundle","version":{"major":1,"minor":0},"#;
    for rest in ["\"from\":tru}", "\"edits\":[{]}", "}", ""] {
        shown.push(read(format!("{good}{rest}").as_bytes()).expect_err("damaged").to_string());
    }
    for message in shown {
        assert_eq!(foreign_words(&message), [""; 0], "{message}");
    }
}
