//! 病人评价医生: handing the tablet over, what patients see, taking it back, and what was answered.

mod faces;
mod guidance;
mod handover;
mod leaving;
mod results;
mod screen;

pub use handover::handover_page;
pub use results::results_page;
pub use screen::kiosk_screen;
