//! Pages, one a file or folder.

pub mod broken;
pub mod first_run;
pub mod home;
pub mod month;
pub mod paper_table;
pub mod registers;
pub mod standard;

// In the making.
pub mod exchange {
    pub fn exchange_page() -> leptos::prelude::AnyView {
        leptos::prelude::IntoAny::into_any(())
    }
}
pub mod import_roster {
    pub fn import_roster_page() -> leptos::prelude::AnyView {
        leptos::prelude::IntoAny::into_any(())
    }
}
pub mod import_totals {
    pub fn import_totals_page() -> leptos::prelude::AnyView {
        leptos::prelude::IntoAny::into_any(())
    }
}
pub mod settings {
    pub fn settings_page() -> leptos::prelude::AnyView {
        leptos::prelude::IntoAny::into_any(())
    }
}
