//! The shared parts of the screen, one a file.
//!
//! They know neither storage nor scores nor the ledger: they take plain data and signals, and give
//! back what was tapped or typed. The manners are the same everywhere: `value` in, `on_change` out;
//! an empty text means "none"; whatever may change is a `Signal`, into which a constant, a signal
//! or a closure may be passed.

mod button;
mod cell_keys;
mod chip;
mod choice;
mod confirm;
mod date_input;
mod dialog;
mod dom;
mod empty;
mod explain;
mod field;
mod figure;
mod file_drop;
mod filter_bar;
mod icon;
mod inputs;
mod menu;
mod month_input;
mod mounted;
mod notice;
mod number_input;
mod option_search;
mod pane_picker;
mod popover;
mod print_page;
mod progress;
mod record_picker;
mod roll_picker;
mod saving;
mod search;
mod secret_input;
mod shell;
mod simple_table;
mod split;
mod stat;
mod steps;
mod table;
mod table_copy;
mod table_draw;
mod table_grid;
mod table_keys;
mod table_model;
mod tabs;
mod time_input;
mod timeline;
mod toast;
mod typed;

pub use button::{Button, ButtonKind, LinkButton};
pub use cell_keys::{RowCell, cell_key};
pub use chip::{ChipShape, GradeChip, StateChip, Tone};
pub use choice::{Choice, MultiChoice, Opt, Toggle};
pub use confirm::Confirm;
pub use date_input::DateInput;
pub use dialog::Dialog;
pub use dom::{focus_by_id, focus_first_fault};
pub use empty::Empty;
pub use explain::{Explain, ExplainRow};
pub use field::{Field, FieldSet, FormActions};
pub use figure::{FigureView, figure_drawing};
pub use file_drop::FileDrop;
pub use filter_bar::{FilterBar, FilterChip, only_one};
pub use icon::Icon;
pub use inputs::{TextArea, TextInput};
pub use menu::{Menu, MenuItem};
pub use month_input::MonthInput;
pub use mounted::Mounted;
pub use notice::{Notice, NoticeKind};
pub use number_input::NumberInput;
pub use pane_picker::{PaneGroup, PaneOption, PanePicker};
pub use popover::Popover;
pub use print_page::{PrintPage, print_paper, watch_printing};
pub use progress::Progress;
pub use record_picker::{PickOption, RecordPicker};
pub use roll_picker::{Roll, RollMark, RollPerson, RollPicker};
pub use saving::{Saving, SavingState};
pub use search::SearchInput;
pub use secret_input::SecretInput;
pub use shell::{NavItem, NavRank, Page, Shell};
pub use simple_table::SimpleTable;
pub use split::Split;
pub use stat::{Stat, Stats};
pub use steps::{StepItem, StepState, Steps};
pub use table::DataTable;
pub use table_model::{
    Breaking, CellTone, ColumnKind, SortBy, TableAlign, TableCell, TableColumn, TableRow,
};
pub use tabs::{Tab, Tabs};
pub use time_input::TimeInput;
pub use timeline::{Timeline, TimelineItem};
pub use toast::{ToastHandle, Toasts, use_toasts};
pub use typed::{clean_number, date_words, month_words, shift_month};
