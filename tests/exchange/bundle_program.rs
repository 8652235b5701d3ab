//! The program `yixin-bundle`, run as it is built: what it says, what it writes, how it ends.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use yixin::exchange::bundle::multipart::{self, FileLimits};
use yixin::exchange::bundle::{BundleHeader, read, write, write_body};
use yixin::ledger::{Author, Draft, EditId, Ledger, LedgerId, Moment, RecordId, WriterId};

const LEDGER: LedgerId = LedgerId(0x1234);
const NOW: i64 = 1_795_266_300_000;

/// A folder of a test's own, empty.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bundle_program").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// What a run of the program came to.
struct Run {
    code: i32,
    out: String,
    err: String,
}

fn run(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
    let program = env!("CARGO_BIN_EXE_yixin-bundle");
    let output = Command::new(program).args(arguments).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let code = output.status.code().expect("an end of its own");
    Run { code, out: text(output.stdout), err: text(output.stderr) }
}

/// Merges files into one that is not there yet.
fn merge(files: &[&Path], out: &Path, option: Option<&str>) -> Run {
    let files = files.iter().map(|file| file.as_os_str());
    let rest = [OsStr::new("-o"), out.as_os_str()];
    let option = option.map(OsStr::new);
    run([OsStr::new("merge")].into_iter().chain(files).chain(rest).chain(option))
}

fn edit(ledger: &mut Ledger, writer: u64, number: u32, fill: impl FnOnce(&mut Draft)) {
    let id = EditId { writer: WriterId(writer), number };
    let at = Moment { millis: NOW + i64::from(number) * 60_000, offset: 480 };
    let name = if writer == 1 { "王芳" } else { "李强" };
    let by = Author {
        name: name.into(),
        role: "支部书记".into(),
        tablet: format!("平板{writer}").as_str().into(),
    };
    let mut draft = Draft::new(id, at, by, "edit", "");
    fill(&mut draft);
    ledger.insert(draft.finish(ledger).expect("an edit"));
}

fn member(number: &str) -> RecordId {
    RecordId::keyed("member", number)
}

/// A ledger as two tablets have it: both changed what they began with.
fn tablets() -> [Ledger; 2] {
    let mut start = Ledger::new();
    edit(&mut start, 1, 1, |draft| {
        draft.field(&RecordId::keyed("hospital", ""), "name", "示例医院");
        draft.field(&member("1001"), "name", "李明");
        draft.field(&member("1002"), "name", "周敏");
    });
    let (mut one, mut other) = (start.clone(), start);
    edit(&mut one, 1, 2, |draft| {
        draft.field(&member("1001"), "name", "李铭");
        draft.delete(&member("1002"));
    });
    edit(&mut other, 2, 1, |draft| {
        draft.field(&member("1001"), "name", "李鸣");
        draft.entry(&member("1003"), "branch", "2026-01-01", "branch:=一支部");
    });
    [one, other]
}

fn text(ledger: &Ledger, id: LedgerId) -> String {
    let made = Moment { millis: NOW, offset: 480 };
    let from = Author { name: "王芳".into(), ..Author::default() };
    write(ledger, BundleHeader::everything(id, "示例医院", from, made))
}

/// Puts a file into a folder.
fn put(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, content).expect("written");
    path
}

fn put_both(folder: &Path) -> [PathBuf; 2] {
    let [one, other] = tablets();
    [put(folder, "甲.json", text(&one, LEDGER)), put(folder, "乙.json", text(&other, LEDGER))]
}

fn body(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a file");
    text[text.find("\"edits\":[").expect("a body")..].to_owned()
}

#[test]
fn show_names_one_of_several_files() {
    let folder = folder("parts");
    let [one, _] = tablets();
    let made = Moment { millis: NOW, offset: 480 };
    let header = BundleHeader::everything(LEDGER, "示例医院", Author::default(), made);
    let texts = multipart::write(&one, header, FileLimits { bytes: usize::MAX, changes: 3 });
    assert_eq!(texts.len(), 2);
    let file = put(&folder, "甲_1共2.json", &texts[0]);
    let shown = run(["show".as_ref(), file.as_os_str()]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.contains("范围：第 1 份，共 2 份（全部）"), "{}", shown.out);
}

#[test]
fn show_tells_what_a_file_holds_and_where_both_sides_changed_something() {
    let folder = folder("show");
    let [one, other] = put_both(&folder);
    let both = folder.join("合并.json");
    assert_eq!(merge(&[&one, &other], &both, None).code, 0);
    let Run { code, out, err } = run([OsStr::new("show"), both.as_os_str(), one.as_os_str()]);
    assert_eq!((code, &*err), (0, ""));
    for part in [
        "单位：示例医院",
        "台账：00000000000000000000000000001234",
        "内容：3 笔修改，7 项，4 条记录",
        "支部书记 王芳 平板1：2 笔、5 项，2026年11月21日 21:06 至 2026年11月21日 21:07",
        "支部书记 李强 平板2：1 笔、2 项，2026年11月21日 21:06\n",
        "党员 2 名（另有 1 名已删除）",
        "单位 1 个",
        "两边都改过：1 处",
        "党员 李铭，姓名：“李铭”（支部书记 王芳 平板1，2026年11月21日 21:07）；“李鸣”（",
        "甲.json（格式 1.0）",
        "王芳，2026年11月21日 21:05导出",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
}

#[test]
fn check_names_each_bad_file_with_its_reason_and_looks_at_the_others() {
    let folder = folder("check");
    let [one, other] = put_both(&folder);
    let good = fs::read_to_string(&one).expect("a file");
    let cut = put(&folder, "断.json", &good[..good.len() / 2]);
    let altered = put(&folder, "改.json", good.replacen("李明", "李鹏", 1));
    let absent = folder.join("没有.json");
    let files = [&one, &cut, &altered, &absent, &folder, &other];
    let Run { code, out, .. } =
        run([OsStr::new("check")].into_iter().chain(files.map(|file| file.as_os_str())));
    assert_eq!(code, 1);
    let lines: Vec<&str> = out.lines().collect();
    for (line, part) in lines.iter().zip([
        "甲.json：完好（2 笔修改，5 项，3 条记录）",
        "断.json：不能用。文件不完整",
        "改.json：不能用。内容与校验不符",
        "没有.json：不能用。没有这个文件",
        "：不能用。读不出来",
        "乙.json：完好",
    ]) {
        assert!(line.contains(part), "{part} in {line}");
    }
    assert_eq!(lines.len(), files.len());
    assert_eq!(run([OsStr::new("check"), one.as_os_str(), other.as_os_str()]).code, 0);
    let shown = run([OsStr::new("show"), cut.as_os_str(), one.as_os_str()]);
    assert_eq!(shown.code, 1);
    assert!(shown.err.contains("断.json：文件不完整") && shown.out.contains("甲.json"));
}

#[test]
fn check_tells_a_body_that_says_the_same_in_other_bytes() {
    use std::fmt::Write;
    let folder = folder("spelling");
    let good = text(&tablets()[0], LEDGER);
    let spelt = good.replacen("李明", "\\u674e明", 1);
    let start = spelt.find("\"edits\":[").expect("a body") + 8;
    let end = spelt.rfind(']').expect("its end") + 1;
    let mut hash = String::new();
    for byte in <sha2::Sha256 as sha2::Digest>::digest(&spelt.as_bytes()[start..end]) {
        write!(hash, "{byte:02x}").expect("written");
    }
    let at = spelt.find("\"sha256\":\"").expect("a hash") + 10;
    let spelt = format!("{}{hash}{}", &spelt[..at], &spelt[at + 64..]);
    let path = put(&folder, "写法.json", spelt);
    let Run { code, out, .. } = run([OsStr::new("check"), path.as_os_str()]);
    assert_eq!(code, 1);
    assert!(out.contains("写法不规范"), "{out}");
    let mended = folder.join("规范.json");
    assert_eq!(merge(&[&path], &mended, None).code, 0);
    assert_eq!(run([OsStr::new("check"), mended.as_os_str()]).code, 0);
}

#[test]
fn merging_in_any_order_and_any_number_of_times_gives_the_same_body() {
    let folder = folder("commute");
    let [one, other] = put_both(&folder);
    let forth = folder.join("1.json");
    let Run { code, out, .. } = merge(&[&one, &other], &forth, None);
    assert_eq!(code, 0);
    for part in [
        "甲.json：2 笔修改、5 项，其中前面没有的 2 笔、5 项",
        "乙.json：2 笔修改、5 项，其中前面没有的 1 笔、2 项",
        "1.json：3 笔修改，7 项，4 条记录",
        "有 1 处两边都改过",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    let (back, again) = (folder.join("2.json"), folder.join("3.json"));
    assert_eq!(merge(&[&other, &one], &back, None).code, 0);
    assert_eq!(merge(&[&back, &other, &forth, &one, &one], &again, None).code, 0);
    let [mut ledger, theirs] = tablets();
    ledger.union(&theirs);
    let expected = format!("\"edits\":{}\n}}\n", write_body(&ledger));
    for path in [&forth, &back, &again] {
        assert_eq!(body(path), expected);
        let bundle = read(&fs::read(path).expect("a file")).expect("a bundle");
        assert_eq!((bundle.header.ledger, &*bundle.header.hospital), (LEDGER, "示例医院"));
    }
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let folder = folder("overwrite");
    let [one, other] = put_both(&folder);
    let before = fs::read(&other).expect("a file");
    for out in [&other, &folder] {
        let Run { code, err, .. } = merge(&[&one, &other], out, None);
        assert_eq!(code, 1);
        assert!(err.contains("已经存在，不会覆盖"), "{err}");
    }
    assert_eq!(fs::read(&other).expect("a file"), before);
    let nowhere = folder.join("没有的文件夹").join("1.json");
    let Run { code, err, .. } = merge(&[&one, &other], &nowhere, None);
    assert_eq!(code, 1);
    assert!(err.contains("写不进去"), "{err}");
}

#[test]
fn nothing_is_written_where_a_file_is_bad_or_of_another_ledger_or_contradicts() {
    let folder = folder("refused");
    let [one, other] = put_both(&folder);
    let out = folder.join("合并.json");
    let page = put(&folder, "页.json", "<html>");
    let empty = put(&folder, "空.json", "");
    let Run { code, err, .. } = merge(&[&page, &one, &empty], &out, None);
    assert_eq!(code, 1);
    assert!(err.contains("页.json：这是网页") && err.contains("空.json：这个文件是空的"), "{err}");

    let mut forged = Ledger::new();
    edit(&mut forged, 1, 1, |draft| draft.field(&member("1001"), "name", "伪造"));
    let forged = put(&folder, "伪造.json", text(&forged, LEDGER));
    for files in [[&one, &forged], [&forged, &one]] {
        let Run { code, err, .. } = merge(&files.map(PathBuf::as_path), &out, None);
        assert_eq!(code, 1);
        assert!(err.contains("0000000000000001-1"), "{err}");
    }

    let stranger = put(&folder, "外院.json", text(&tablets()[1], LedgerId(5)));
    let Run { code, err, .. } = merge(&[&one, &stranger], &out, None);
    assert_eq!(code, 1);
    assert!(err.contains("不是同一本台账") && err.contains("--any-ledger"), "{err}");
    assert!(!out.exists());
    assert_eq!(merge(&[&one, &stranger], &out, Some("--any-ledger")).code, 0);
    let known = folder.join("同一本.json");
    assert_eq!(merge(&[&one, &other], &known, None).code, 0);
    assert_eq!(body(&out), body(&known));
}

/// Runs the program with a passphrase in its environment.
fn run_with(passphrase: &str, arguments: &[&OsStr]) -> Run {
    let program = env!("CARGO_BIN_EXE_yixin-bundle");
    let output = Command::new(program)
        .args(arguments)
        .args(["--passphrase-env", "YIXIN_TEST"])
        .env("YIXIN_TEST", passphrase)
        .output()
        .expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let code = output.status.code().expect("an end of its own");
    Run { code, out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn a_sealed_file_is_made_and_read_with_its_passphrase_alone() {
    let folder = folder("sealed");
    let [one, _] = put_both(&folder);
    let sealed = folder.join("密.json");
    let [seal, out, recipient] = ["seal", "-o", "--for"].map(OsStr::new);
    let order = [seal, one.as_os_str(), out, sealed.as_os_str(), recipient, "林静".as_ref()];
    let Run { code, err, .. } = run_with("2026", &order);
    assert_eq!(code, 1);
    assert!(err.contains("口令至少要") && !sealed.exists(), "{err}");
    let Run { code, err, .. } = run_with("枇杷晚翠梧桐", &order);
    assert_eq!((code, &*err), (0, ""));
    let text = fs::read_to_string(&sealed).expect("a file");
    assert!(text.contains("林静") && !text.contains("李明") && !text.contains("示例医院"));
    assert_eq!(run_with("枇杷晚翠梧桐", &order).code, 1, "it is there already");

    let show = ["show".as_ref(), sealed.as_os_str()];
    let Run { code, err, .. } = run_with("枇杷晚翠海棠", &show);
    assert_eq!(code, 1);
    assert!(err.contains("口令不对，或文件被改动过"), "{err}");
    let Run { code, out, .. } = run_with("枇杷晚翠梧桐", &show);
    assert_eq!(code, 0);
    assert!(out.contains("单位：示例医院"), "{out}");
    let clear = folder.join("明.json");
    let merge = ["merge".as_ref(), sealed.as_os_str(), "-o".as_ref(), clear.as_os_str()];
    assert_eq!(run_with("枇杷晚翠梧桐", &merge).code, 0);
    assert_eq!(body(&clear), body(&one));
    let absent =
        run(["show".as_ref(), sealed.as_os_str(), "--passphrase-env".as_ref(), "NO_SUCH".as_ref()]);
    assert!(absent.code == 1 && absent.err.contains("没有这个环境变量"), "{}", absent.err);
}

#[test]
fn whoever_asks_in_a_way_that_is_not_understood_is_told_how_to_ask() {
    let misunderstood: [&[&str]; 13] = [
        &[],
        &["list", "a.json"],
        &["show"],
        &["check", "--all", "a.json"],
        &["check", "a.json", "-o", "b.json"],
        &["show", "a.json", "--any-ledger"],
        &["merge", "a.json"],
        &["merge", "a.json", "-o"],
        &["merge", "-o", "b.json"],
        &["seal", "a.json", "-o", "b.json"],
        &["seal", "a.json", "--for", "林静"],
        &["seal", "a.json", "c.json", "-o", "b.json", "--for", "林静"],
        &["show", "a.json", "--for", "林静"],
    ];
    for arguments in misunderstood {
        let Run { code, out, err } = run(arguments);
        assert_eq!((code, &*out), (2, ""), "{arguments:?}");
        assert!(err.contains("用法："), "{err}");
    }
    let Run { code, out, .. } = run(["--help"]);
    assert_eq!(code, 0);
    assert!(out.contains("merge"));
}
