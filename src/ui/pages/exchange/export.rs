//! Giving the ledger, or a part of it, out as a file.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::{Session, bundle_file_name, export_bundle};
use crate::browser::files::HandedOver;
use crate::browser::{clock, page};
use crate::exchange::scope::Scope;
use crate::ledger::{Ledger, Month};
use crate::registers::{BRANCH, REGISTERS};
use crate::ui::components::{
    Button, ButtonKind, Choice, Field, Icon, MonthInput, Opt, ToastHandle,
};

/// What is to go out.
#[derive(Clone, Copy)]
pub(super) struct Outgoing {
    session: Session,
    /// `all`, `branch` or `period`.
    kind: RwSignal<String>,
    branch: RwSignal<String>,
    from: RwSignal<String>,
    until: RwSignal<String>,
}

/// Under which key this device remembers when all was last exported.
pub(super) fn last_key(session: Session) -> String {
    format!("yixin/look/export/{}", session.entry().id)
}

impl Outgoing {
    /// Begins with everything; a part begins with the keeper's branch and the month before.
    pub(super) fn new(session: Session) -> Self {
        let first = || {
            session.peek(|ledger| ledger.records(BRANCH.name).next().map(|one| one.id().clone()))
        };
        let branch = session.own_branch().or_else(first);
        let month = Month::of(clock::today()).plus(-1).to_string();
        Self {
            session,
            kind: RwSignal::new("all".to_owned()),
            branch: RwSignal::new(branch.map(|id| id.to_string()).unwrap_or_default()),
            from: RwSignal::new(month.clone()),
            until: RwSignal::new(month),
        }
    }

    /// The part that is chosen; everything where the choice is not whole.
    fn scope(&self) -> Scope {
        let part = match &*self.kind.get() {
            "branch" => self.branch.get().parse().ok().map(Scope::Branch),
            "period" => match (self.from.get().parse(), self.until.get().parse()) {
                (Ok(from), Ok(until)) => Some(Scope::Period { from, until }),
                _ => None,
            },
            _ => None,
        };
        part.unwrap_or(Scope::Everything)
    }

    fn words(&self) -> String {
        let scope = self.scope();
        self.session.read(|ledger| scope.words(ledger))
    }
}

/// The main action of the page.
pub(super) fn export_button(outgoing: Outgoing, toasts: ToastHandle) -> AnyView {
    let session = outgoing.session;
    let busy = RwSignal::new(false);
    let label = Signal::derive(move || format!("导出{}", outgoing.words()));
    let act = move |()| {
        busy.set(true);
        let scope = untrack(|| outgoing.scope());
        spawn_local(async move {
            page::breathe().await;
            let words = match export_bundle(session, &scope).await {
                Ok(HandedOver::Cancelled) => "没有导出",
                Ok(outcome) => {
                    if scope == Scope::Everything {
                        page::remember(&last_key(session), &clock::now().label());
                    }
                    if outcome == HandedOver::Shared {
                        "已交出去"
                    } else {
                        "已导出，在“下载”里"
                    }
                }
                Err(error) => return toasts.say(error.to_string()),
            };
            toasts.say(words);
            // The page may be gone by now.
            busy.try_set(false);
        });
    };
    view! { <Button kind=ButtonKind::Primary icon=Icon::Export label busy on_click=act/> }
        .into_any()
}

/// What the file will hold.
pub(super) fn export_view(outgoing: Outgoing) -> AnyView {
    let session = outgoing.session;
    let counts = Memo::new(move |_| {
        let scope = outgoing.scope();
        session.read(|ledger| match scope {
            Scope::Everything => counted(ledger),
            part => counted(&part.select(ledger)),
        })
    });
    let last = page::remembered(&last_key(session));
    let name = move || {
        let scope = outgoing.scope();
        session.read(|_| ());
        bundle_file_name(session, &scope)
    };
    let about = move || match &*outgoing.kind.get() {
        "all" => "把这本台账的全部内容写成一个文件，给同一本台账的其他平板导入，也是备份。",
        "branch" => {
            "只有这个支部的党员和关于他们的登记，加上大家共用的标准、科室和节假日。限制可见的内容（联系电话、一票否决等）不在里面。"
        }
        _ => {
            "只有这几个月的登记和月表，加上各支部的党员。限制可见的内容（联系电话、一票否决等）不在里面。"
        }
    };
    let care = move || {
        let all = outgoing.kind.with(|kind| kind == "all");
        let phones = if all { "电话、" } else { "" };
        format!(
            "文件里有党员的姓名、{phones}出生年月和得分，没有加密。请当面或用内部渠道交给需要的人，不要发到群里。"
        )
    };
    let part = move || part_fields(outgoing);
    view! {
        <section class="sheet stack exchange-out">
            <h2>"导出"</h2>
            <Choice
                label="导出哪些"
                options=Signal::stored(vec![
                    Opt::new("all", "全部"),
                    Opt::new("branch", "一个支部"),
                    Opt::new("period", "几个月"),
                ])
                value=outgoing.kind
                on_change=move |kind| outgoing.kind.set(kind)
            />
            {part}
            <p>{about}</p>
            <dl class="facts">
                <dt>"文件名"</dt>
                <dd class="exchange-name">{name}</dd>
                <dt>"里面有"</dt>
                <dd>{move || counts.get().0}</dd>
                <dt>"修改记录"</dt>
                <dd class="figures">{move || format!("{} 处，谁在何时改的都在", counts.get().1)}</dd>
                <dt>"上次导出全部"</dt>
                <dd>{last.unwrap_or_else(|| "这台设备上还没有导出过".to_owned())}</dd>
            </dl>
            <p class="exchange-care">
                {Icon::Warn.view()}
                <span>{care}</span>
            </p>
        </section>
    }
    .into_any()
}

/// Which branch, or which months.
fn part_fields(outgoing: Outgoing) -> AnyView {
    let Outgoing { session, kind, branch, from, until } = outgoing;
    match &*kind.get() {
        "branch" => {
            let options = Signal::derive(move || {
                session.read(|ledger| {
                    let branches = ledger.records(BRANCH.name);
                    branches.map(|one| Opt::new(one.id().to_string(), one.text("name"))).collect()
                })
            });
            view! {
                <Field label="哪个支部">
                    <Choice options value=branch on_change=move |id| branch.set(id)/>
                </Field>
            }
            .into_any()
        }
        "period" => {
            let begin = move |month: String| {
                if until.with_untracked(|until| *until < month) {
                    until.set(month.clone());
                }
                from.set(month);
            };
            view! {
                <Field label="从哪个月">
                    <MonthInput value=from on_change=begin/>
                </Field>
                <Field label="到哪个月">
                    <MonthInput value=until min=from on_change=move |month| until.set(month)/>
                </Field>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

/// What a ledger holds in words, and how many changes.
fn counted(ledger: &Ledger) -> (String, usize) {
    let kinds = REGISTERS.iter().filter(|register| register.listed || register.name == "member");
    let counted: Vec<String> = kinds
        .map(|register| (register, ledger.records(register.name).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(register, count)| format!("{} {count} {}", register.label, register.unit))
        .collect();
    (counted.join("、"), ledger.change_count())
}
