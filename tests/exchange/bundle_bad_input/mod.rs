//! Bad bundles, each by name: made of a good one by one damage, with the error that it must give.

mod edits;
mod header;
mod whole;

use std::collections::BTreeSet;

use crate::fixtures::bundles::{good, rehashed};
use yixin::codec::wire::Wrong;
use yixin::exchange::bundle::{BundleError, read};

/// What a bad file must give.
enum Gives {
    /// Just this.
    Error(BundleError),
    /// No JSON, with these words in the detail.
    Malformed(&'static str),
    /// A fault of the third edit, in this change of it.
    Fault(Option<usize>, Wrong),
    /// A third edit that cannot be read, with these words in the detail.
    Unread(&'static str),
}

/// A bad file.
struct Bad {
    name: String,
    bytes: Vec<u8>,
    gives: Gives,
}

fn bad(name: impl Into<String>, bytes: impl Into<Vec<u8>>, gives: Gives) -> Bad {
    Bad { name: name.into(), bytes: bytes.into(), gives }
}

/// The good file with something in its header replaced.
fn in_header(from: &str, to: &str) -> String {
    let text = good();
    let end = text.find("\"edits\":[").expect("a body") + 9;
    assert!(text[..end].contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The good file with its third edit written anew and the hash made right.
fn with_third(line: impl FnOnce(&str) -> String) -> String {
    let text = good();
    let third = text.lines().find(|line| line.starts_with("{\"id\":\"00000000000000ff-3\""));
    let third = third.expect("a third edit").trim_end_matches(',');
    rehashed(&text.replacen(third, &line(third), 1))
}

/// The good file with something in its third edit replaced and the hash made right.
fn in_edit(from: &str, to: &str) -> String {
    with_third(|line| {
        assert!(line.contains(from), "{from}");
        line.replacen(from, to, 1)
    })
}

/// What is not as it should be with the answer to a bad file.
fn complaint(Bad { name, bytes, gives }: &Bad) -> Option<String> {
    let error = match read(bytes) {
        Ok(_) => return Some(format!("{name}: taken")),
        Err(error) => error,
    };
    let as_it_should = match (gives, &error) {
        (Gives::Error(expected), error) => error == expected,
        (Gives::Malformed(words), BundleError::Malformed { detail, .. }) => detail.contains(words),
        (Gives::Fault(change, what), BundleError::Edit(fault)) => {
            (fault.edit, fault.change, &fault.what) == (Some(3), *change, what)
        }
        // The third edit stands on the fifteenth line of the file.
        (Gives::Unread(words), BundleError::Edit(fault)) => match &fault.what {
            Wrong::Format { line: 15, detail, .. } => {
                fault.edit == Some(3) && detail.contains(words)
            }
            _ => false,
        },
        _ => false,
    };
    let sentence = error.to_string();
    let says_what_to_do = sentence.contains("请") || sentence.contains("不是");
    (!as_it_should || !says_what_to_do).then(|| format!("{name}: {error:?}"))
}

#[test]
fn every_bad_file_is_refused_for_what_is_wrong_with_it() {
    let groups =
        [header::members(), header::values(), whole::files(), edits::members(), edits::values()];
    let all: Vec<Bad> = groups.into_iter().flatten().collect();
    let names: BTreeSet<_> = all.iter().map(|bad| &bad.name).collect();
    assert_eq!(names.len(), all.len(), "each has a name of its own");
    assert!(all.len() >= 150, "{}", all.len());
    let complaints: Vec<_> = all.iter().filter_map(complaint).collect();
    assert!(complaints.is_empty(), "of {}:\n{}", all.len(), complaints.join("\n"));
}
