//! 加入已有台账: the file, then who keeps the ledger on this tablet.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use zeroize::Zeroizing;

use super::first_run::{KeeperForm, go_on};
use crate::app::{FileToJoin, JoinFile, read_to_join, remember_partner};
use crate::browser::files::{self, HashWorker};
use crate::exchange::bundle::BundleKind;
use crate::exchange::bundle::multipart::{FilePart, numbers_in_words};
use crate::ledger::VersionVector;
use crate::ui::app_state::AppState;
use crate::ui::chunks::StartStep;
use crate::ui::components::{
    Button, ButtonKind, Choice, Field, FileDrop, FormActions, Notice, NoticeKind, Opt, Progress,
};
use crate::ui::focus::keep_focus;
use crate::ui::pages::sealed::{SealedFile, UnsealedFile, sealed_form};

/// What the parts of this step share.
#[derive(Clone, Copy)]
struct JoinStep {
    joined: RwSignal<Option<JoinFile>, LocalStorage>,
    error: RwSignal<String>,
    locked: RwSignal<Option<SealedFile>>,
    progress: RwSignal<Option<(&'static str, f64)>>,
    /// Files whose turn is still to come; the next one stands at the end.
    queue: StoredValue<Vec<File>, LocalStorage>,
    /// Those that are read and open.
    open: StoredValue<Vec<FileToJoin>, LocalStorage>,
    /// What opened one of them: the next may have the same.
    passphrase: StoredValue<Option<Zeroizing<String>>, LocalStorage>,
}

impl JoinStep {
    fn fail(self, reason: String) {
        self.forget();
        self.progress.set(None);
        self.error.set(reason);
    }

    fn forget(self) {
        self.queue.set_value(Vec::new());
        self.open.set_value(Vec::new());
        self.passphrase.set_value(None);
        self.locked.set(None);
    }

    /// Reads files one after the other, and what they hold once all are open.
    fn read(self, mut files: Vec<File>) {
        self.forget();
        self.error.set(String::new());
        files.reverse();
        self.queue.set_value(files);
        self.next();
    }

    fn next(self) {
        self.progress.set(Some(("正在读取文件", 0.0)));
        let Some(file) = self.queue.try_update_value(Vec::pop).flatten() else {
            return spawn_local(self.look());
        };
        spawn_local(async move {
            let hasher = HashWorker::of(file.clone().into());
            match files::read(&file).await {
                // The form may have been left.
                _ if self.progress.is_disposed() => {}
                Ok(content) => self.take(file.name(), content, hasher).await,
                Err(reason) => self.fail(reason.to_string()),
            }
        });
    }

    /// Takes what a file holds; asks for its passphrase where it is sealed, unless that of a former one
    /// opens it.
    async fn take(self, name: String, content: Vec<u8>, hasher: Option<HashWorker>) {
        match SealedFile::of(&name, content) {
            Ok(Err(content)) => self.opened(name, content, hasher),
            Ok(Ok(sealed)) => {
                if let Some(passphrase) = self.passphrase.get_value()
                    && let Some(content) = sealed.open_with(&passphrase).await
                {
                    return self.opened(name, content, None);
                }
                if !self.progress.is_disposed() {
                    self.progress.set(None);
                    self.locked.set(Some(sealed));
                }
            }
            Err(reason) => self.fail(reason.to_string()),
        }
    }

    fn opened(self, name: String, content: Vec<u8>, hasher: Option<HashWorker>) {
        if self.progress.is_disposed() {
            return;
        }
        self.open.update_value(|open| open.push((name, (content, hasher))));
        self.next();
    }

    /// Looks what all of them hold.
    async fn look(self) {
        let files = self.open.try_update_value(std::mem::take).unwrap_or_default();
        // The form may be left meanwhile.
        let show = |label, part: f64| self.progress.try_set(Some((label, part))).is_none();
        match read_to_join(files, show).await {
            None => {}
            Some(Ok(read)) => {
                self.progress.set(None);
                self.joined.set(Some(read));
            }
            Some(Err(reason)) => self.fail(reason.to_string()),
        }
    }
}

/// 加入已有台账: the file, then the form.
pub fn join(app: AppState, way: RwSignal<StartStep>) -> AnyView {
    keep_focus();
    let step = JoinStep {
        joined: RwSignal::new_local(None),
        error: RwSignal::new(String::new()),
        locked: RwSignal::new(None),
        progress: RwSignal::new(None),
        queue: StoredValue::new_local(Vec::new()),
        open: StoredValue::new_local(Vec::new()),
        passphrase: StoredValue::new_local(None),
    };
    let JoinStep { joined, error, locked, progress, .. } = step;
    let percent = Signal::derive(move || progress.get().map_or(-1.0, |(_, part)| 100.0 * part));
    let label = Memo::new(move |_| progress.get().map(|(label, _)| label));
    let content = move || match (joined.get(), locked.get()) {
        (Some(bundle), _) => join_form(app, way, bundle),
        _ if label.get().is_some() => {
            view! { <Progress label=label.get().unwrap_or_default() percent/> }.into_any()
        }
        (None, Some(sealed)) => {
            let file = sealed.file.clone();
            let open = move |(content, passphrase): UnsealedFile| {
                step.passphrase.set_value(Some(passphrase));
                locked.set(None);
                step.opened(file.clone(), content, None);
            };
            let back = move |()| step.forget();
            sealed_form(sealed, Callback::new(open), Callback::new(back))
        }
        (None, None) => view! {
            <FileDrop
                label="选择数据包"
                help="别人从“交换 → 导出”发给你的文件，.json 或 .txt；分成几个的一起选，先后不限"
                accept=".json,.txt,application/json"
                multiple=true
                on_files=move |files| step.read(files)
                on_text=move |text: String| {
                    step.forget();
                    step.error.set(String::new());
                    spawn_local(step.take("粘贴的内容".to_owned(), text.into_bytes(), None));
                }
            />
            {move || {
                let text = error.get();
                (!text.is_empty()).then(|| view! {
                    <Notice kind=NoticeKind::Error title="这个文件不能用" text=text alert=true/>
                })
            }}
            <FormActions>
                <Button label="返回" on_click=move |()| way.set(StartStep::Choose)/>
            </FormActions>
        }
        .into_any(),
    };
    view! {
        <h1 class="outside-title">"加入已有台账"</h1>
        {content}
    }
    .into_any()
}

fn join_form(app: AppState, way: RwSignal<StartStep>, joined: JoinFile) -> AnyView {
    let keeper = KeeperForm::new(app, &joined.free_tablet);
    let mut options: Vec<Opt> =
        joined.branches.iter().map(|(id, name)| Opt::new(id.clone(), name.clone())).collect();
    options.push(Opt::new("committee", "党委（看所有支部）"));
    let branch = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let header = &joined.bundle.header;
    let part = match (FilePart::of(header), &header.kind) {
        (_, BundleKind::Everything) => String::new(),
        (Some(part), _) => format!(
            "这是{}，还缺{}；加入以后，请在“交换”里把缺的也导入，先后不限。",
            part.words(),
            numbers_in_words(&joined.missing)
        ),
        (_, BundleKind::Public) => {
            "这是公开版：姓名只留姓，只有已公示和已锁定月份的总分。它会单独成为一本台账。"
                .to_owned()
        }
        _ => "只是台账的一部分，不是全部。".to_owned(),
    };
    let summary = format!(
        "{}，{}{}于{}导出，共 {} 笔修改、{} 条记录。{part}",
        header.hospital,
        header.from.role,
        header.from.name,
        header.made.label(),
        header.counts.edits,
        header.counts.records,
    );
    let missing = Signal::derive(move || {
        let empty = keeper.asked.get() && branch.with(String::is_empty);
        if empty { "请选择支部".to_owned() } else { String::new() }
    });
    let joined = StoredValue::new_local(joined);
    let submit = move || {
        let chosen = branch.get_untracked();
        let own = if chosen == "committee" { String::new() } else { chosen.clone() };
        let Some(tablet) = keeper.read(own) else {
            return;
        };
        if chosen.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let joined = joined.get_value();
            let wants_lock = keeper.lock.get_untracked();
            app.join(tablet, joined.clone()).await;
            go_on(app, wants_lock, None);
            if let Some(session) = app.session() {
                let bundle = &joined.bundle;
                let holds = VersionVector::of_edits(&bundle.edits);
                remember_partner(session, &bundle.header, holds).await;
            }
            busy.try_set(false);
        });
    };
    let parts: Vec<AnyView> = joined
        .with_value(|joined| joined.parts.clone())
        .into_iter()
        .map(|(file, part)| view! { <li>{format!("{file}：{part}")}</li> }.into_any())
        .collect();
    let parts = (!parts.is_empty()).then(|| view! { <ul class="small muted">{parts}</ul> });
    view! {
        <Notice title="文件里有" text=summary/>
        {parts}
        <form class="outside-form" on:submit=move |event| {
            event.prevent_default();
            submit();
        }>
            <Field label="你在哪个支部" required=true error=missing>
                <Choice options=Signal::stored(options) value=branch
                    on_change=move |id| branch.set(id)/>
            </Field>
            {keeper.view()}
            {keeper.offer_lock(app)}
            <FormActions>
                <Button label="加入" kind=ButtonKind::Primary submit=true busy on_click=|()| ()/>
                <Button label="返回" on_click=move |()| way.set(StartStep::Choose)/>
            </FormActions>
        </form>
    }
    .into_any()
}
