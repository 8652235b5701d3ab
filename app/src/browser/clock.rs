//! The clock on the wall, and chance.

use crate::ledger::{Day, Moment, WriterId};

/// Now.
pub fn now() -> Moment {
    let date = js_sys::Date::new_0();
    // The browser counts the minutes that UTC is ahead of the wall.
    Moment { millis: date.get_time() as i64, offset: -(date.get_timezone_offset() as i16) }
}

/// Today.
pub fn today() -> Day {
    now().day()
}

/// Milliseconds since the page was opened, for measuring.
pub fn elapsed_millis() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// A random number of 64 bits.
pub fn random() -> u64 {
    let mut bytes = [0u8; 8];
    let drawn = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if drawn {
        u64::from_le_bytes(bytes)
    } else {
        let half = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
        half() << 32 | half()
    }
}

/// Fills bytes for a key; says whether the browser has any that nobody can guess.
pub fn fill_at_random(bytes: &mut [u8]) -> bool {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(bytes).is_ok())
}

/// Random bytes for a key; `None` where the browser has none that nobody can guess.
pub fn random_bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    fill_at_random(&mut bytes).then_some(bytes)
}

/// A new writer, for the session of this tab.
pub fn new_writer() -> WriterId {
    WriterId(random())
}
