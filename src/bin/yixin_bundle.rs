//! A program for bundles outside of the browser: what is in them, whether they are whole, their
//! union, and sealing one. It reads and writes them with the library that the app uses.
//!
//! `cargo run --no-default-features --bin yixin-bundle -- show|check|merge|seal FILE…`

#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use yixin::exchange::bundle::{self, Bundle, BundleError, BundleHeader, Kind};
use yixin::exchange::sealing::{self, Cost, KeyMaking, SealError, Sealed, SealedHeader};
use yixin::exchange::{described, limits, passphrase};
use yixin::ledger::{Author, ChangeId, Edit, EditId, Ledger, Moment, RecordId};
use yixin::registers::{HOSPITAL, REGISTERS, register};
use yixin::reports::{Dispute, disputes};
use zeroize::Zeroizing;

const USAGE: &str = "\
用法：
  yixin-bundle show 文件…                看每个数据文件里有什么
  yixin-bundle check 文件…               检查每个数据文件是否完好
  yixin-bundle merge 文件… -o 新文件     合并成一个数据文件；新文件必须还不存在
      --any-ledger                       不是同一本台账也合并，算作第一个文件的台账
  yixin-bundle seal 文件 -o 新文件 --for 给谁
                                         用口令加密一个数据文件
      --passphrase-env 变量名            口令取自这个环境变量；不写就当面问（会显示出来）

加密的文件和别的一样看、检查、合并：要口令时，先看 --passphrase-env，没有就问。
返回值：0 成功；1 有文件不能用，或没有合并；2 用法不对。
";

/// Of a long value, so many characters are shown.
const SHOWN: usize = 60;

/// What the program is asked to do.
enum Order {
    Help,
    Show(Vec<PathBuf>),
    Check(Vec<PathBuf>),
    Merge { files: Vec<PathBuf>, out: PathBuf, any_ledger: bool },
    Seal { file: PathBuf, out: PathBuf, recipient: String },
}

/// How it went, as the program's exit code says it.
#[derive(Clone, Copy)]
enum Outcome {
    Done = 0,
    Refused = 1,
    Misunderstood = 2,
}

fn main() -> ExitCode {
    let outcome = match understand(std::env::args_os().skip(1)) {
        Ok((Order::Help, _)) => {
            say(USAGE.trim_end());
            Outcome::Done
        }
        Ok((Order::Show(files), secret)) => show(&files, &secret),
        Ok((Order::Check(files), secret)) => check(&files, &secret),
        Ok((Order::Merge { files, out, any_ledger }, secret)) => {
            merge(&files, &out, any_ledger, &secret)
        }
        Ok((Order::Seal { file, out, recipient }, secret)) => {
            seal_file(&file, &out, &recipient, &secret)
        }
        Err(wrong) => {
            complain(format_args!("{wrong}\n\n{}", USAGE.trim_end()));
            Outcome::Misunderstood
        }
    };
    ExitCode::from(outcome as u8)
}

/// Reads the arguments.
fn understand(mut arguments: impl Iterator<Item = OsString>) -> Result<(Order, Secret), String> {
    let word = arguments.next().ok_or("没有说要做什么。")?;
    let (mut files, mut out, mut any_ledger) = (Vec::new(), None, false);
    let (mut recipient, mut secret) = (None, Secret(None));
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("-o") if out.is_none() => {
                out = Some(PathBuf::from(arguments.next().ok_or("“-o”后面缺文件名。")?));
            }
            Some("--any-ledger") => any_ledger = true,
            Some("--for") if recipient.is_none() => {
                let name = arguments.next().ok_or("“--for”后面缺收件人。")?;
                recipient = Some(name.to_string_lossy().into_owned());
            }
            Some("--passphrase-env") if secret.0.is_none() => {
                secret.0 = Some(arguments.next().ok_or("“--passphrase-env”后面缺变量名。")?);
            }
            Some(option) if option.starts_with('-') => {
                return Err(format!("“{option}”用在这里不对。"));
            }
            _ => files.push(PathBuf::from(argument)),
        }
    }
    let wrong = |text: &str| Err(text.to_owned());
    let order = match (&*word.to_string_lossy(), out) {
        ("help" | "-h" | "--help", _) => Ok(Order::Help),
        ("show" | "check" | "merge" | "seal", _) if files.is_empty() => wrong("没有写文件名。"),
        ("seal", Some(out)) if !any_ledger => match (<[PathBuf; 1]>::try_from(files), recipient) {
            (Ok([file]), Some(recipient)) if !recipient.trim().is_empty() => {
                Ok(Order::Seal { file, out, recipient })
            }
            (Ok(_), _) => wrong("seal 要用“--for 给谁”写明给谁。"),
            (Err(_), _) => wrong("seal 一次加密一个文件。"),
        },
        ("seal", _) => wrong("seal 要用“-o 新文件”写明写到哪里，也不用“--any-ledger”。"),
        ("show" | "check" | "merge", _) if recipient.is_some() => wrong("“--for”只用于 seal。"),
        ("merge", Some(out)) => Ok(Order::Merge { files, out, any_ledger }),
        ("merge", None) => wrong("merge 要用“-o 新文件”写明合并到哪里。"),
        ("show", None) if !any_ledger => Ok(Order::Show(files)),
        ("check", None) if !any_ledger => Ok(Order::Check(files)),
        ("show" | "check", _) => wrong("“-o”和“--any-ledger”只用于 merge。"),
        (other, _) => Err(format!("没有“{other}”这个命令。")),
    };
    order.map(|order| (order, secret))
}

/// Where the passphrase comes from: the environment variable of a name, or whoever sits here.
struct Secret(Option<OsString>);

impl Secret {
    fn passphrase(&self, file: &Path) -> Result<Zeroizing<String>, Unusable> {
        let text = match &self.0 {
            Some(name) => std::env::var(name).map_err(|_| Unusable::NoPassphrase)?,
            None => {
                let _ = write!(io::stderr(), "{} 的口令：", file.display());
                let mut line = String::new();
                io::stdin().read_line(&mut line).map_err(Unusable::Unreadable)?;
                line.truncate(line.trim_end_matches(['\r', '\n']).len());
                line
            }
        };
        Ok(Zeroizing::new(text))
    }
}

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error("没有这个文件。")]
    Absent,
    #[error("读不出来：{0}")]
    Unreadable(io::Error),
    #[error("{0}")]
    Bad(#[from] BundleError),
    #[error("{0}")]
    Sealed(#[from] SealError),
    #[error("没有这个环境变量，不知道口令。")]
    NoPassphrase,
}

/// Reads a bundle; a sealed one is opened first.
fn open(path: &Path, secret: &Secret) -> Result<Bundle, Unusable> {
    let content = content_of(path)?;
    if sealing::is_sealed(&content) {
        // What is wrong without a passphrase is told without asking for one.
        Sealed::read(&content)?;
        let text = sealing::open(&content, &secret.passphrase(path)?)?;
        return Ok(bundle::read(text.as_bytes())?);
    }
    Ok(bundle::read(&content)?)
}

fn content_of(path: &Path) -> Result<Vec<u8>, Unusable> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Unusable::Absent,
        _ => Unusable::Unreadable(error),
    };
    // Asked first, so that a film taken for a bundle is not read into memory.
    let length = fs::metadata(path).map_err(unreadable)?.len();
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > limits::BYTES {
        return Err(Unusable::Bad(BundleError::TooLarge(length)));
    }
    fs::read(path).map_err(unreadable)
}

/// Tells what each file holds.
fn show(files: &[PathBuf], secret: &Secret) -> Outcome {
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
    line(&format!("  范围：{}", described(&header, &ledger)));
    line(&format!("  内容：{}", amount(&header)));
    let mut authors = BTreeMap::new();
    for edit in &edits {
        authors.entry(&edit.head.by).or_insert_with(|| Work::new(edit)).add(edit);
    }
    line("  修改：");
    for (author, work) in &authors {
        line(&format!("    {}：{work}", author_words(author)));
    }
    line("  登记：");
    let known = REGISTERS.iter().map(|register| (register.name, register.label, register.unit));
    let unknown = ledger.register_names().filter(|name| register(name).is_none());
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
struct Work {
    edits: usize,
    changes: usize,
    first: Moment,
    last: Moment,
}

impl Work {
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

impl Display for Work {
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

fn amount(header: &BundleHeader) -> String {
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

/// Checks each file, all of them whatever is wrong with one.
fn check(files: &[PathBuf], secret: &Secret) -> Outcome {
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

/// Writes the union of files as a new one, or nothing at all.
fn merge(files: &[PathBuf], out: &Path, any_ledger: bool, secret: &Secret) -> Outcome {
    let mut bundles = Vec::new();
    for path in files {
        match open(path, secret) {
            Ok(bundle) => bundles.push((path, bundle)),
            Err(error) => complain(format_args!("{}：{error}", path.display())),
        }
    }
    let merged = if bundles.len() < files.len() {
        Err("有文件不能用".to_owned())
    } else {
        union(bundles, any_ledger)
    };
    let written = merged.and_then(|text| {
        // What we could not read again would be no bundle.
        let bundle = bundle::read(text.as_bytes())
            .map_err(|error| format!("合并出来的内容不能用（{error}）"))?;
        write_new(out, &text)?;
        Ok(bundle)
    });
    match written {
        Ok(bundle) => {
            say(format_args!("已写出 {}：{}", out.display(), amount(&bundle.header)));
            let ledger = Ledger::from_edits(bundle.edits);
            let found = disputes(&ledger).len();
            if found > 0 {
                say(format_args!(
                    "有 {found} 处两边都改过：后改的生效，另一个也留着，请在应用里核对。"
                ));
            }
            Outcome::Done
        }
        Err(reason) => {
            complain(format_args!("没有合并：{reason}。没有写出文件，原来的文件都没有动。"));
            Outcome::Refused
        }
    }
}

/// The union of bundles as a bundle of everything; says what each of them brings.
fn union(bundles: Vec<(&PathBuf, Bundle)>, any_ledger: bool) -> Result<String, String> {
    let mut ledger = Ledger::new();
    let mut first: Option<(&Path, BundleHeader)> = None;
    for (path, Bundle { header, edits }) in bundles {
        let name = path.display();
        if let Some((other, known)) = &first
            && known.ledger != header.ledger
            && !any_ledger
        {
            return Err(format!(
                "{name} 和 {} 不是同一本台账；确实要合并，请加 --any-ledger",
                other.display()
            ));
        }
        if let Some(id) = contradicted(&ledger, &edits) {
            return Err(format!(
                "{name} 里编号 {id} 的修改，与前面文件里同一编号的内容不同，有一份被改动过"
            ));
        }
        let (held, brought) = (ledger.edit_count(), edits.len());
        let changes = ledger.insert_all(edits).changes;
        say(format_args!(
            "{name}：{brought} 笔修改、{} 项，其中前面没有的 {} 笔、{changes} 项",
            header.counts.changes,
            ledger.edit_count() - held
        ));
        if header.kind != Kind::Everything {
            say(format_args!("{name} 只是台账的一部分，合并后的文件只有这些文件里有的内容。"));
        }
        first.get_or_insert((path, header));
    }
    let Some((_, BundleHeader { ledger: id, hospital, .. })) = first else {
        return Err("没有文件".to_owned());
    };
    let named =
        ledger.record(&RecordId::keyed(HOSPITAL.name, "")).map(|record| record.text("name"));
    let hospital = named.filter(|name| !name.is_empty()).unwrap_or(&hospital);
    let from = Author { tablet: "yixin-bundle".into(), ..Author::default() };
    let header = BundleHeader::everything(id, hospital, from, now());
    Ok(bundle::write(&ledger, header))
}

/// An edit of which another content is held under the same id; that never happens to honest files.
fn contradicted(ledger: &Ledger, edits: &[Edit]) -> Option<EditId> {
    let contradicts = |edit: &&Edit| {
        edit.changes.iter().any(|(index, change)| {
            let id = ChangeId { edit: edit.head.id, index: *index };
            ledger.holds_change(id, change) == Some(false)
        })
    };
    edits.iter().find(contradicts).map(|edit| edit.head.id)
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, text: &str) -> Result<(), String> {
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        if written.is_err() {
            // Half of a file that we began ourselves.
            let _ = fs::remove_file(path);
        }
        written
    };
    write().map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{} 已经存在，不会覆盖", path.display()),
        _ => format!("{} 写不进去：{error}", path.display()),
    })
}

/// Seals a bundle under a passphrase, as a new file.
fn seal_file(path: &Path, out: &Path, recipient: &str, secret: &Secret) -> Outcome {
    match sealed(path, recipient, secret).and_then(|text| write_new(out, &text)) {
        Ok(()) => {
            say(format_args!(
                "已写出 {}，给{recipient}。口令请另外告诉对方；忘了口令，谁也打不开。",
                out.display()
            ));
            Outcome::Done
        }
        Err(reason) => {
            complain(format_args!("没有加密：{reason}。没有写出文件，原来的文件没有动。"));
            Outcome::Refused
        }
    }
}

fn sealed(path: &Path, recipient: &str, secret: &Secret) -> Result<String, String> {
    let words = |error: Unusable| error.to_string().trim_end_matches('。').to_owned();
    let content = content_of(path).map_err(words)?;
    // Nothing is sealed that could not be taken in when it is opened.
    let header = bundle::read(&content).map_err(|error| words(error.into()))?.header;
    let text = String::from_utf8(content).map_err(|error| error.to_string())?;
    let passphrase = secret.passphrase(path).map_err(words)?;
    passphrase::check(&passphrase).map_err(|weak| weak.to_string())?;
    let header = SealedHeader {
        recipient: recipient.to_owned(),
        tablet: header.from.tablet.to_string(),
        made: now(),
        making: KeyMaking { cost: Cost::USUAL, salt: drawn()? },
        nonce: drawn()?,
    };
    sealing::seal(&text, &passphrase, &header).map_err(|error| words(error.into()))
}

/// Random bytes, as the system gives them; the standard library has no way of its own.
fn drawn<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    let mut source = fs::File::open("/dev/urandom")
        .map_err(|_| "这个系统没有 /dev/urandom，取不到随机数，请在应用里导出加密文件")?;
    source.read_exact(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The clock's time, as it is read in China; the standard library knows no other offset.
fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment { millis: i64::try_from(since.as_millis()).unwrap_or(i64::MAX), offset: 480 }
}

/// Whoever closes the pipe has read enough: that is no error.
fn say(text: impl Display) {
    let _ = writeln!(io::stdout(), "{text}");
}

fn complain(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}
