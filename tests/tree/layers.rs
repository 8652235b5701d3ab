//! The order of the layers (see `src/lib.rs`): each uses only those above it, and the pure ones
//! know neither the browser nor the clock.

use std::fs;
use std::path::{Path, PathBuf};

/// From the top down, each with the layers that it may not use although they stand above it.
const LAYERS: [(&str, &[&str]); 15] = [
    ("ledger", &[]),
    ("typed_text", &[]),
    ("codec", &["typed_text"]),
    ("crypto", &[]),
    // The stores keep changes, whatever these are about.
    ("storage", &[]),
    ("registers", KEEPING),
    // What the tablet keeps while patients have it; how that is stored, the store knows.
    ("kiosk", &["codec", "storage"]),
    ("scoring", KEEPING),
    ("reports", KEEPING),
    ("tables", KEEPING),
    ("exchange", &["storage"]),
    // Ledgers for the bench and for tests.
    ("reference", &[]),
    ("browser", BENCH),
    ("app", &[]),
    ("ui", BENCH),
];

/// What those need not know that say what a ledger means.
const KEEPING: &[&str] = &["codec", "crypto", "storage"];

/// What only measuring needs.
const BENCH: &[&str] = &["reference"];

/// The first layers, up to here, are the pure core.
const PURE: usize = 12;

/// Crates that a pure layer may not name, by the start of the name.
const BROWSER_CRATES: [&str; 7] = [
    "console_error_panic_hook",
    "gloo",
    "js_sys",
    "leptos",
    "reactive_graph",
    "wasm_bindgen",
    "web_sys",
];

/// Types whose `now` asks the clock, which is an argument in a pure layer.
const CLOCKS: [&str; 4] = ["Instant", "Local", "SystemTime", "Utc"];

#[test]
fn layers_use_only_those_above_them() {
    let mut files = Vec::new();
    for (place, (layer, _)) in LAYERS.iter().enumerate() {
        for file in rust_files(&folder_of(place, layer)) {
            let source = fs::read_to_string(&file).unwrap();
            files.extend(
                faults(place, &source)
                    .into_iter()
                    .map(|fault| format!("{}: {fault}", file.display())),
            );
        }
    }
    assert!(files.is_empty(), "{}", files.join("\n"));
}

/// What a component may not know: it is handed what it shows.
const UNKNOWN_TO_COMPONENTS: [&str; 6] = ["ledger", "scoring", "exchange", "storage", "app", "ui"];

#[test]
fn components_know_neither_ledger_nor_storage_nor_pages() {
    let folder = folder_of(place("ui"), "ui").join("components");
    let mut found = Vec::new();
    for file in rust_files(&folder) {
        let source = fs::read_to_string(&file).unwrap();
        let words = words(&source);
        let names = named_from_root(&words).into_iter();
        let unknown = names.filter(|name| UNKNOWN_TO_COMPONENTS.contains(name));
        found.extend(unknown.map(|name| format!("{}: {name}", file.display())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_layer_is_there() {
    for (place, (layer, _)) in LAYERS.iter().enumerate() {
        assert!(!rust_files(&folder_of(place, layer)).is_empty(), "{layer} is empty");
    }
}

#[test]
fn what_the_browser_tells_late_is_heard_only_by_what_is_mounted() {
    let late = ["blur", "focusin", "focusout", "change", "scroll", "pointerleave"];
    let mut found = Vec::new();
    for file in rust_files(&folder_of(place("ui"), "ui")) {
        let source = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap_or_default();
        for event in late {
            let begin = format!("on:{event}=");
            let handlers = source.split(&begin).skip(1);
            let unguarded = |rest: &&str| {
                !rest.starts_with("mounted.on(") && !rest.starts_with("Mounted::here().on(")
            };
            found.extend(handlers.filter(unguarded).map(|_| format!("{name:?}: on:{event}")));
        }
        // A frame that only looks up elements by name reads no signal.
        let has_frames = source.contains("request_animation_frame(");
        if has_frames && !["mounted.rs", "dom.rs", "focus.rs"].iter().any(|own| name == *own) {
            found.push(format!("{name:?}: request_animation_frame"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_page_sets_a_style_attribute() {
    // The policy of the page refuses them; `style:width=` and the like go another way. A debug build has
    // no policy, and so would show nothing.
    let files = rust_files(&folder_of(place("ui"), "ui"));
    let sets = |file: &&PathBuf| fs::read_to_string(file).unwrap().contains(" style=");
    let found: Vec<&PathBuf> = files.iter().filter(sets).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(files.len() > 100);
}

#[test]
fn planted_violations_are_caught() {
    let scoring = place("scoring");
    for violation in [
        "use crate::reports;",
        "use crate::storage::Store;",
        "use crate::ui::components::Table;",
        "use crate::{ledger::Edit, ui::{Table, List}};",
        "use crate::{ledger::{Edit, Stamp}, ui};",
        "use super::super::exchange::Bundle;",
        "pub(in crate::app) fn f() {}",
        "fn f() -> yixin::app::Session { crate :: app :: session() }",
        "use crate::*;",
        "use leptos::prelude::*;",
        "use gloo_storage::LocalStorage;",
        "fn f() { web_sys::window(); }",
        "fn f() { let now = chrono::Utc::now(); }",
        "fn f() { let c = '\"'; std::time::Instant::now(); }",
        "#[cfg(test)] mod tests { use crate::browser::clock; }",
    ] {
        assert_ne!(faults(scoring, violation), [""; 0], "{violation}");
    }
}

#[test]
fn innocent_lines_are_left_alone() {
    let scoring = place("scoring");
    for line in [
        "use crate::ledger::{Edit, Stamp};",
        "use crate::{ledger::ui, registers::{app, browser}};",
        "use super::standard; use super::super::registers::Member;",
        "mod tests { use super::*; }",
        "// see crate::ui\n/* leptos /* crate::app */ */",
        "/// Shown by [`crate::ui`].\nfn ui() {}",
        "const TEXT: &str = \"crate::ui \\\" leptos\";",
        "const RAW: &str = r#\"use \"crate::ui\"\"#;",
        "fn f<'a>(now: &'a str) { let quote = '\\''; later(\"crate::ui\") }",
        "fn today(now: chrono::DateTime<chrono::Utc>) {}",
    ] {
        assert_eq!(faults(scoring, line), [""; 0], "{line}");
    }
    assert_eq!(faults(place("ui"), "use leptos::prelude::*; use crate::app::Session;"), [""; 0]);
}

fn place(layer: &str) -> usize {
    LAYERS.iter().position(|(name, _)| *name == layer).expect("a layer")
}

/// The ledger is a crate of its own; the other pure layers are the core's, the rest the app's.
fn folder_of(place: usize, layer: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    match place {
        0 => root.join(layer).join("src"),
        1..PURE => root.join("src").join(layer),
        _ => root.join("app/src").join(layer),
    }
}

pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// What a file of the layer at this place names and may not.
fn faults(place: usize, source: &str) -> Vec<String> {
    let words = words(source);
    let (own, barred) = LAYERS[place];
    let mut faults = Vec::new();
    for name in named_from_root(&words) {
        if name == "*" {
            faults.push("takes everything from the root of the crate".to_owned());
        } else if LAYERS[place + 1..].iter().any(|(layer, _)| *layer == name)
            || barred.contains(&name)
        {
            faults.push(format!("{own} may not use {name}"));
        }
    }
    if place < PURE {
        for (at, word) in words.iter().enumerate() {
            let names_crate = BROWSER_CRATES.iter().any(|name| word.starts_with(name));
            let asks_clock = CLOCKS.contains(&word.as_str())
                && words[at + 1..].iter().take(3).eq([":", ":", "now"]);
            if names_crate || asks_clock {
                faults.push(format!("{own} is pure and may not use {word}"));
            }
        }
    }
    faults
}

/// The names right under the root of the crate that are written in these words. A name after
/// `super` counts as well: no layer has a part that is called like a layer.
fn named_from_root(words: &[String]) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, root) in words.iter().enumerate() {
        if !["crate", "yixin", "yixin_app", "super"].contains(&root.as_str()) {
            continue;
        }
        let [colon, second, rest @ ..] = &words[at + 1..] else {
            continue;
        };
        if colon != ":" || second != ":" {
            continue;
        }
        // Of a group, the first word of each branch.
        let (mut depth, mut is_first) = (0, true);
        for word in rest {
            match word.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                "," if depth == 1 => is_first = true,
                name if is_first => {
                    // All of the module above, as tests take it, lies within the layer.
                    if (root.as_str(), name) != ("super", "*") {
                        names.push(name);
                    }
                    is_first = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    names
}

/// The words and signs of Rust source, without comments and without what is in quotes.
pub fn words(source: &str) -> Vec<String> {
    words_and_quotes(source).0
}

/// The words and signs of Rust source without comments, and apart from them what is in quotes.
pub fn words_and_quotes(source: &str) -> (Vec<String>, Vec<String>) {
    let (mut words, mut quotes) = (Vec::new(), Vec::new());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = raw_string(rest).or_else(|| quoted(rest)) {
            quotes.push(rest[..length].trim_matches('"').to_owned());
            length
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
            let length = end.unwrap_or(rest.len());
            words.push(rest[..length].to_owned());
            length
        } else {
            if !first.is_whitespace() {
                words.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    (words, quotes)
}

/// The length of the block comment that this begins with; they nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The length of the raw string that this begins with, if it does.
fn raw_string(text: &str) -> Option<usize> {
    let body = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let inside = body[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&end)? + end.len();
    Some(text.len() - inside.len() + length)
}

/// The length of the string or character that this begins with; a lifetime is neither.
fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|sign| "\"'".contains(*sign))?;
    let mut signs = text.char_indices().skip(1);
    let mut inside = 0;
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' => {
                signs.next();
            }
            _ if sign == quote => return Some(at + 1),
            _ if quote == '\'' && inside == 1 && !text[1..].starts_with('\\') => return None,
            _ => {}
        }
        inside += 1;
    }
    None
}
