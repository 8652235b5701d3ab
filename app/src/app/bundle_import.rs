//! Import of a bundle file, read and compared in time slices so that the page stays responsive.

use std::pin::Pin;

use crate::browser::clock::elapsed_millis;
use crate::browser::files::HashWorker;
use crate::browser::page;
use crate::exchange::bundle::multipart::{NotUnited, UnitedParts, unite};
use crate::exchange::bundle::{
    self, Bundle, BundleError, BundleReader, ExpectedHash, KnownChanges,
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

/// Files that were read and compared with a ledger.
pub(super) struct BroughtPlan {
    /// What taking them in would do.
    pub(super) plan: ImportPlan,
    /// The numbers of the parts that are still to come.
    pub(super) missing: Vec<u32>,
    /// The files that could not be read, by their places, and why.
    pub(super) unread: Vec<UnreadFile>,
}

/// The place of a file among those that came in together, and why it could not be read.
pub type UnreadFile = (usize, BundleError);

/// Reads a file, or the parts of one export, and plans what taking it into a ledger would do. Nothing
/// changes. A part that cannot be read is left out, and said.
///
/// `look` lends the ledger. `show` is told what is being done and how much of it is, from 0 to 1, and
/// says whether it is still wanted; where it is not, there is no answer.
///
/// # Errors
/// Where none of them can be read: all of them, and why.
pub(super) async fn bring(
    files: Vec<BroughtFile>,
    target: (LedgerId, i64),
    look: impl Fn(&mut dyn FnMut(&Ledger)),
    show: impl Fn(&'static str, f64) -> bool,
) -> Option<Result<BroughtPlan, Vec<UnreadFile>>> {
    let mut files: Vec<(usize, BroughtFile)> = files.into_iter().enumerate().collect();
    let mut unread = Vec::new();
    while !files.is_empty() {
        match bring_sound(files, target, &look, &show).await? {
            Ok((plan, missing)) => return Some(Ok(BroughtPlan { plan, missing, unread })),
            Err((others, failed)) => {
                files = others;
                unread.push(failed);
            }
        }
    }
    Some(Err(unread))
}

/// The sound files that are to be read once more, and the one that could not be read.
type Failed = (Vec<(usize, BroughtFile)>, UnreadFile);

/// The same of files that should all be sound: fails with the first that is not.
async fn bring_sound(
    files: Vec<(usize, BroughtFile)>,
    (ours, now): (LedgerId, i64),
    look: &impl Fn(&mut dyn FnMut(&Ledger)),
    show: &impl Fn(&'static str, f64) -> bool,
) -> Option<Result<(ImportPlan, Vec<u32>), Failed>> {
    let mut clock = Slices(0.0);
    let (mut parts, mut known, mut hashes) = (Vec::new(), KnownChanges::default(), Vec::new());
    let mut files = files.into_iter();
    // What was hashed beside is hashed anew, of its bytes.
    let kept = |hashes: Vec<(usize, Hashing, Vec<u8>)>| {
        hashes.into_iter().map(|(place, _, content)| (place, (content, None)))
    };
    while let Some((place, (content, hasher))) = files.next() {
        match read(&content, hasher, &mut clock, look, show).await? {
            Ok(((bundle, skipped), hashing)) => {
                parts.push(bundle);
                known.join(skipped);
                hashes.push((place, hashing, content));
            }
            Err(error) => return Some(Err((kept(hashes).chain(files).collect(), (place, error)))),
        }
    }
    let UnitedParts { bundle, missing } = match unite(parts) {
        Ok(united) => united,
        Err(error) => {
            // Not reached: they were sorted by their exports before.
            let at = if let NotUnited::OtherExport(at) = error { at } else { 0 };
            let place = hashes.remove(at).0;
            return Some(Err((kept(hashes).collect(), (place, BundleError::Altered))));
        }
    };
    // The hash takes longer than the reading, and planning uses nothing yet.
    let mut planning = PlanBuilder::new(ours, (bundle, known), now);
    let mut more = true;
    while more {
        if clock.is_over() {
            clock.yield_to_browser(|| show("正在比较内容", planning.progress())).await?;
        }
        look(&mut |ledger| more = planning.step(ledger, CHANGES));
    }
    for at in 0..hashes.len() {
        let Some((place, hashing, content)) = hashes.get_mut(at) else { break };
        if let Err(error) = confirmed(hashing.take(), content).await {
            let place = *place;
            hashes.remove(at);
            return Some(Err((kept(hashes).collect(), (place, error))));
        }
    }
    clock.yield_to_browser(|| show("正在比较内容", 1.0)).await?;
    Some(Ok((planning.finish(), missing)))
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
