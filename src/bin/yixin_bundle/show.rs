//! What is in files, and whether they are whole.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use yixin::exchange::bundle::{Bundle, BundleHeader};
use yixin::exchange::described;
use yixin::ledger::{Author, Edit, Ledger, Moment};
use yixin::registers::{HEADS, head, schemas};
use yixin::reports::{Dispute, disputes};

use crate::files::{Secret, open};
use crate::{Outcome, complain, say};

/// Of a long value, so many characters are shown.
const SHOWN: usize = 60;

/// Tells what each file holds.
pub(crate) fn show(files: &[PathBuf], secret: &Secret) -> Outcome {
    let mut outcome = Outcome::Done;
    for path in files {
        match open(path, secret) {
            Ok(bundle) => say(describe(path, bundle)),
            Err(error) => {
                complain(format_args!("{}：{error}", path.display()));
                outcome = Outcome::Refused;
            }
        }
    }
    outcome
}

/// Checks each file, all of them whatever is wrong with one.
pub(crate) fn check(files: &[PathBuf], secret: &Secret) -> Outcome {
    let mut outcome = Outcome::Done;
    for path in files {
        let name = path.display();
        match open(path, secret) {
            Ok(bundle) if bundle.is_canonical() => {
                say(format_args!("{name}：完好（{}）", amount(&bundle.header)));
            }
            Ok(_) => {
                say(format_args!(
                    "{name}：内容读得出来，但正文的写法不规范，重新写出时字节会不同。\
                     收下不受影响；写出它的程序要照 docs/bundle-format.md 改正。"
                ));
                outcome = Outcome::Refused;
            }
            Err(error) => {
                say(format_args!("{name}：不能用。{error}"));
                outcome = Outcome::Refused;
            }
        }
    }
    outcome
}

fn describe(path: &Path, bundle: Bundle) -> String {
    let Bundle { header, edits } = bundle;
    let mut text = String::new();
    let mut line = |part: &str| {
        text += part;
        text.push('\n');
    };
    line(&format!("{}（格式 {}.{}）", path.display(), header.version.major, header.version.minor));
    line(&format!("  单位：{}", header.hospital));
    line(&format!("  台账：{}", header.ledger));
    line(&format!("  来自：{}，{}导出", author_words(&header.from), header.made.label()));
    let ledger = Ledger::from_edits(edits.iter().cloned());
    line(&format!("  范围：{}", described(schemas(), &header, &ledger)));
    line(&format!("  内容：{}", amount(&header)));
    let mut authors = BTreeMap::new();
    for edit in &edits {
        authors.entry(&edit.head.by).or_insert_with(|| HashWork::new(edit)).add(edit);
    }
    line("  修改：");
    for (author, work) in &authors {
        line(&format!("    {}：{work}", author_words(author)));
    }
    line("  登记：");
    let known = HEADS.iter().map(|head| (head.name, head.label, head.unit));
    let unknown = ledger.register_names().filter(|name| head(name).is_none());
    for (name, label, unit) in known.chain(unknown.map(|name| (name, name, "条"))) {
        let (there, all) = (ledger.records(name).count(), ledger.all_records(name).count());
        match all - there {
            _ if all == 0 => {}
            0 => line(&format!("    {label} {there} {unit}")),
            deleted => line(&format!("    {label} {there} {unit}（另有 {deleted} {unit}已删除）")),
        }
    }
    let disputes = disputes(&ledger);
    line(&format!("  两边都改过：{} 处", disputes.len()));
    for dispute in &disputes {
        line(&format!("    {}", dispute_words(dispute)));
    }
    text
}

/// What one author did on one tablet.
struct HashWork {
    edits: usize,
    changes: usize,
    first: Moment,
    last: Moment,
}

impl HashWork {
    fn new(edit: &Edit) -> Self {
        Self { edits: 0, changes: 0, first: edit.head.at, last: edit.head.at }
    }

    fn add(&mut self, edit: &Edit) {
        self.edits += 1;
        self.changes += edit.changes.len();
        self.first = self.first.min(edit.head.at);
        self.last = self.last.max(edit.head.at);
    }
}

impl Display for HashWork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { edits, changes, first, last } = self;
        write!(f, "{edits} 笔、{changes} 项，{}", first.label())?;
        if first == last { Ok(()) } else { write!(f, " 至 {}", last.label()) }
    }
}

fn author_words(author: &Author) -> String {
    let Author { name, role, tablet } = author;
    let words: Vec<&str> = [role, name, tablet]
        .into_iter()
        .map(|word| &**word)
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() { "（没有署名）".to_owned() } else { words.join(" ") }
}

pub(crate) fn amount(header: &BundleHeader) -> String {
    let counts = header.counts;
    format!("{} 笔修改，{} 项，{} 条记录", counts.edits, counts.changes, counts.records)
}

fn dispute_words(dispute: &Dispute) -> String {
    let sides = dispute.sides.iter().map(|side| {
        let short: String = side.text.chars().take(SHOWN).collect();
        let more = if short.len() < side.text.len() { "…" } else { "" };
        format!("“{short}{more}”（{}，{}）", author_words(&side.by), side.at.label())
    });
    let sides: Vec<String> = sides.collect();
    let Dispute { register, record, field, .. } = dispute;
    format!("{register} {record}，{field}：{}", sides.join("；"))
}
