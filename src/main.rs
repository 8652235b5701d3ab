//! Starts the app.

#![forbid(unsafe_code)]

fn main() {
    console_error_panic_hook::set_once();
    yixin::ui::root::mount();
}
