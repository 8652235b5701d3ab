//! Letter size (长辈版), colours and the height of rows: kept on this device, as they are about its
//! user's eyes.

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

/// The colours of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system has them.
    #[default]
    System,
    /// Dark letters on light paper.
    Light,
    /// Light letters on dark paper.
    Dark,
}

/// `public/theme.js` reads it before the page is drawn.
const THEME_KEY: &str = "yixin/look/theme";

impl Theme {
    /// All of them with their labels.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::System, "跟随系统"), (Self::Light, "浅色"), (Self::Dark, "深色")];

    /// Its name in the store and in styles.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with a name; that of the system where there is no such theme.
    pub fn named(name: &str) -> Self {
        Self::ALL.iter().map(|(theme, _)| *theme).find(|one| one.name() == name).unwrap_or_default()
    }
}

/// The colours that this device was set to.
pub fn theme() -> Theme {
    page::remembered(THEME_KEY).map_or_else(Theme::default, |name| Theme::named(&name))
}

/// Sets the colours on this device, and puts them in force.
pub fn set_theme(theme: Theme) {
    page::remember(THEME_KEY, theme.name());
    page::tell_window("yixin-theme");
}
