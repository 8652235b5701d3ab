//! Single-writer election between tabs. A convenience only: without locks all tabs write, and merging
//! keeps everything.
//!
//! Of the pages that have one ledger open, the one that holds its Web Lock writes. The others read
//! along, and can take over. It keeps two people, or one with two windows, from typing past each
//! other; no page ever writes another's keys.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::{Rc, Weak};

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::locks::{Lock, LockAnswer, LockRequest};
use crate::browser::page;
use crate::browser::tab_channel::{TabListener, TabMessage};
use crate::codec::wire::WireError;
use crate::ledger::LedgerId;
use crate::storage::{OpenError, Opened, SaveState};

use super::session::Session;

/// So long another page is waited for, in steps: to finish its saving, and to answer.
const PATIENCE_MILLIS: i32 = 1_000;
const STEP_MILLIS: i32 = 20;
/// A page that is closing has let go of its lock by then.
const CLOSING_MILLIS: i32 = 150;
/// Who asked to take over and has not done so by then is gone.
const GONE_MILLIS: i32 = 3_000;

/// Write access of this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteAccess {
    /// It may.
    Granted,
    /// Another page of this browser does.
    OtherTab,
    /// A newer version of the app has written what this one may not touch.
    NewerVersion,
    /// It may once it has read what it missed while it slept.
    CatchingUp,
    /// The ledger was removed from this device.
    Removed,
}

impl WriteAccess {
    /// Why an edit was not made, and what to do; `None` where it is made.
    pub fn refusal(self) -> Option<EditRefused> {
        match self {
            Self::Granted => None,
            Self::OtherTab => Some(EditRefused::OtherTab),
            Self::NewerVersion => Some(EditRefused::NewerVersion),
            Self::CatchingUp => Some(EditRefused::CatchingUp),
            Self::Removed => Some(EditRefused::Removed),
        }
    }
}

/// Why an edit was not made. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditRefused {
    /// Another page of this browser writes.
    #[error("没有保存：另一个窗口正在编辑。填写的内容还在，请点上面的“接管编辑”，再做一次")]
    OtherTab,
    /// A newer version of the app has written.
    #[error("没有保存：本机数据已由较新的版本写过。请先刷新到新版本，再做一次")]
    NewerVersion,
    /// It is not known yet what other pages have written meanwhile.
    #[error("没有保存：正在核对别的窗口的登记。填写的内容还在，请再做一次")]
    CatchingUp,
    /// The ledger was removed from this device.
    #[error("没有保存：这本台账已从这台设备移除")]
    Removed,
    /// A record that was signed would be changed without a reason.
    #[error("没有保存：这条记录已经签字，要更正请先写明原因")]
    Signed,
    /// It holds what no store would take.
    #[error("{0}")]
    Invalid(#[from] WireError),
}

/// Why the stores were not changed. The ledger is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotStored<E> {
    /// This page may not write.
    #[error(transparent)]
    Refused(EditRefused),
    /// The stores did not do it.
    #[error(transparent)]
    Failed(#[from] E),
}

/// Outcome of the lock request of a ledger, before it is opened.
pub(super) struct LockClaim {
    write_access: WriteAccess,
    lock: Option<Lock>,
}

impl LockClaim {
    /// Whether this page holds it: a browser without locks gives none.
    pub(super) fn is_held(&self) -> bool {
        self.lock.is_some()
    }
}

fn lock_name(ledger: LedgerId) -> String {
    format!("yixin/{ledger}")
}

/// Asks for the lock of a ledger that is about to be opened.
pub(super) async fn claim_lock(ledger: LedgerId) -> LockClaim {
    // The page that this one took the place of may take a moment to go.
    for pause in [Some(CLOSING_MILLIS), None] {
        let Some(lock) = Lock::ask(&lock_name(ledger), LockRequest::IfAvailable) else { break };
        match (lock.answer().await, pause) {
            (LockAnswer::Held, _) => {
                return LockClaim { write_access: WriteAccess::Granted, lock: Some(lock) };
            }
            (LockAnswer::Busy, Some(pause)) => page::pause(pause).await,
            (LockAnswer::Busy, None) => {
                return LockClaim { write_access: WriteAccess::OtherTab, lock: None };
            }
            (LockAnswer::Unknown, _) => break,
        }
    }
    LockClaim { write_access: WriteAccess::Granted, lock: None }
}

/// The lock of one ledger, as this page holds it or waits for it, and its ear for what other pages
/// say of it. Dropping it lets go of both.
pub(super) struct WriteLock {
    name: String,
    /// Held or waited for.
    lock: RefCell<Option<Rc<Lock>>>,
    is_holding: Cell<bool>,
    /// Whether another page has answered that it writes no more.
    has_yielded: Cell<bool>,
    _listener: TabListener,
}

impl WriteLock {
    pub(super) fn new(ledger: LedgerId, listener: TabListener) -> Self {
        Self {
            name: lock_name(ledger),
            lock: RefCell::default(),
            is_holding: Cell::new(false),
            has_yielded: Cell::new(false),
            _listener: listener,
        }
    }

    fn hold(&self, lock: Rc<Lock>) {
        self.is_holding.set(true);
        self.lock.replace(Some(lock));
    }

    fn let_go(&self) {
        self.is_holding.set(false);
        self.lock.take();
    }

    /// Waits until the pages before have let go of it: what asking comes to, and the lock, which is
    /// still wanted then as long as it can be upgraded. `None` where the browser has no locks.
    fn queue(&self) -> Option<(impl Future<Output = LockAnswer> + use<>, Weak<Lock>)> {
        let lock = Lock::ask(&self.name, LockRequest::Queue).map(Rc::new);
        let waiting = lock.as_ref().map(|lock| (lock.answer(), Rc::downgrade(lock)));
        self.lock.replace(lock);
        waiting
    }

    /// Takes it from whoever holds it; `None` where the browser does not give it.
    async fn steal(&self) -> Option<Lock> {
        // What waits in turn is no longer wanted.
        self.lock.take();
        let lock = Lock::ask(&self.name, LockRequest::Steal)?;
        (lock.answer().await == LockAnswer::Held).then_some(lock)
    }
}

impl Session {
    /// Applies the outcome of the lock request.
    pub(super) fn apply_lock_claim(&self, asked: LockClaim) {
        let LockClaim { write_access, lock } = asked;
        // A ledger of a newer version is read whatever becomes of the lock.
        if self.write_access.get_untracked() == WriteAccess::NewerVersion {
            return;
        }
        self.write_access.set(write_access);
        match lock {
            Some(lock) => self.hold(lock),
            None if write_access == WriteAccess::OtherTab => self.wait(),
            None => {}
        }
    }

    /// Why no edit can be made now; `None` where it can.
    pub fn refusal(&self) -> Option<EditRefused> {
        self.write_access.get_untracked().refusal()
    }

    fn write_lock(&self) -> Option<Rc<WriteLock>> {
        self.state().write_lock.borrow().clone()
    }

    fn is_holding(&self) -> bool {
        self.write_lock().is_some_and(|write_lock| write_lock.is_holding.get())
    }

    /// Keeps the lock, and becomes a reader where another page takes it away.
    fn hold(&self, lock: Lock) {
        let Some(write_lock) = self.write_lock() else { return };
        let (session, lost) = (*self, lock.lost());
        write_lock.hold(Rc::new(lock));
        spawn_local(async move { session.follow_loss(lost).await });
    }

    /// Becomes a reader once another page takes the lock away.
    async fn follow_loss(self, lost: impl Future<Output = bool>) {
        if lost.await {
            if let Some(write_lock) = self.write_lock() {
                write_lock.is_holding.set(false);
            }
            self.stop();
            self.wait();
        }
    }

    /// Waits until the pages before are closed, and writes from then on.
    fn wait(&self) {
        let Some((answer, waiting)) = self.write_lock().and_then(|lock| lock.queue()) else {
            return;
        };
        let session = *self;
        spawn_local(async move {
            let granted = answer.await == LockAnswer::Held;
            // Meanwhile it may have been taken at once, or the ledger left.
            let Some(lock) = waiting.upgrade().filter(|_| granted) else { return };
            let lost = lock.lost();
            let Some(write_lock) = session.write_lock() else { return };
            write_lock.hold(lock);
            drop(write_lock);
            let begun = session.start().await;
            if begun.is_ok() {
                session.follow_loss(lost).await;
            } else if let Some(write_lock) = session.write_lock() {
                // It goes on to the next; here it can be taken by hand.
                write_lock.let_go();
            }
        });
    }

    /// Takes over writing from another page: it is asked, and where it does not answer, it is not
    /// waited for. It reads along from then on.
    ///
    /// # Errors
    /// Where what it has written cannot be read; this page goes on reading then.
    pub async fn take_over(self) -> Result<(), OpenError> {
        let Some(write_lock) = self.write_lock() else { return Ok(()) };
        write_lock.has_yielded.set(false);
        self.say(TabMessage::Yield);
        for _ in 0..PATIENCE_MILLIS / STEP_MILLIS {
            if write_lock.has_yielded.get() {
                break;
            }
            page::pause(STEP_MILLIS).await;
        }
        let lock = write_lock.steal().await;
        drop(write_lock);
        if let Err(error) = self.start().await {
            drop(lock);
            self.wait();
            return Err(error);
        }
        if let Some(lock) = lock {
            self.hold(lock);
        }
        Ok(())
    }

    /// Hears what another page says.
    pub(super) fn hear(&self, word: TabMessage) {
        let session = *self;
        match word {
            TabMessage::Yield if self.is_holding() => {
                spawn_local(async move { session.give().await });
            }
            TabMessage::Yield => {}
            TabMessage::Yielded => {
                self.write_lock().iter().for_each(|write_lock| write_lock.has_yielded.set(true));
            }
            TabMessage::Removed => spawn_local(async move {
                if session.with_store(async |store| store.ask_removed().await).await {
                    session.shut();
                }
            }),
            TabMessage::Reload => spawn_local(async move {
                // What cannot be read now is read when this page writes, or opens again.
                if let Ok(opened) = session.reload().await {
                    session.replace_state(opened);
                }
            }),
        }
    }

    /// Finishes saving, and lets another page take over.
    async fn give(self) {
        self.stop();
        for _ in 0..PATIENCE_MILLIS / STEP_MILLIS {
            if self.saving.get_untracked() != SaveState::Busy {
                break;
            }
            page::pause(STEP_MILLIS).await;
        }
        self.say(TabMessage::Yielded);
        page::pause(GONE_MILLIS).await;
        if self.is_holding() && self.write_access.get_untracked() == WriteAccess::OtherTab {
            self.write_access.set(WriteAccess::Granted);
        }
    }

    /// Writes no more; what was written goes into a segment.
    pub(super) fn stop(&self) {
        if matches!(
            self.write_access.get_untracked(),
            WriteAccess::Granted | WriteAccess::CatchingUp
        ) {
            self.checkpoint();
            self.write_access.set(WriteAccess::OtherTab);
        }
    }

    /// Whether the ledger is here, and open.
    fn is_followed(&self) -> bool {
        self.state().write_lock.borrow().is_some()
    }

    /// Writes no more for good: the ledger was removed from this device. What this page has of it
    /// stays until it is left.
    pub(super) fn shut(&self) {
        if self.is_followed() && !self.state().is_removing.get() {
            self.write_access.set(WriteAccess::Removed);
            self.detach();
        }
    }

    /// Says whether this page is about to remove the ledger itself.
    pub fn set_removing(&self, is_removing: bool) {
        self.state().is_removing.set(is_removing);
    }

    /// Takes edits again.
    pub fn end_catching_up(&self) {
        if self.write_access.get_untracked() == WriteAccess::CatchingUp {
            self.write_access.set(WriteAccess::Granted);
        }
    }

    /// Takes no edits until what was missed is known: see [`catch_up`](super::catch_up).
    pub fn begin_catching_up(&self) {
        if self.write_access.get_untracked() == WriteAccess::Granted {
            self.write_access.set(WriteAccess::CatchingUp);
        }
    }

    /// Writes from now on, having read what the other pages have written.
    async fn start(&self) -> Result<(), OpenError> {
        let opened = self.reload().await?;
        if self.is_followed() {
            self.imports.set(opened.imports);
            self.archives.set(opened.archives);
            self.insert(opened.ledger.edits());
            self.write_access.set(if opened.is_newer {
                WriteAccess::NewerVersion
            } else {
                WriteAccess::Granted
            });
        }
        Ok(())
    }

    pub(super) async fn reload(&self) -> Result<Opened, OpenError> {
        let opened = self.with_store(async |store| store.reload().await).await;
        if matches!(opened, Err(OpenError::Removed)) {
            self.shut();
        }
        opened
    }
}
