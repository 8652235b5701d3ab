//! What patients say (群众): how opinions are handled and the public answers to them, what surveys and
//! call-backs say, who was drawn for these, and what was answered at the kiosk.

mod answers;
mod callbacks;
mod draw_slip;
mod drawn_callbacks;
mod kiosk;
mod rates;
mod small_numbers;
mod surveys;
#[cfg(test)]
mod surveys_tests;
#[cfg(test)]
mod tests;

pub use answers::answers_table;
pub use callbacks::{CallbackLine, CallbackRates, callbacks_table};
pub use draw_slip::draw_slip;
pub use drawn_callbacks::{draft_callbacks, without_callback};
pub use kiosk::{KioskLine, KioskResults};
pub use rates::{OpinionRates, RateOf};
pub use small_numbers::{Pooled, pooled};
pub use surveys::{
    SurveyLine, SurveySheet, audience_word, change_words, questions_table, surveys_table,
};
