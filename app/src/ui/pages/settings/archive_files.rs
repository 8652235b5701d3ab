//! The files of an archive as they are chosen: read, and opened where they are sealed.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use zeroize::Zeroizing;

use crate::app::ChosenFile;
use crate::browser::files;
use crate::ui::pages::sealed::{SealedFile, UnsealedFile, sealed_form};

/// The files that are chosen, on their way.
#[derive(Clone, Copy)]
pub(super) struct ArchiveFiles {
    /// Whether something is done with them.
    pub(super) busy: RwSignal<bool>,
    /// What went wrong with those that were chosen last; empty: nothing.
    pub(super) problem: RwSignal<String>,
    files: StoredValue<Vec<ChosenFile>>,
    /// The passphrase that opened one of them, or that they were sealed with a moment ago.
    passphrase: StoredValue<Option<Zeroizing<String>>>,
    asking: RwSignal<Option<(usize, SealedFile)>>,
    /// What is done with them once all are open; it ends with `busy` off.
    done: Callback<Vec<ChosenFile>>,
}

impl ArchiveFiles {
    pub(super) fn new(
        busy: RwSignal<bool>,
        problem: RwSignal<String>,
        done: Callback<Vec<ChosenFile>>,
    ) -> Self {
        Self {
            busy,
            problem,
            files: StoredValue::default(),
            passphrase: StoredValue::default(),
            asking: RwSignal::new(None),
            done,
        }
    }

    /// They were sealed with this, so that it need not be asked for.
    pub(super) fn expect(self, passphrase: Zeroizing<String>) {
        self.passphrase.try_set_value(Some(passphrase));
    }

    /// Reads what was chosen, and goes on with it.
    pub(super) fn take(self, chosen: Vec<File>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.problem.set(String::new());
        self.asking.set(None);
        spawn_local(async move {
            match read(chosen).await {
                Ok(read) => {
                    self.files.try_set_value(read);
                    self.open().await;
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    /// Opens what is sealed, as far as that goes without asking.
    async fn open(self) {
        let Some(mut files) = self.files.try_update_value(std::mem::take) else { return };
        for at in 0..files.len() {
            let (name, content) = &mut files[at];
            let locked = match SealedFile::of(name, std::mem::take(content)) {
                Ok(Err(clear)) => {
                    *content = clear;
                    continue;
                }
                Ok(Ok(locked)) => locked,
                Err(error) => return self.fail(format!("“{name}”：{error}")),
            };
            let known = self.passphrase.try_get_value().flatten();
            let opened = match known {
                Some(passphrase) => locked.open_with(&passphrase).await,
                None => None,
            };
            match opened {
                Some(clear) => *content = clear,
                None => {
                    self.files.try_set_value(files);
                    self.asking.try_set(Some((at, locked)));
                    self.busy.try_set(false);
                    return;
                }
            }
        }
        self.done.run(files);
    }

    /// Leaves them as they are.
    pub(super) fn leave(self) {
        self.files.set_value(Vec::new());
        self.asking.set(None);
    }

    fn fail(self, problem: String) {
        self.problem.try_set(problem);
        self.busy.try_set(false);
    }

    /// Asks for the passphrase of a file that waits for it.
    pub(super) fn view(self) -> impl IntoView {
        move || {
            let (at, locked) = self.asking.get()?;
            let open = move |(content, passphrase): UnsealedFile| {
                self.passphrase.set_value(Some(passphrase));
                self.files.update_value(|files| files[at].1 = content);
                self.asking.set(None);
                self.busy.set(true);
                spawn_local(self.open());
            };
            Some(sealed_form(locked, Callback::new(open), Callback::new(move |()| self.leave())))
        }
    }
}

async fn read(chosen: Vec<File>) -> Result<Vec<ChosenFile>, String> {
    let mut read = Vec::new();
    for file in chosen {
        let content = files::read(&file).await.map_err(|error| error.to_string())?;
        read.push((file.name(), content));
    }
    Ok(read)
}
