//! A document of several parts, for screens, prints and files alike.

use super::figure::Figure;
use super::table::Table;
use crate::registers::Strokes;

/// A document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// What stands over it.
    pub title: String,
    /// What stands under the title: the number of the document (文号), or of whom and when it is. May
    /// be empty.
    pub number: String,
    /// How it is set.
    pub style: PaperStyle,
    /// Its parts.
    pub blocks: Vec<Block>,
}

/// How a document is set on paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PaperStyle {
    /// In the official style (domain.md §3.3): letters to branches.
    #[default]
    Official,
    /// As a form or a list: what stands on it is a table, and more of the sheet is for it.
    Form,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// To whom it is addressed.
    To(String),
    /// A heading of the first level (一、).
    Heading(String),
    /// A paragraph.
    Text(String),
    /// What is left of a paragraph that began on the sheet before.
    Rest(String),
    /// What stands over a table.
    Caption(String),
    /// A table.
    Table(Table),
    /// A figure; what it shows stands in a table of the document as well.
    Figure(Figure),
    /// Who signs, and the date.
    Signature(Vec<String>),
    /// Who signed by hand, a line each.
    Signed(Vec<SignedLine>),
}

/// A line of a document on which somebody signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedLine {
    /// As what: 主持人.
    pub label: String,
    /// What was drawn; without it there is room to sign on paper.
    pub strokes: Option<Strokes>,
    /// When; may be empty.
    pub on: String,
}

impl SignedLine {
    /// What of it can be read.
    fn to_text(&self) -> String {
        let signed = if self.strokes.is_some() { "（已签字）" } else { "" };
        format!("{}：{signed}　{}", self.label, self.on).trim_end().to_owned()
    }
}

impl Document {
    /// A table as a document of its own.
    pub fn form(table: Table) -> Self {
        Self {
            title: table.title.clone(),
            number: table.subtitle.clone(),
            style: PaperStyle::Form,
            blocks: vec![Block::Table(table)],
        }
    }

    /// Its tables, in their order.
    pub fn tables(&self) -> Vec<Table> {
        let tables = self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table.clone()),
            _ => None,
        });
        tables.collect()
    }

    /// Its texts, line by line: what anyone who is given it can read.
    pub fn to_text(&self) -> String {
        let mut lines = vec![self.title.clone(), self.number.clone()];
        for block in &self.blocks {
            match block {
                Block::To(text)
                | Block::Heading(text)
                | Block::Text(text)
                | Block::Rest(text)
                | Block::Caption(text) => lines.push(text.clone()),
                Block::Signature(texts) => lines.extend(texts.iter().cloned()),
                Block::Signed(signed) => lines.extend(signed.iter().map(SignedLine::to_text)),
                Block::Figure(figure) => lines.extend([figure.title.clone(), figure.says.clone()]),
                Block::Table(table) => {
                    lines.push(table.title.clone());
                    let labels = table.columns.iter().map(|column| column.label.clone());
                    lines.push(labels.collect::<Vec<_>>().join("\t"));
                    lines.extend(table.rows.iter().map(|row| row.join("\t")));
                    lines.extend(table.notes.iter().cloned());
                }
            }
        }
        lines.join("\n")
    }
}
