//! What the door does when there is time, or after sleep; it comes with the part `tidy`.

use crate::app::{Session, catch_up, look_after};

use super::door::Door;

impl Door {
    /// What is done after opening, when the first page is there.
    pub async fn look_after(self, session: Session) {
        look_after(session).await;
        self.finish_removals().await;
    }

    /// Asks the stores what this page missed: which ledgers there are, and what is new in the one
    /// that is open.
    pub async fn catch_up(self) {
        if let Some(session) = self.session() {
            catch_up(session).await;
        }
        self.refresh().await;
    }
}
