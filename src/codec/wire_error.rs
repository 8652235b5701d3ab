//! What can be wrong with an edit in a file.

use crate::ledger::EditId;

/// What is wrong with an edit, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{what}", self.place())]
pub struct WireError {
    /// Number of the edit in its file, from 1.
    pub edit: Option<usize>,
    /// Its id, where that could be read.
    pub id: Option<EditId>,
    /// Number of the change in its edit, from 1.
    pub change: Option<usize>,
    /// What is wrong.
    pub what: Wrong,
}

impl WireError {
    fn place(&self) -> String {
        let mut place = String::new();
        if let Some(edit) = self.edit {
            place += &format!("第 {edit} 笔修改");
        }
        if let Some(id) = self.id {
            place += &format!("（编号 {id}）");
        }
        if let Some(change) = self.change {
            place += &format!("的第 {change} 项");
        }
        if place.is_empty() { place } else { place + "：" }
    }
}

/// What can be wrong with an edit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It is no JSON, or a member of it is missing, unknown, doubled or of another type.
    #[error("格式不对（第 {line} 行第 {column} 列）")]
    Format {
        /// The line of the text that was read, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser says of it, in its own words.
        detail: String,
    },
    /// Its id is none.
    #[error("编号不对")]
    Id,
    /// It occurs twice.
    #[error("在文件里出现了两次")]
    Twice,
    /// It is of no real time.
    #[error("时间不对，应在 2020 年到 9000 年之间")]
    Time,
    /// It has no changes.
    #[error("没有内容")]
    NoChanges,
    /// The places of its changes do not ascend, or lie beyond its size.
    #[error("序号不对")]
    Index,
    /// The id of its record is none.
    #[error("记录的编号不对")]
    Record,
    /// The name of its field is none.
    #[error("字段的名称不对")]
    Field,
    /// The key is too long or has control characters.
    #[error("字段里的键不对")]
    Key,
    /// Its timestamp is malformed, another writer's, or does not beat what it replaces.
    #[error("时间戳不对")]
    Stamp,
    /// A text is too long.
    #[error("{name}太长（最多 {most} 字节）")]
    TooLong {
        /// Which text.
        name: &'static str,
        /// The most that it may have.
        most: usize,
    },
    /// There are too many of something.
    #[error("{name}太多（最多 {most} 个）")]
    TooMany {
        /// Of what.
        name: &'static str,
        /// The most that there may be.
        most: usize,
    },
    /// A value is nested too deep.
    #[error("内容嵌套太深")]
    Deep,
}

impl WireError {
    pub(super) fn of(id: Option<EditId>, change: Option<usize>, what: Wrong) -> Self {
        Self { edit: None, id, change, what }
    }
}

pub(super) fn unread(error: &serde_json::Error) -> WireError {
    let detail = error.to_string();
    // The place is said in our own words.
    let detail = detail.split(" at line ").next().unwrap_or_default().to_owned();
    let what = Wrong::Format { line: error.line(), column: error.column(), detail };
    WireError::of(None, None, what)
}
