//! A recovery code that is to be written down or printed, and one group of it typed back.

use leptos::prelude::*;

use crate::browser::clock;
use crate::storage::{GROUPS, RecoveryCode};
use crate::ui::components::{Button, Field, Icon, PrintPage, TextInput, print_paper};

/// The code, and the group that is asked for.
#[derive(Clone, Copy)]
pub(super) struct CodeForm {
    code: StoredValue<RecoveryCode>,
    group: usize,
    typed: RwSignal<String>,
}

impl CodeForm {
    pub(super) fn new(code: RecoveryCode) -> Self {
        let group = (clock::random() % GROUPS as u64) as usize;
        Self { code: StoredValue::new(code), group, typed: RwSignal::default() }
    }

    pub(super) fn code(self) -> RecoveryCode {
        self.code.get_value()
    }

    /// What is still wrong; empty where nothing is.
    pub(super) fn lacks(self) -> String {
        let is_right =
            self.typed.with(|typed| self.code.with_value(|code| code.is_group(self.group, typed)));
        if is_right {
            String::new()
        } else {
            format!("第 {} 组不对，请对着抄下的恢复码写", self.group + 1)
        }
    }

    pub(super) fn view(self) -> AnyView {
        let groups = move || {
            self.code.with_value(|code| {
                let groups = code.groups().map(|group| view! { <li>{group.to_owned()}</li> });
                groups.collect::<Vec<_>>()
            })
        };
        let typed = self.typed;
        view! {
            <p>"忘了口令时用它打开。请现在打印或抄下来，和平板分开放；这一页关上就看不到了。"</p>
            <ol class="code-groups" aria-label="恢复码">{groups()}</ol>
            <div>
                <Button
                    label="打印恢复码"
                    icon=Icon::Print
                    on_click=move |()| print_paper("恢复码")
                />
            </div>
            <Field
                label=format!("写出第 {} 组", self.group + 1)
                required=true
                help="对着纸上的写，好知道抄对了"
            >
                <TextInput value=typed on_change=move |text| typed.set(text)/>
            </Field>
            <div class="paper-only">
                <PrintPage title="恢复码">
                    <ol class="code-groups">{groups()}</ol>
                    <p>"忘记口令时，在锁定的页面选“用恢复码”。有它就能打开，请和平板分开存放。"</p>
                </PrintPage>
            </div>
        }
        .into_any()
    }
}
