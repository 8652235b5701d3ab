//! 交换: all goes out as one file; what comes in is shown first, and can be taken back.

mod deletions;
mod effects;
mod export;
mod handover;
mod imports;
mod plan;
mod plan_head;
mod plan_lines;
mod record;
mod redacts;
mod related_links;
mod sealing;
mod taking_back;

pub use handover::handover_page;

use export::Outgoing;

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use zeroize::Zeroizing;

use crate::app::{
    AcceptedPlan, BroughtFile, PlannedImport, Session, UnreadFile, bring_bundle, import_plan,
    note_same,
};
use crate::browser::files::{self, HashWorker};
use crate::browser::{launch_files, page};
use crate::codec::limits;
use crate::exchange::bundle::multipart::{FilePart, belong_together};
use crate::exchange::bundle::{BundleError, BundleHeader, BundleReader};
use crate::exchange::import::answers::ImportAnswers;
use crate::exchange::import::plan::ImportPlan;
use crate::registers::MentionChoice;
use crate::ui::components::{
    FileDrop, Notice, NoticeKind, Page, Progress, ToastHandle, use_toasts,
};
use crate::ui::pages::sealed::{SealedFile, UnsealedFile, sealed_form};

/// How far one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ExchangeStage {
    /// Export, import, and what was imported.
    Overview,
    /// A file is being read, or taken in.
    Busy(&'static str),
    /// A sealed file waits for its passphrase.
    Locked,
    /// What a file would bring is shown.
    Plan,
}

/// A file that was read and is not yet taken.
#[derive(Debug)]
struct Incoming {
    /// The name of the file, or of the first of several.
    file: String,
    /// The names of several parts, with which each is.
    parts: Vec<(String, String)>,
    /// The numbers of parts that are still to come.
    missing: Vec<u32>,
    /// Parts that could not be read: name, and the sentence.
    unread: Vec<(String, String)>,
    plan: ImportPlan,
}

/// A file whose content is read and, where it was sealed, open.
type OpenFile = (String, BroughtFile);

/// All that the parts of the page share.
#[derive(Clone, Copy)]
struct Exchange {
    session: Session,
    toasts: ToastHandle,
    outgoing: Outgoing,
    stage: RwSignal<ExchangeStage>,
    /// How far reading is, from 0 to 100; below 0: not known.
    percent: RwSignal<f64>,
    /// Files whose turn is still to come.
    queue: StoredValue<Vec<File>, LocalStorage>,
    /// Parts of exports in several files that wait until all files are read: they are shown as one.
    parts: StoredValue<Vec<(OpenFile, BundleHeader)>, LocalStorage>,
    incoming: RwSignal<Option<Arc<Incoming>>>,
    /// The sealed file that waits for its passphrase.
    locked: RwSignal<Option<SealedFile>>,
    /// What opened a file of this import; forgotten with the last of them.
    passphrase: StoredValue<Option<Zeroizing<String>>, LocalStorage>,
    /// Files that could not be read: name, and the sentence.
    problems: RwSignal<Vec<(String, String)>>,
    /// The record whose detail is open.
    open: RwSignal<String>,
    /// What is answered to what is shown.
    answers: RwSignal<ImportAnswers>,
    /// Which of the places go that name someone who is erased with the file.
    mentions: RwSignal<MentionChoice>,
}

/// The page.
pub fn exchange_page() -> AnyView {
    let session = expect_context();
    let exchange = Exchange {
        session,
        outgoing: Outgoing::new(session),
        toasts: use_toasts(),
        stage: RwSignal::new(ExchangeStage::Overview),
        percent: RwSignal::new(-1.0),
        queue: StoredValue::new_local(Vec::new()),
        parts: StoredValue::new_local(Vec::new()),
        incoming: RwSignal::new(None),
        locked: RwSignal::new(None),
        passphrase: StoredValue::new_local(None),
        problems: RwSignal::default(),
        open: RwSignal::default(),
        answers: RwSignal::default(),
        mentions: RwSignal::default(),
    };
    exchange.take_given();
    let more = window_event_listener_untyped(launch_files::GIVEN, move |_| exchange.take_given());
    on_cleanup(move || more.remove());
    let content = move || match (exchange.stage.get(), exchange.incoming.get()) {
        (ExchangeStage::Plan, Some(incoming)) => plan::plan_page(exchange, incoming),
        (ExchangeStage::Busy(label), _) => view! {
            <Page title="交换">
                <div class="narrow"><Progress label percent=exchange.percent/></div>
            </Page>
        }
        .into_any(),
        (ExchangeStage::Locked, _) => exchange.locked_page(),
        _ => exchange.overview(),
    };
    content.into_any()
}

impl Exchange {
    fn overview(self) -> AnyView {
        let problems = move || {
            let problems = self.problems.get();
            let notices = problems.into_iter().map(|(file, text)| {
                view! {
                    <Notice
                        kind=NoticeKind::Error
                        title=format!("“{file}”没有导入")
                        text
                        alert=true
                    />
                }
                .into_any()
            });
            notices.collect::<Vec<_>>()
        };
        let read = move |files: Vec<File>| self.read(files);
        let paste = Callback::new(move |text: String| {
            self.problems.set(Vec::new());
            self.busy("正在读取文件");
            spawn_local(self.receive("粘贴的内容".to_owned(), (text.into_bytes(), None)));
        });
        view! {
            <Page title="交换" action=move || export::export_button(self.outgoing, self.toasts)>
                <div class="exchange-columns">
                    <div class="stack">
                        {problems}
                        <section class="sheet stack">
                            <h2>"导入"</h2>
                            <FileDrop
                                label="选择别人给的数据文件"
                                help="扩展名不限，可以一次选几个；也可以把文件内容粘贴到下面"
                                multiple=true
                                on_files=read
                                on_text=paste
                            />
                            <p class="small muted">
                                "先给你看会带来什么，确认后才导入，以后也能撤回。两边都改过的，后改的为准，另一份留着备查。"
                            </p>
                        </section>
                        {imports::imports_view(self)}
                    </div>
                    {export::export_view(self.outgoing)}
                    {related_links::ways_view(self.session)}
                </div>
            </Page>
        }
        .into_any()
    }

    /// Takes the files that the system opens or shares with the app; they wait until their turn.
    fn take_given(self) {
        spawn_local(async move {
            let files = launch_files::take().await;
            if files.is_empty() || self.stage.is_disposed() {
                return;
            }
            if self.stage.get_untracked() == ExchangeStage::Overview {
                self.read(files);
            } else {
                self.queue.update_value(|queue| {
                    // The next one stands at the end.
                    files.into_iter().for_each(|file| queue.insert(0, file));
                });
            }
        });
    }

    fn read(self, mut files: Vec<File>) {
        self.problems.set(Vec::new());
        files.reverse();
        self.queue.set_value(files);
        self.next();
    }

    /// Reads the next file, or goes back where there is none.
    fn next(self) {
        self.open.set(String::new());
        self.answers.set(ImportAnswers::default());
        self.mentions.set(MentionChoice::default());
        let file = self.queue.try_update_value(Vec::pop).flatten();
        let Some(file) = file else {
            let parts = self.parts.try_update_value(take_export).unwrap_or_default();
            if !parts.is_empty() {
                self.busy("正在读取文件");
                return spawn_local(self.bring(parts));
            }
            self.passphrase.set_value(None);
            self.incoming.set(None);
            return self.stage.set(ExchangeStage::Overview);
        };
        self.busy("正在读取文件");
        spawn_local(async move {
            page::yield_for_paint().await;
            let name = file.name();
            let size = file.size() as usize;
            if size > limits::BYTES {
                return self.fail(name, BundleError::TooLarge(size).to_string());
            }
            let hasher = HashWorker::of(file.clone().into());
            let content = files::read(&file).await;
            if self.stage.is_disposed() {
                return;
            }
            match content {
                Ok(content) => self.receive(name, (content, hasher)).await,
                Err(error) => self.fail(name, error.to_string()),
            }
        });
    }

    /// Shows that something is being done, of which is not known how far it is.
    fn busy(self, label: &'static str) {
        self.percent.set(-1.0);
        self.stage.set(ExchangeStage::Busy(label));
    }

    /// Brings what came in; first asks for its passphrase where it is sealed, unless that of a former
    /// file of this import opens it.
    async fn receive(self, file: String, (content, hasher): BroughtFile) {
        match SealedFile::of(&file, content) {
            Ok(Err(content)) => self.opened((file, (content, hasher))).await,
            Ok(Ok(locked)) => {
                if let Some(passphrase) = self.passphrase.get_value()
                    && let Some(content) = locked.open_with(&passphrase).await
                {
                    return self.opened((file, (content, None))).await;
                }
                if self.stage.is_disposed() {
                    return;
                }
                self.locked.set(Some(locked));
                self.stage.set(ExchangeStage::Locked);
            }
            Err(error) => self.fail(file, error.to_string()),
        }
    }

    fn locked_page(self) -> AnyView {
        let Some(locked) = self.locked.get_untracked() else { return self.overview() };
        let file = locked.file.clone();
        let open = move |(content, passphrase): UnsealedFile| {
            self.passphrase.set_value(Some(passphrase));
            self.locked.set(None);
            self.busy("正在读取文件");
            spawn_local(self.opened((file.clone(), (content, None))));
        };
        let back = move |()| {
            self.locked.set(None);
            self.next();
        };
        view! {
            <Page title="交换">
                <div class="narrow">{sealed_form(locked, Callback::new(open), Callback::new(back))}</div>
            </Page>
        }
        .into_any()
    }

    /// Brings a file; one of several waits for the others that were chosen with it.
    async fn opened(self, file: OpenFile) {
        let header = BundleReader::new(&file.1.0).header().cloned();
        match header.filter(|header| FilePart::of(header).is_some()) {
            Some(header) if !self.stage.is_disposed() => {
                self.parts.update_value(|parts| parts.push((file, header)));
                self.next();
            }
            _ => self.bring(vec![file]).await,
        }
    }

    /// Reads what came in, and shows what it would bring. Ends where the page is left meanwhile.
    async fn bring(self, files: Vec<OpenFile>) {
        let part_of = |(file, (content, _)): &OpenFile| {
            let header = BundleReader::new(content).header().cloned();
            let part = header.and_then(|header| FilePart::of(&header));
            (file.clone(), part.map(|part| part.words()))
        };
        let named: Vec<(String, Option<String>)> = files.iter().map(part_of).collect();
        let files = files.into_iter().map(|(_, content)| content).collect();
        let with_names = |unread: Vec<UnreadFile>| {
            let named = unread.into_iter().filter_map(|(place, error)| {
                Some((named.get(place)?.0.clone(), error.to_string()))
            });
            named.collect::<Vec<_>>()
        };
        let show = |label: &'static str, part: f64| {
            if self.stage.is_disposed() {
                return false;
            }
            self.percent.set(100.0 * part);
            if self.stage.get_untracked() != ExchangeStage::Busy(label) {
                self.stage.set(ExchangeStage::Busy(label));
            }
            true
        };
        match bring_bundle(self.session, files, show).await {
            Some(Ok(PlannedImport { plan, answers, missing, unread })) => {
                self.answers.set(answers);
                let is_read = |place: &usize| unread.iter().all(|(failed, _)| failed != place);
                let read = named.iter().enumerate().filter(|(place, _)| is_read(place));
                let read: Vec<&(String, Option<String>)> = read.map(|(_, one)| one).collect();
                let file = read.first().map_or_else(String::new, |(file, _)| file.clone());
                let parts =
                    read.iter().filter_map(|(file, part)| Some((file.clone(), part.clone()?)));
                let parts = parts.collect();
                let unread = with_names(unread);
                self.problems.update(|problems| problems.extend(unread.iter().cloned()));
                let incoming = Arc::new(Incoming { file, parts, missing, unread, plan });
                let same = incoming.clone();
                spawn_local(async move {
                    if let Some(noted) = note_same(self.session, &same.plan).await {
                        self.outgoing.look_for_partners();
                        if noted.is_backup {
                            self.toasts.say("文件和台账对得上，记为一份备份");
                        }
                    }
                });
                self.incoming.set(Some(incoming));
                self.stage.set(ExchangeStage::Plan);
            }
            Some(Err(unread)) => {
                self.problems.update(|problems| problems.extend(with_names(unread)));
                self.next();
            }
            None => {}
        }
    }

    fn fail(self, file: String, problem: String) {
        self.problems.update(|problems| problems.push((file, problem)));
        self.next();
    }

    /// Takes in what is shown.
    fn take(self) {
        let Some(incoming) = self.incoming.get_untracked() else { return };
        self.busy("正在导入");
        // Read now: the page may be left meanwhile.
        let answers = self.answers.get_untracked();
        let mentions = self.mentions.get_untracked();
        let (session, toasts) = (self.session, self.toasts);
        spawn_local(async move {
            page::yield_for_paint().await;
            let Incoming { file, plan, .. } = &*incoming;
            let accepted = AcceptedPlan { plan, file, answers: &answers, mentions: &mentions };
            match import_plan(session, accepted).await {
                Ok(imported) => {
                    if let Some(id) = imported.id {
                        self.outgoing.look_for_partners();
                        let act = move || taking_back::take_back_or_show(session, toasts, id);
                        toasts.show(
                            format!("已导入 {} 处", imported.changes),
                            Some(("撤回导入".to_owned(), Arc::new(act))),
                        );
                    } else {
                        toasts.say(match answers.confirms_any() {
                            true => "已按文件依法删除，没有别的要导入",
                            false => "已同步文件里的依法删除记录，没有其他内容要导入",
                        });
                    }
                    if let Some(error) = imported.unpurged {
                        toasts.say(error.to_string());
                    }
                    // The page may have been left meanwhile.
                    if !self.stage.is_disposed() {
                        self.next();
                    }
                }
                Err(error) if self.stage.is_disposed() => toasts.say(error.to_string()),
                Err(error) => self.fail(file.clone(), error.to_string()),
            }
        });
    }
}

/// Takes the parts of one export out of those that wait.
fn take_export(waiting: &mut Vec<(OpenFile, BundleHeader)>) -> Vec<OpenFile> {
    let Some(first) = waiting.first().map(|(_, header)| header.clone()) else { return Vec::new() };
    let is_of_it = |(_, header): &(OpenFile, BundleHeader)| belong_together(&first, header);
    let (of_it, others): (Vec<_>, Vec<_>) = std::mem::take(waiting).into_iter().partition(is_of_it);
    *waiting = others;
    of_it.into_iter().map(|(file, _)| file).collect()
}
