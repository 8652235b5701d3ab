//! Parts of a workbook that calamine does not tell of: what a sheet hides, which cells hold an
//! error, and sheets that are no tables.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::grid::{MAX_COLUMNS, MAX_ROWS};
use super::hidden::Hidden;

/// A cell that holds an error value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ErrorCell {
    /// Which cell of the sheet it is, in the order of the file.
    pub ordinal: usize,
    /// Its row, from 0.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
    /// Whether the file says where it stands.
    pub has_address: bool,
    /// The error, as the file writes it.
    pub value: String,
}

/// What a sheet says beside its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SheetLayout {
    pub hidden: Hidden,
    pub errors: Vec<ErrorCell>,
}

/// The archive of a workbook, with the names of its parts in their order.
pub(super) struct WorkbookParts<'a> {
    bytes: &'a [u8],
    names: Vec<String>,
}

impl<'a> WorkbookParts<'a> {
    pub(super) fn new(bytes: &'a [u8], names: Vec<String>) -> Self {
        Self { bytes, names }
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.place_of(name).is_some()
    }

    /// The workbook with macro sheets declared as dialogs: calamine refuses a workbook with a kind
    /// of sheet that it does not know, and passes dialogs over.
    pub(super) fn without_macro_sheets(&self) -> Cow<'a, [u8]> {
        const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
        let as_it_is = Cow::Borrowed(self.bytes);
        let Some(relations) = self.text_of(RELATIONS) else { return as_it_is };
        let known = ["/worksheet", "/chartsheet", "/dialogsheet"];
        let kinds = elements(&relations, "Relationship", "Type");
        let mut mended = relations.clone();
        for kind in kinds.iter().filter(|kind| kind.to_lowercase().ends_with("sheet")) {
            if !known.iter().any(|known| kind.ends_with(known)) {
                mended = mended.replace(kind.as_str(), "urn:none/dialogsheet");
            }
        }
        if mended == relations {
            return as_it_is;
        }
        self.with_part(RELATIONS, &mended).map_or(as_it_is, Cow::Owned)
    }

    /// The parts of the sheets, in the workbook's order.
    pub(super) fn sheet_paths(&self) -> Vec<Option<String>> {
        let workbook = self.text_of("xl/workbook.xml").unwrap_or_default();
        let relations = self.text_of("xl/_rels/workbook.xml.rels").unwrap_or_default();
        let ids = elements(&relations, "Relationship", "Id");
        let targets = elements(&relations, "Relationship", "Target");
        let path_of = |id: String| {
            let at = ids.iter().position(|known| *known == id)?;
            let target = targets.get(at)?;
            Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
        };
        elements(&workbook, "sheet", "id").into_iter().map(path_of).collect()
    }

    /// What a sheet says beside its values; nothing where its part cannot be read.
    pub(super) fn layout(&self, path: &str) -> SheetLayout {
        let mut layout = SheetLayout::default();
        if let Some(place) = self.place_of(path)
            && let Ok(mut archive) = ZipArchive::new(Cursor::new(self.bytes))
            && let Ok(part) = archive.by_index(place)
        {
            read_layout(BufReader::new(part), &mut layout);
        }
        layout
    }

    fn place_of(&self, path: &str) -> Option<usize> {
        self.names.iter().position(|name| name.replace('\\', "/").eq_ignore_ascii_case(path))
    }

    fn text_of(&self, path: &str) -> Option<String> {
        let mut archive = ZipArchive::new(Cursor::new(self.bytes)).ok()?;
        let mut text = String::new();
        archive.by_index(self.place_of(path)?).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// The archive with another text in one of its parts.
    fn with_part(&self, path: &str, text: &str) -> Option<Vec<u8>> {
        let replaced = self.place_of(path)?;
        let mut archive = ZipArchive::new(Cursor::new(self.bytes)).ok()?;
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (place, name) in self.names.iter().enumerate() {
            if place == replaced {
                let stored = zip::write::SimpleFileOptions::default()
                    .compression_method(zip::CompressionMethod::Stored);
                writer.start_file(name.as_str(), stored).ok()?;
                writer.write_all(text.as_bytes()).ok()?;
            } else {
                writer.raw_copy_file(archive.by_index_raw(place).ok()?).ok()?;
            }
        }
        Some(writer.finish().ok()?.into_inner())
    }
}

/// The values of an attribute of all elements of a name; empty where an element lacks it.
fn elements(xml: &str, name: &str, attribute: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut found = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == name =>
            {
                found.push(attribute_of(&element, attribute).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

/// The value of an attribute, whatever its namespace prefix.
fn attribute_of(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value);
    Some(value.map_or_else(|_| found.value.to_string(), Cow::into_owned))
}

/// Reads a sheet up to the end of its cells. What comes before damage still holds; calamine tells
/// of the damage itself.
fn read_layout(part: impl BufRead, layout: &mut SheetLayout) {
    let mut reader = Reader::from_reader(part);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let (mut row, mut column, mut ordinal) = (0_usize, 0_usize, 0_usize);
    let mut error: Option<ErrorCell> = None;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else { return };
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "col" if is_hidden(&element, "width") => {
                    let number = |name| attribute_of(&element, name)?.parse::<usize>().ok();
                    let first = number("min").unwrap_or(1).saturating_sub(1);
                    let last = number("max").unwrap_or(0).min(MAX_COLUMNS);
                    layout.hidden.columns.extend(first..last);
                }
                "row" => {
                    let number = attribute_of(&element, "r").and_then(|r| r.parse::<usize>().ok());
                    row = number.map_or(row, |number| number.saturating_sub(1));
                    if row < MAX_ROWS && is_hidden(&element, "ht") {
                        layout.hidden.rows.push(row);
                    }
                }
                "c" => {
                    let address = attribute_of(&element, "r");
                    column = address.as_deref().and_then(column_of).unwrap_or(column);
                    if attribute_of(&element, "t").as_deref() == Some("e") {
                        let has_address = address.is_some();
                        let value = String::new();
                        error = Some(ErrorCell { ordinal, row, column, has_address, value });
                    }
                }
                _ => {}
            },
            Event::Text(text) => {
                if let Some(error) = &mut error {
                    error.value.push_str(text.as_ref());
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "row" => (row, column) = (row + 1, 0),
                "f" => error.iter_mut().for_each(|error| error.value.clear()),
                "c" => {
                    layout.errors.extend(error.take());
                    (ordinal, column) = (ordinal + 1, column + 1);
                }
                "sheetData" => return,
                _ => {}
            },
            Event::Eof => return,
            _ => {}
        }
    }
}

/// Whether a row or column is hidden, or has no height or width.
fn is_hidden(element: &BytesStart<'_>, size: &str) -> bool {
    let hidden = attribute_of(element, "hidden");
    let size = attribute_of(element, size).and_then(|size| size.parse::<f64>().ok());
    matches!(hidden.as_deref(), Some("1" | "true")) || size == Some(0.0)
}

/// The column of an address (`C5`), from 0.
fn column_of(address: &str) -> Option<usize> {
    let letters = address.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.fold(0_usize, |number, letter| {
        number.saturating_mul(26).saturating_add(usize::from(letter.to_ascii_uppercase() - b'@'))
    });
    number.checked_sub(1)
}
