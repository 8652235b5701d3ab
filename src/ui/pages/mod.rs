//! Pages, one a file or folder.

pub mod broken;
pub mod exchange;
pub mod first_run;
pub mod home;
pub mod import_roster;
pub mod import_totals;
pub mod month;
pub mod settings;

// In the making.
pub mod standard {
    pub fn standard_page(
        _: leptos::prelude::Signal<crate::app::routes::StandardRoute>,
    ) -> leptos::prelude::AnyView {
        leptos::prelude::IntoAny::into_any(())
    }
}
pub mod registers {
    pub fn registers_page() -> leptos::prelude::AnyView {
        leptos::prelude::IntoAny::into_any(())
    }
    pub fn register_page(
        _: &'static str,
        _: leptos::prelude::Signal<crate::app::routes::RegisterRoute>,
    ) -> leptos::prelude::AnyView {
        leptos::prelude::IntoAny::into_any(())
    }
}
