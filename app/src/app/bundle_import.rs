//! Import of a bundle file, read and compared in time slices so that the page stays responsive.

use std::pin::Pin;

use crate::browser::clock::elapsed_millis;
use crate::browser::files::HashWorker;
use crate::browser::page;
use crate::exchange::bundle::{
    self, Bundle, BundleError, BundleReader, ExpectedHash, KnownChanges, multipart,
};
use crate::exchange::import::plan::{ImportPlan, PlanBuilder};
use crate::ledger::{Ledger, LedgerId};

/// How long the page is kept from drawing, in milliseconds: short enough for a tap to be answered
/// at once, long enough that giving way costs little.
const SLICE: f64 = 30.0;
/// What is done between two looks at the clock.
const BYTES: usize = 128 << 10;
const CHANGES: usize = 1_000;

/// What came in as a file: its content, and what hashes it, where it came as one.
pub type BroughtFile = (Vec<u8>, Option<HashWorker>);

/// Reads a file, or the parts of one export, and plans what taking it into a ledger would do. Nothing
/// changes. Says besides the numbers of the parts that are still to come.
///
/// `look` lends the ledger. `show` is told what is being done and how much of it is, from 0 to 1, and
/// says whether it is still wanted; where it is not, there is no answer.
pub(super) async fn bring(
    files: Vec<BroughtFile>,
    (ours, now): (LedgerId, i64),
    look: impl Fn(&mut dyn FnMut(&Ledger)),
    show: impl Fn(&'static str, f64) -> bool,
) -> Option<Result<(ImportPlan, Vec<u32>), BundleError>> {
    let mut clock = Slices(0.0);
    let is_one = files.len() == 1;
    let (mut parts, mut known, mut hashes) = (Vec::new(), KnownChanges::default(), Vec::new());
    for (content, hasher) in files {
        let read = read(&content, hasher, &mut clock, &look, &show).await?;
        let ((bundle, skipped), hashing) = match read {
            Ok(read) => read,
            Err(error) => return Some(Err(error)),
        };
        parts.push(bundle);
        known.join(skipped);
        hashes.push((hashing, content));
    }
    let (bundle, missing) = match unite(parts, is_one) {
        Some(united) => united,
        None => return Some(Err(BundleError::Altered)),
    };
    let brought = (bundle, known);
    // The hash takes longer than the reading, and planning uses nothing yet.
    let mut planning = PlanBuilder::new(ours, brought, now);
    let mut more = true;
    while more {
        if clock.is_over() {
            clock.yield_to_browser(|| show("正在比较内容", planning.progress())).await?;
        }
        look(&mut |ledger| more = planning.step(ledger, CHANGES));
    }
    for (hashing, content) in hashes {
        if let Err(error) = confirmed(hashing, &content).await {
            return Some(Err(error));
        }
    }
    clock.yield_to_browser(|| show("正在比较内容", 1.0)).await?;
    Some(Ok((planning.finish(), missing)))
}

/// One file as it is, or the parts of an export as one.
pub(super) fn unite(mut parts: Vec<Bundle>, is_one: bool) -> Option<(Bundle, Vec<u32>)> {
    if is_one {
        return parts.pop().map(|bundle| (bundle, Vec::new()));
    }
    multipart::unite(parts).map(|united| (united.bundle, united.missing))
}

/// What a file promises of its hash, and the hash as the browser finds it beside us.
type Hashing = Option<(ExpectedHash, Pin<Box<dyn Future<Output = Option<Vec<u8>>>>>)>;

/// Whether the file has the hash that it should.
async fn confirmed(hashing: Hashing, content: &[u8]) -> Result<(), BundleError> {
    let Some((promised, hash)) = hashing else { return Ok(()) };
    match hash.await {
        Some(hash) if promised.is_kept_by(&hash) => Ok(()),
        Some(_) => Err(BundleError::Altered),
        // The browser did not do it after all, so we do.
        None => bundle::read(content).map(drop),
    }
}

/// Reads a bundle, but for its hash where the browser makes that; what is in the ledger is gone past.
async fn read(
    content: &[u8],
    hasher: Option<HashWorker>,
    clock: &mut Slices,
    look: &impl Fn(&mut dyn FnMut(&Ledger)),
    show: &impl Fn(&'static str, f64) -> bool,
) -> Option<Result<((Bundle, KnownChanges), Hashing), BundleError>> {
    let mut reading = BundleReader::new(content);
    // The browser hashes several times as fast as we, and beside us.
    let hash = reading.body().and_then(|body| match hasher {
        Some(hasher) => {
            let start = body.as_ptr() as usize - content.as_ptr() as usize;
            hasher.sha256(start..start + body.len())
        }
        None => HashWorker::of_bytes(body)?.sha256(0..body.len()),
    });
    let hashing: Hashing = hash.and_then(|hash| Some((reading.leave_hash()?, Box::pin(hash) as _)));
    clock.yield_to_browser(|| show("正在核对文件", 0.0)).await?;
    let mut more = true;
    while more {
        if clock.is_over() {
            clock.yield_to_browser(|| show("正在核对文件", reading.progress())).await?;
        }
        look(&mut |ledger| more = reading.step(ledger, BYTES));
    }
    Some(reading.finish().map(|brought| (brought, hashing)))
}

/// Reads a whole bundle that is compared with nothing. `hasher` and `show` are as with [`bring`].
pub(super) async fn read_whole(
    content: &[u8],
    hasher: Option<HashWorker>,
    show: impl Fn(&'static str, f64) -> bool,
) -> Option<Result<Bundle, BundleError>> {
    let nothing = Ledger::new();
    let read = read(content, hasher, &mut Slices(0.0), &|act| act(&nothing), &show).await?;
    let ((bundle, _), hashing) = match read {
        Ok(read) => read,
        Err(error) => return Some(Err(error)),
    };
    Some(confirmed(hashing, content).await.map(|()| bundle))
}

/// Reads the text of a bundle that we have written; `None` where that does not go.
pub(super) async fn read_back(content: &[u8]) -> Option<Bundle> {
    read_whole(content, None, |_, _| true).await?.ok()
}

/// When the page was last given way to.
struct Slices(f64);

impl Slices {
    fn is_over(&self) -> bool {
        elapsed_millis() - self.0 > SLICE
    }

    /// Shows how far it is and lets the page draw; `None` where it is no longer wanted.
    async fn yield_to_browser(&mut self, show: impl Fn() -> bool) -> Option<()> {
        show().then_some(())?;
        page::yield_to_browser().await;
        // The page may have been left meanwhile.
        show().then_some(())?;
        self.0 = elapsed_millis();
        Some(())
    }
}
