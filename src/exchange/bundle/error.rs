//! Why a file is no bundle that can be taken in, in words for the user.

use super::{VERSION, Version};
use crate::codec::limits;
use crate::codec::wire::WireError;

/// Why a file is no bundle that can be taken in. Nothing of it has been used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// It has no bytes.
    #[error("这个文件是空的，没有内容。请让对方重新发送。")]
    Empty,
    /// It is larger than a bundle may be.
    #[error(
        "这个文件太大（{} MB，最多 {} MB）。请让对方分几个文件导出。",
        .0.div_ceil(1 << 20), limits::BYTES >> 20
    )]
    TooLarge(usize),
    /// It is a file of another kind.
    #[error("{0}")]
    Foreign(Foreign),
    /// It ends too early.
    #[error(
        "文件不完整：到第 {line} 行（第 {byte} 字节）就中断了，多半是没有传完。\
         请让对方重新发送；台账没有任何改动。"
    )]
    CutOff {
        /// The line on which it ends, from 1.
        line: usize,
        /// How many bytes there are.
        byte: usize,
    },
    /// It is nested deeper than any bundle.
    #[error("第 {line} 行的内容嵌套太深，不是本应用写出的文件。台账没有任何改动。")]
    TooDeep {
        /// The line, from 1.
        line: usize,
    },
    /// It is no JSON, or has a doubled member in its header.
    #[error(
        "第 {line} 行第 {column} 列的格式不对，文件可能被改动过。\
         请让对方重新导出；台账没有任何改动。"
    )]
    Malformed {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser says, in its own words.
        detail: String,
    },
    /// It was written by a newer version of the app.
    #[error(
        "这个文件由更新的版本写出（格式 {}.{}，本应用能读 {}.x）。\
         请先更新本应用，再打开这个文件。",
        .0.major, .0.minor, VERSION.major
    )]
    Newer(Version),
    /// A member of its header is missing or not what it should be.
    #[error("文件开头的“{0}”缺失或不对，文件可能被改动过。请让对方重新导出；台账没有任何改动。")]
    Header(&'static str),
    /// Its content is not what its header promises.
    #[error("内容与校验不符，可能被改动过或传输中损坏。请让对方重新导出；台账没有任何改动。")]
    Altered,
    /// One of its edits is malformed.
    #[error("{0}。请让对方重新导出；台账没有任何改动。")]
    Edit(WireError),
}

/// What a file is that is no bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Foreign {
    /// A zip archive, which an .xlsx is.
    #[error("这是 Excel 表格或压缩包，不是台账数据文件。名册请在“花名册导入”里打开。")]
    Zip,
    /// An .xls or another old Office file.
    #[error("这是旧式 Office 文件（如 .xls），不是台账数据文件。名册请另存为 .xlsx 再导入。")]
    OldOffice,
    /// A web page.
    #[error("这是网页，不是台账数据文件。可能下载的是登录页或预览页，请重新下载原文件。")]
    Page,
    /// A table in text.
    #[error("这是文本表格（如 CSV），不是台账数据文件。名册请在“花名册导入”里打开。")]
    Table,
    /// JSON of another program.
    #[error("这是其他程序的数据文件，不是医心台账的数据文件。")]
    Json,
    /// Bytes that are no text.
    #[error("这个文件不是文本，不是台账数据文件。")]
    Binary,
    /// A text without any sign of a bundle.
    #[error("这个文件不是台账数据文件。")]
    Text,
}
