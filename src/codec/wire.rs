//! Edits as they stand in a file: one line of JSON each.
//!
//! ```json
//! {"id":"00000000000000ff-1","at":1795266300000,"offset":480,
//!  "by":{"name":"王芳","role":"支部书记","tablet":"平板A"},"act":"create","size":1,
//!  "changes":[{"record":"member:=1001","field":"name","value":"李明"}]}
//! ```
//!
//! What says nothing is left out: an empty reason, the place of a change that follows the one
//! before it, a timestamp that is the edit's own time and the change's place. Members of an edit that
//! this version does not know are kept and written out again; a change has only those listed here.

use crate::ledger::{
    Change, ChangeRef, Edit, EditHead, EditId, Ledger, Timestamp, Value, WriterId,
};

use super::json::{write_name, write_number, write_text, write_value};
use super::limits;

pub use super::wire_error::{WireError, Wrong};
pub use super::wire_read::{EditReader, Origin};

/// Writes a value as JSON; the members of groups in the order of their names.
pub fn value_text(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

/// Writes an edit as one line. The same edit gives the same bytes.
pub fn write_edit(out: &mut String, edit: &Edit) {
    let mut changes = edit.changes.iter().map(|(index, change)| (*index, change.look()));
    write_line(out, &edit.head, &mut changes);
}

/// Writes an edit where it is kept, as [`write_edit`] does.
pub(crate) fn write_line<'a>(
    out: &mut String,
    head: &EditHead,
    changes: &mut dyn Iterator<Item = (u32, ChangeRef<'a>)>,
) {
    let EditHead { id, at, by, act, reason, size, extra } = head;
    out.push_str(r#"{"id":""#);
    write_hex(out, id.writer);
    out.push('-');
    write_number(out, id.number.into());
    out.push_str(r#"","at":"#);
    write_number(out, at.millis);
    out.push_str(r#","offset":"#);
    write_number(out, at.offset.into());
    out.push_str(r#","by":{"name":"#);
    write_text(out, &by.name);
    out.push_str(r#","role":"#);
    write_text(out, &by.role);
    out.push_str(r#","tablet":"#);
    write_text(out, &by.tablet);
    out.push_str(r#"},"act":"#);
    write_text(out, act);
    if !reason.is_empty() {
        out.push_str(r#","reason":"#);
        write_text(out, reason);
    }
    out.push_str(r#","size":"#);
    write_number(out, (*size).into());
    if let Value::Group(members) = extra {
        for (name, value) in members.iter() {
            out.push(',');
            write_name(out, name);
            write_value(out, value);
        }
    }
    out.push_str(r#","changes":["#);
    let mut expected = 0;
    for (place, (index, change)) in changes.enumerate() {
        if place > 0 {
            out.push(',');
        }
        write_change(out, head, (index != expected).then_some(index), index, change);
        expected = index + 1;
    }
    out.push_str("]}");
}

fn write_change(
    out: &mut String,
    head: &EditHead,
    said: Option<u32>,
    index: u32,
    change: ChangeRef<'_>,
) {
    out.push('{');
    if let Some(index) = said {
        out.push_str(r#""index":"#);
        write_number(out, index.into());
        out.push(',');
    }
    out.push_str(r#""record":"#);
    write_text(out, change.record.as_str());
    out.push_str(r#","field":"#);
    write_text(out, change.field);
    if let Some(key) = change.key {
        out.push_str(r#","key":"#);
        write_text(out, key);
    }
    out.push_str(r#","value":"#);
    write_value(out, change.value);
    if change.stamp != usual_stamp(head.id, head.at.millis, index) {
        out.push_str(r#","stamp":"#);
        write_stamp(out, head.id, change.stamp);
    }
    for (place, stamp) in change.replaces.iter().enumerate() {
        out.push_str(if place == 0 { r#","replaces":["# } else { "," });
        write_stamp(out, head.id, *stamp);
    }
    if !change.replaces.is_empty() {
        out.push(']');
    }
    out.push('}');
}

/// Writes a timestamp as `millis-counter-writer`, the writer only where it is not the edit's.
fn write_stamp(out: &mut String, edit: EditId, stamp: Timestamp) {
    out.push('"');
    write_number(out, stamp.millis);
    out.push('-');
    write_number(out, stamp.counter.into());
    if stamp.writer != edit.writer {
        out.push('-');
        write_hex(out, stamp.writer);
    }
    out.push('"');
}

/// Writes a writer's id as [`Display`](std::fmt::Display) does, which takes several times as long.
fn write_hex(out: &mut String, writer: WriterId) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = (0..16).rev().map(|place| DIGITS[(writer.0 >> (4 * place)) as usize & 15]);
    out.extend(digits.map(char::from));
}

/// The timestamp that a change has where nothing forced another on it.
pub(super) fn usual_stamp(edit: EditId, millis: i64, index: u32) -> Timestamp {
    Timestamp { millis, counter: index, writer: edit.writer }
}

/// The canonical bytes of a set of changes: equal sets give equal texts.
pub fn write_body(ledger: &Ledger) -> String {
    let mut body = String::from("[");
    let mut first = true;
    for (head, changes) in ledger.change_refs() {
        let mut changes = changes.peekable();
        if changes.peek().is_none() {
            continue;
        }
        body.push_str(if first { "\n" } else { ",\n" });
        first = false;
        write_line(&mut body, head, &mut changes);
    }
    body.push_str(if first { "]" } else { "\n]" });
    body
}

/// Checks that an edit made on this tablet could be read back from a file.
///
/// # Errors
/// What is too long, too deep or malformed, and in which change.
pub fn check_edit(edit: &Edit) -> Result<(), WireError> {
    let fault = |change, what| WireError { edit: None, id: Some(edit.head.id), change, what };
    check_head(&edit.head).map_err(|what| fault(None, what))?;
    if !usual_stamp(edit.head.id, edit.head.at.millis, 0).is_well_formed() {
        return Err(fault(None, Wrong::Time));
    }
    if edit.changes.is_empty() {
        return Err(fault(None, Wrong::NoChanges));
    }
    let mut next = 0;
    for (place, (index, change)) in edit.changes.iter().enumerate() {
        let checked = if *index < next || *index >= edit.head.size {
            Err(Wrong::Index)
        } else if !change.stamp.is_well_formed() {
            // Over a value at the very end of the years, as only a forged file has it.
            Err(Wrong::Stamp)
        } else {
            check_change(&edit.head, change)
        };
        checked.map_err(|what| fault(Some(place + 1), what))?;
        next = index + 1;
    }
    Ok(())
}

pub(super) fn check_head(head: &EditHead) -> Result<(), Wrong> {
    let by = &head.by;
    for (text, most, name) in [
        (&by.name, limits::NAME, "姓名"),
        (&by.role, limits::NAME, "职务"),
        (&by.tablet, limits::NAME, "平板名称"),
        (&head.act, limits::WORD, "操作"),
        (&head.reason, limits::REASON, "原因"),
    ] {
        if text.len() > most {
            return Err(Wrong::TooLong { name, most });
        }
    }
    if !(-1440..=1440).contains(&head.at.offset) {
        return Err(Wrong::Time);
    }
    check_value(&head.extra)
}

pub(super) fn check_change(head: &EditHead, change: &Change) -> Result<(), Wrong> {
    let field = &change.cell.field;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if field.is_empty() || field.len() > limits::WORD || !field.bytes().all(plain) {
        return Err(Wrong::Field);
    }
    if let Some(key) = &change.cell.key
        && (key.len() > limits::KEY || key.chars().any(char::is_control))
    {
        return Err(Wrong::Key);
    }
    if change.replaces.len() > limits::REPLACES {
        return Err(Wrong::TooMany { name: "所替换的值", most: limits::REPLACES });
    }
    // Whoever writes beats what he saw, and writes under his own name.
    let beaten = change.replaces.iter().all(|seen| *seen < change.stamp);
    if change.stamp.writer != head.id.writer || !beaten {
        return Err(Wrong::Stamp);
    }
    check_value(&change.value)
}

fn check_value(value: &Value) -> Result<(), Wrong> {
    fn check(value: &Value, depth: usize, parts: &mut usize) -> Result<(), Wrong> {
        *parts += 1;
        if *parts > limits::PARTS {
            return Err(Wrong::TooMany { name: "一个值的内容", most: limits::PARTS });
        }
        if depth > limits::VALUE_DEPTH {
            return Err(Wrong::Deep);
        }
        match value {
            Value::Text(text) if text.len() > limits::TEXT => {
                Err(Wrong::TooLong { name: "文字", most: limits::TEXT })
            }
            Value::List(values) => {
                values.iter().try_for_each(|value| check(value, depth + 1, parts))
            }
            Value::Group(members) => members.iter().try_for_each(|(name, value)| {
                if name.len() > limits::KEY {
                    return Err(Wrong::TooLong { name: "名称", most: limits::KEY });
                }
                check(value, depth + 1, parts)
            }),
            _ => Ok(()),
        }
    }
    check(value, 0, &mut 0)
}
