//! The icons: our own, drawn on a grid of 24 with one stroke.

use leptos::prelude::*;

/// An icon. Every one stands beside a word, or has a label on its button; none speaks alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Icon {
    Home,
    Assess,
    Members,
    Person,
    Voice,
    Ledger,
    Exchange,
    Settings,
    Plus,
    Minus,
    Search,
    Close,
    Check,
    Back,
    Left,
    Right,
    Up,
    Down,
    More,
    Undo,
    Print,
    Share,
    Import,
    Export,
    Calendar,
    Lock,
    Unlock,
    Warn,
    Info,
    Edit,
    Trash,
    Filter,
    Sort,
    History,
    File,
}

impl Icon {
    /// The drawing, as the `d` of a path.
    pub fn path(self) -> &'static str {
        match self {
            Icon::Home => "M4 11.5 12 5l8 6.5M6.5 9.8V19h11V9.8M10 19v-5h4v5",
            Icon::Assess => "M6 4h12v16H6zM9 8.5h6M9 14.5l2 2 4-4.5",
            Icon::Members => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.3 2.7-6 6-6s6 2.7 6 6\
                 M15.5 4.3a3.5 3.5 0 0 1 0 6.4M17 14.3c2.4.7 4 3 4 5.7"
            }
            Icon::Person => {
                "M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5zM5 20c0-3.6 3.1-6 7-6s7 2.4 7 6"
            }
            Icon::Voice => "M4 5h16v11h-8l-4.5 4v-4H4z",
            Icon::Ledger => {
                "M7.5 4H19v16H7.5A2.5 2.5 0 0 1 5 17.5v-11A2.5 2.5 0 0 1 7.5 4z\
                 M5 17.5A2.5 2.5 0 0 1 7.5 15H19M9 8h6"
            }
            Icon::Exchange => "M4 8h14M14.5 4.5 18 8l-3.5 3.5M20 16H6M9.5 12.5 6 16l3.5 3.5",
            Icon::Settings => {
                "M4 7h8.5M17.5 7H20M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z\
                 M4 17h2.5M11.5 17H20M9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
            }
            Icon::Plus => "M12 5v14M5 12h14",
            Icon::Minus => "M5 12h14",
            Icon::Search => "M11 17a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM15.5 15.5 20 20",
            Icon::Close => "M6.5 6.5l11 11M17.5 6.5l-11 11",
            Icon::Check => "M5 12.5l4.5 4.5L19 7.5",
            Icon::Back => "M19 12H5M11 6l-6 6 6 6",
            Icon::Left => "M14.5 6l-6 6 6 6",
            Icon::Right => "M9.5 6l6 6-6 6",
            Icon::Up => "M6 14.5l6-6 6 6",
            Icon::Down => "M6 9.5l6 6 6-6",
            Icon::More => "M5.5 11.5h1v1h-1zM11.5 11.5h1v1h-1zM17.5 11.5h1v1h-1z",
            Icon::Undo => "M8 4.5l-4 4 4 4M4 8.5h9.5a5.5 5.5 0 0 1 0 11H10",
            Icon::Print => "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
            Icon::Share => "M12 15V4M8.5 7.5 12 4l3.5 3.5M7 11H5v9h14v-9h-2",
            Icon::Import => "M12 4v11M8 11l4 4 4-4M5 16v4h14v-4",
            Icon::Export => "M12 15V4M8 8l4-4 4 4M5 16v4h14v-4",
            Icon::Calendar => "M5 6h14v14H5zM5 10.5h14M9 4v4M15 4v4",
            Icon::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Icon::Unlock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 6.7-1.4",
            Icon::Warn => "M12 4.5 3.5 19.5h17zM12 10v4.5M12 17.2v.01",
            Icon::Info => "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 11v5M12 8v.01",
            Icon::Edit => "M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3",
            Icon::Trash => "M5 7h14M9 7V4.5h6V7M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
            Icon::Filter => "M4 6h16M7 12h10M10 18h4",
            Icon::Sort => "M8 5v14M5 16l3 3 3-3M16 19V5M13 8l3-3 3 3",
            Icon::History => "M4.5 12a7.5 7.5 0 1 0 2.5-5.6M4 4.5V8h3.5M12 8v4.5l3 2",
            Icon::File => "M7 4h7l4 4v12H7zM14 4v4h4",
        }
    }

    /// The drawing, hidden from screen readers.
    pub fn view(self) -> AnyView {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d=self.path() />
            </svg>
        }
        .into_any()
    }
}
