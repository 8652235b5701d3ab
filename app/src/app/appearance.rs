//! Letter size (长辈版): kept on this device, as it is about its user's eyes.

use crate::browser::page;

/// The size of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LetterSize {
    /// 16 px.
    #[default]
    Standard,
    /// 20 px.
    Large,
    /// 24.5 px.
    ExtraLarge,
}

const KEY: &str = "yixin/look/size";

impl LetterSize {
    /// All sizes with their labels.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Standard, "标准"), (Self::Large, "大"), (Self::ExtraLarge, "特大")];

    /// Its name in the store and in styles.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Large => "large",
            Self::ExtraLarge => "xlarge",
        }
    }

    /// The size with a name; the standard one where there is no such size.
    pub fn named(name: &str) -> Self {
        Self::ALL.iter().map(|(size, _)| *size).find(|size| size.name() == name).unwrap_or_default()
    }
}

const ROWS_KEY: &str = "yixin/look/rows";

/// Whether the rows of tables are low on this device (紧凑).
pub fn compact_rows() -> bool {
    page::remembered(ROWS_KEY).is_some_and(|rows| rows == "compact")
}

/// Makes the rows of tables low on this device, or as high as usual.
pub fn set_compact_rows(compact: bool) {
    page::remember(ROWS_KEY, if compact { "compact" } else { "usual" });
}

/// The size that this device was set to, which is put in force.
pub fn letter_size() -> LetterSize {
    let size =
        page::remembered(KEY).map_or_else(LetterSize::default, |name| LetterSize::named(&name));
    page::set_root_data("size", size.name());
    size
}

/// Sets the size of letters on this device.
pub fn set_letter_size(size: LetterSize) {
    page::remember(KEY, size.name());
    page::set_root_data("size", size.name());
}
