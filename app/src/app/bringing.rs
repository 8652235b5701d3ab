//! Bringing a file in: read and compared in slices, so that the page goes on drawing and answering.

use web_sys::Blob;

use crate::browser::clock::elapsed_millis;
use crate::browser::{files, page};
use crate::exchange::bundle::{Bundle, BundleError, Known, Reading};
use crate::exchange::plan::{ImportPlan, Planning};
use crate::ledger::{Ledger, LedgerId};

/// How long the page is kept from drawing, in milliseconds: short enough for a tap to be answered
/// at once, long enough that giving way costs little.
const SLICE: f64 = 30.0;
/// What is done between two looks at the clock.
const BYTES: usize = 128 << 10;
const CHANGES: usize = 1_000;

/// Reads a file, and plans what taking it into a ledger would do. Nothing changes.
///
/// `file` is where the browser has the content too. `look` lends the ledger. `show` is told what is
/// being done and how much of it is, from 0 to 1, and says whether it is still wanted; where it is
/// not, there is no answer.
pub(super) async fn bring(
    content: Vec<u8>,
    file: Option<Blob>,
    (ours, now): (LedgerId, i64),
    look: impl Fn(&mut dyn FnMut(&Ledger)),
    show: impl Fn(&'static str, f64) -> bool,
) -> Option<Result<ImportPlan, BundleError>> {
    let mut clock = Slices(0.0);
    let brought = match read(&content, file, &mut clock, &look, &show).await? {
        Ok(brought) => brought,
        Err(error) => return Some(Err(error)),
    };
    // Its room is wanted for the plan.
    drop(content);
    let mut planning = Planning::new(ours, brought, now);
    loop {
        if clock.is_over() {
            clock.give_way(|| show("正在比较内容", planning.progress())).await?;
        }
        let mut more = false;
        look(&mut |ledger| more = planning.step(ledger, CHANGES));
        if !more {
            return Some(Ok(planning.finish()));
        }
    }
}

/// Reads a bundle, with its hash; what is in the ledger is gone past.
async fn read(
    content: &[u8],
    file: Option<Blob>,
    clock: &mut Slices,
    look: &impl Fn(&mut dyn FnMut(&Ledger)),
    show: &impl Fn(&'static str, f64) -> bool,
) -> Option<Result<(Bundle, Known), BundleError>> {
    let mut reading = Reading::new(content);
    // The browser hashes several times as fast as we, and beside us.
    let body = reading.body().and_then(|body| match file {
        Some(file) => {
            let start = body.as_ptr() as usize - content.as_ptr() as usize;
            files::part_of(&file, start..start + body.len())
        }
        None => files::as_file(body),
    });
    let hash = body.and_then(|body| files::sha256(&body));
    if hash.is_some() {
        reading.leave_hash();
    }
    clock.give_way(|| show("正在核对文件", 0.0)).await?;
    let mut more = true;
    while more {
        if clock.is_over() {
            clock.give_way(|| show("正在核对文件", reading.progress())).await?;
        }
        look(&mut |ledger| more = reading.step(ledger, BYTES));
    }
    let hash = match hash {
        Some(hash) => hash.await,
        None => None,
    };
    clock.give_way(|| show("正在核对文件", 1.0)).await?;
    Some(reading.finish(hash.as_deref()))
}

/// Reads the text of a bundle that we have written; `None` where that does not go.
pub(super) async fn read_back(content: &[u8]) -> Option<Bundle> {
    let nothing = Ledger::new();
    let read = read(content, None, &mut Slices(0.0), &|act| act(&nothing), &|_, _| true).await?;
    read.ok().map(|(bundle, _)| bundle)
}

/// When the page was last given way to.
struct Slices(f64);

impl Slices {
    fn is_over(&self) -> bool {
        elapsed_millis() - self.0 > SLICE
    }

    /// Shows how far it is and lets the page draw; `None` where it is no longer wanted.
    async fn give_way(&mut self, show: impl Fn() -> bool) -> Option<()> {
        show().then_some(())?;
        page::give_way().await;
        // The page may have been left meanwhile.
        show().then_some(())?;
        self.0 = elapsed_millis();
        Some(())
    }
}
