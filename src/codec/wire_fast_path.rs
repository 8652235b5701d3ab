//! Fast path for edits in our own spelling, several times as fast as a parser of any JSON.
//!
//! Whatever is not of that shape gives `None`, without saying why: the parser of
//! [`wire_read`](super::wire_read) then looks at it, and it alone says what is wrong. So this one
//! only has to take nothing that the other would not take, or would take for something else.

use std::borrow::Cow;

use crate::ledger::{Edit, EditId, Group, Value};

use super::json::plain_length;
use super::limits;
use super::wire_read::{EditReader, RawAuthor, RawChange, RawEdit, Text, whole};

/// Of so many changes of an edit it is believed that they come.
const LIKELY: usize = 128;

/// A place in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Goes past a word, if it stands here.
    pub(crate) fn take(&mut self, word: &str) -> bool {
        // Eight bytes at a time: in wasm a comparison of the standard library goes byte by byte.
        let stands = self.rest().get(..word.len()).is_some_and(|here| {
            let ((words, rest), (here, here_rest)) =
                (word.as_bytes().as_chunks::<8>(), here.as_chunks::<8>());
            let same = |(one, other): (&[u8; 8], &[u8; 8])| {
                u64::from_le_bytes(*one) == u64::from_le_bytes(*other)
            };
            words.iter().zip(here).all(same) && rest.iter().zip(here_rest).all(|(a, b)| a == b)
        });
        self.at += if stands { word.len() } else { 0 };
        stands
    }

    fn want(&mut self, word: &str) -> Option<()> {
        self.take(word).then_some(())
    }

    /// Goes past one byte, if it stands here.
    fn take_byte(&mut self, byte: u8) -> bool {
        let stands = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(stands);
        stands
    }

    fn want_byte(&mut self, byte: u8) -> Option<()> {
        self.take_byte(byte).then_some(())
    }

    /// Goes past white space.
    pub(crate) fn skip_space(&mut self) {
        self.at += self.rest().iter().take_while(|byte| b" \n\r\t".contains(byte)).count();
    }

    /// Goes past a JSON value of any kind, or to the end; whether it is sound is for others to see.
    pub(crate) fn skip_value(&mut self) {
        let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
        for byte in self.rest() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'[' | b'{' => depth += 1,
                b']' | b'}' | b',' if depth == 0 => return,
                b']' | b'}' => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// A text without escapes.
    fn text(&mut self) -> Option<&'a str> {
        self.want_byte(b'"')?;
        self.opened()
    }

    /// The same after its first quote.
    fn opened(&mut self) -> Option<&'a str> {
        let length = plain_length(self.rest());
        let text = self.text.get(self.at..self.at + length)?;
        self.at += length;
        self.want_byte(b'"').map(|()| text)
    }

    /// What comes before a text, its first quote included, and the text.
    fn named(&mut self, before: &str) -> Option<Text<'a>> {
        self.want(before)?;
        self.opened().map(borrowed)
    }

    /// A whole number in its one spelling.
    fn number(&mut self) -> Option<i64> {
        let minus = self.take_byte(b'-');
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let text = self.text.get(self.at..self.at + digits)?;
        // What is longer may not fit; "-0" and "01" are no whole numbers to a parser of JSON.
        if digits == 0 || digits > 18 || (text.starts_with('0') && (digits > 1 || minus)) {
            return None;
        }
        self.at += digits;
        let number = text.bytes().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
        // A fraction or an exponent may follow.
        let ends = !matches!(self.rest().first(), Some(b'.' | b'e' | b'E'));
        ends.then_some(if minus { -number } else { number })
    }

    fn small<T: TryFrom<i64>>(&mut self) -> Option<T> {
        T::try_from(self.number()?).ok()
    }

    /// A value; `depth` levels may still open in it.
    fn value(&mut self, reader: &mut EditReader, depth: usize) -> Option<Value> {
        Some(match self.rest().first()? {
            b'"' => Value::Text(reader.value(self.text()?)),
            b'[' => {
                let inner = depth.checked_sub(1)?;
                self.at += 1;
                let mut values = Vec::new();
                self.list(b']', |cursor| {
                    values.push(cursor.value(reader, inner)?);
                    Some(())
                })?;
                Value::List(values)
            }
            b'{' => {
                let inner = depth.checked_sub(1)?;
                self.at += 1;
                let mut members = Vec::new();
                self.list(b'}', |cursor| {
                    let name = cursor.text()?;
                    cursor.want_byte(b':')?;
                    let value = cursor.value(reader, inner)?;
                    members.push((reader.name(name), value));
                    Some(())
                })?;
                Value::Group(Group::of(members)?)
            }
            b'n' => self.want("null").map(|()| Value::Null)?,
            b't' => self.want("true").map(|()| Value::Bool(true))?,
            b'f' => self.want("false").map(|()| Value::Bool(false))?,
            _ => Value::Int(self.number()?),
        })
    }

    /// The members of a list or group that has been opened, up to its end.
    fn list(&mut self, end: u8, mut member: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        if self.take_byte(end) {
            return Some(());
        }
        loop {
            member(self)?;
            if !self.take_byte(b',') {
                return self.want_byte(end);
            }
        }
    }

    /// A list of edits, which is all of the text, each as [`edit`](Self::edit) has it.
    pub(crate) fn edits(mut self, reader: &mut EditReader) -> Option<Vec<Edit>> {
        let (mut edits, mut changes) = (Vec::new(), 0);
        self.want_byte(b'[')?;
        self.list(b']', |cursor| {
            let edit = cursor.edit(reader)?;
            changes += edit.changes.len();
            edits.push(edit);
            (changes <= limits::CHANGES).then_some(())
        })?;
        (self.at == self.text.len()).then_some(edits)
    }

    /// The id of the edit that begins here.
    pub(crate) fn edit_id(mut self) -> Option<EditId> {
        self.named("{\"id\":\"")?.0.parse().ok()
    }

    /// An edit as [`write_edit`](super::wire::write_edit) writes it.
    pub(crate) fn edit(&mut self, reader: &mut EditReader) -> Option<Edit> {
        let id = self.named("{\"id\":\"")?;
        self.want(",\"at\":")?;
        let at = self.number()?;
        self.want(",\"offset\":")?;
        let offset = self.small()?;
        let by = RawAuthor {
            name: self.named(",\"by\":{\"name\":\"")?,
            role: self.named(",\"role\":\"")?,
            tablet: self.named(",\"tablet\":\"")?,
        };
        let act = self.named("},\"act\":\"")?;
        let reason =
            if self.take(",\"reason\":\"") { borrowed(self.opened()?) } else { borrowed("") };
        self.want(",\"size\":")?;
        let size: u32 = self.small()?;
        self.want(",\"changes\":[")?;
        let (changes, extra) = (Vec::new(), Group::default());
        let raw = RawEdit { id, at, offset, by, act, reason, size, changes, extra };
        let head = reader.head(raw).ok()?;
        let mut edit = Edit { head, changes: Vec::with_capacity(LIKELY.min(size as usize)) };
        self.list(b']', |cursor| {
            let raw = cursor.change(reader)?;
            reader.add(&mut edit, raw).ok()
        })?;
        self.want_byte(b'}')?;
        whole(edit).ok()
    }

    fn change(&mut self, reader: &mut EditReader) -> Option<RawChange<'a>> {
        let index = match self.take("{\"index\":") {
            true => Some(self.small()?),
            false => None,
        };
        let record =
            self.named(if index.is_some() { ",\"record\":\"" } else { "{\"record\":\"" })?;
        let field = self.named(",\"field\":\"")?;
        let key = if self.take(",\"key\":\"") { Some(borrowed(self.opened()?)) } else { None };
        self.want(",\"value\":")?;
        let value = self.value(reader, limits::VALUE_DEPTH)?;
        let (mut stamp, mut replaces) = (None, Vec::new());
        // Most end here.
        if !self.take_byte(b'}') {
            if self.take(",\"stamp\":\"") {
                stamp = Some(borrowed(self.opened()?));
            }
            if self.take(",\"replaces\":[") {
                self.list(b']', |cursor| {
                    replaces.push(borrowed(cursor.text()?));
                    Some(())
                })?;
            }
            self.want_byte(b'}')?;
        }
        Some(RawChange { index, record, field, key, value, stamp, replaces })
    }
}

fn borrowed(text: &str) -> Text<'_> {
    Text(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::wire::{Origin, write_edit};
    use crate::ledger::{Author, Draft, Ledger, Moment, RecordId, WriterId};
    use proptest::prelude::*;

    proptest! {
        /// Values with a few characters replaced: what is read quickly is read alike slowly.
        #[test]
        fn nothing_is_read_that_a_parser_reads_otherwise(
            value in r#"[-0-9eE.+,:"\\\[\]{}a ntrue\u{1}-\u{20}]{1,12}"#,
        ) {
            let mut cursor = Cursor { text: &value, at: 0 };
            if let Some(quick) = cursor.value(&mut EditReader::new(Origin::File), 3) {
                let read: Value = serde_json::from_str(&value[..cursor.at]).expect("JSON");
                prop_assert_eq!(quick, read);
            }
        }
    }

    /// Edits of two writers, each of which goes on from what the other wrote.
    fn edits() -> Vec<Edit> {
        let mut ledger = Ledger::new();
        for number in 1..=40 {
            let id = EditId { writer: WriterId(u64::from(0xA0 + number % 2)), number };
            let at = Moment { millis: 1_795_190_400_000 + i64::from(number) * 60_000, offset: 480 };
            let mut draft = Draft::new(id, at, Author::default(), "edit", "更正");
            let record = RecordId::keyed("score_entry", &(number / 2).to_string());
            draft.field(&record, "note", "义诊“下乡”");
            draft.field(&record, "units", i64::from(number));
            draft.entry(&record, "marks", "member:=1001", true);
            ledger.insert(draft.finish(&ledger).expect("an edit"));
        }
        ledger.edits()
    }

    #[test]
    fn what_we_write_is_read_quickly() {
        for edit in edits() {
            let mut text = String::new();
            write_edit(&mut text, &edit);
            let mut cursor = Cursor { text: &text, at: 0 };
            let quick = cursor.edit(&mut EditReader::new(Origin::File));
            assert_eq!((quick, cursor.at), (Some(edit), text.len()));
        }
    }

    #[test]
    fn a_list_of_edits_is_read_quickly_as_a_parser_reads_it() {
        let edits = edits();
        let mut text = String::from("[");
        for (place, edit) in edits.iter().enumerate() {
            text.push_str(if place > 0 { "," } else { "" });
            write_edit(&mut text, edit);
        }
        text.push(']');
        let quick = |text: &str| Cursor { text, at: 0 }.edits(&mut EditReader::new(Origin::Own));
        assert_eq!(quick(&text), Some(edits));
        assert_eq!(quick("[]"), Some(Vec::new()));
        assert_eq!(quick(&format!("{text} ")), None, "not to the end");
    }

    #[test]
    fn a_value_is_gone_past_as_a_whole() {
        let text = r#"{"a":["]}\"\\",{"b":1}]} ,x"#;
        let mut cursor = Cursor { text, at: 0 };
        cursor.skip_value();
        assert_eq!(&text[cursor.at..], ",x");
    }
}
