//! Hands the public content of the show over the locking of the page, which opens the page anew.
//!
//! It goes by `window.name`: that lives as long as the tab and is in no store, so nothing is written in
//! clear. It is taken at once by the page that comes, and not at all once it is old.

use crate::browser::{clock, page};

/// The event of the window that is told before the page locks itself.
pub const BEFORE_LOCK: &str = "yixin-lock";
/// What a content that was handed over begins with, before the time at which it was.
const SIGN: &str = "yixin-show ";
/// For how long it can be taken.
const MINUTE: i64 = 60_000;

/// Content of a show that goes on while the tablet is locked, as text.
#[derive(Debug, Clone)]
pub struct KeptShow(pub String);

/// Hands a content over to the page that is opened next in this tab.
pub fn hand_over_show(content: &str) {
    page::set_name(&format!("{SIGN}{}\n{content}", clock::now().millis));
}

/// Takes what was handed over just before this page was opened.
pub fn take_show() -> Option<KeptShow> {
    let name = page::name();
    let (since, content) = name.strip_prefix(SIGN)?.split_once('\n')?;
    page::set_name("");
    let age = clock::now().millis - since.parse::<i64>().ok()?;
    (0..MINUTE).contains(&age).then(|| KeptShow(content.to_owned()))
}
