//! The shared parts of the screen, one a file.
//!
//! They know neither storage nor scores nor the ledger: they take plain data and signals, and give
//! back what was tapped or typed. The manners are the same everywhere: `value` in, `on_change` out;
//! an empty text means "none"; whatever may change is a `Signal`, into which a constant, a signal
//! or a closure may be passed.

mod button;
mod chip;
mod choice;
mod date_input;
mod dialog;
mod dom;
mod empty;
mod explain;
mod field;
mod file_drop;
mod filter_bar;
mod icon;
mod inputs;
mod menu;
mod month_input;
mod notice;
mod number_input;
mod popover;
mod print_page;
mod progress;
mod record_picker;
mod roll_picker;
mod saving;
mod search;
mod shell;
mod simple_table;
mod split;
mod stat;
mod steps;
mod table;
mod table_keys;
mod table_model;
mod tabs;
mod timeline;
mod toast;
mod typed;

pub use button::{Button, ButtonKind, LinkButton};
pub use chip::{GradeChip, Shape, StateChip, Tone};
pub use choice::{Choice, MultiChoice, Opt, Toggle};
pub use date_input::DateInput;
pub use dialog::Dialog;
pub use dom::focus_by_id;
pub use empty::Empty;
pub use explain::{Explain, ExplainRow};
pub use field::{Field, FieldSet, FormActions};
pub use file_drop::FileDrop;
pub use filter_bar::{FilterBar, FilterChip};
pub use icon::Icon;
pub use inputs::{TextArea, TextInput};
pub use menu::{Menu, MenuItem};
pub use month_input::MonthInput;
pub use notice::{Notice, NoticeKind};
pub use number_input::NumberInput;
pub use popover::Popover;
pub use print_page::{PrintPage, print_paper};
pub use progress::Progress;
pub use record_picker::{PickOption, RecordPicker};
pub use roll_picker::{Roll, RollMark, RollPerson, RollPicker};
pub use saving::{Saving, SavingState};
pub use search::SearchInput;
pub use shell::{Page, Place, Shell};
pub use simple_table::SimpleTable;
pub use split::Split;
pub use stat::{Stat, Stats};
pub use steps::{Step, StepState, Steps};
pub use table::DataTable;
pub use table_model::{Align, Cell, CellTone, Column, ColumnKind, Row, SortBy};
pub use tabs::{Tab, Tabs};
pub use timeline::{Timeline, TimelineItem};
pub use toast::{ToastHandle, Toasts, use_toasts};
pub use typed::{clean_number, date_words, month_words, parse_typed_date, shift_month};
