//! How fast this device unites two ledgers, and brings a file in: what the program lends the bench
//! for B2 and B3 (bench/README.md), on the ledgers of `exchange::reference`.

use std::cell::{Cell, RefCell};

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use crate::browser::files::{self, HashWorker};
use crate::codec::wire::value_text;
use crate::exchange::bundle::{self, BundleHeader};
use crate::ledger::{Author, Ledger, LedgerId, Moment, conflicts};
use crate::reference::replicas::{CHANGES, ReplicaSide, ledger};

use super::bundle_import::{BroughtPlan, bring};

/// The ledger that both are of, and when the file is made.
const LEDGER: LedgerId = LedgerId(1);
const NOW: Moment = Moment { millis: 1_798_732_800_000, offset: 480 };

#[derive(Default)]
struct PreparedReplicas {
    ours: Option<Ledger>,
    theirs: Option<Ledger>,
    united: Option<Ledger>,
    /// How many conflicts the union has.
    conflicts: usize,
}

/// Does some work, and says what it came to.
///
/// `ours` and `theirs` give the bundle of one of the two ledgers; `unite` unites them so many times
/// over, each time beginning with a copy, and counts the conflicts; `sums` gives their number and a
/// checksum of what stands; `prepare` makes the ledger into which `bring` then reads a file (a `Blob`)
/// up to its plan, giving how many changes it would bring and how often the page could draw meanwhile.
pub async fn run(work: String, times: u32, file: JsValue) -> JsValue {
    let numbers = |numbers: Vec<u32>| js_sys::Uint32Array::from(&*numbers).into();
    match &*work {
        "ours" => bundle_of(ReplicaSide::Ours).into(),
        "theirs" => bundle_of(ReplicaSide::Theirs).into(),
        "unite" => {
            unite(times);
            JsValue::UNDEFINED
        }
        "sums" => numbers(united_sums()),
        "prepare" => {
            with_ours(&mut |_| ());
            JsValue::UNDEFINED
        }
        _ => numbers(bring_file(file.unchecked_into()).await),
    }
}

fn with_ours(act: &mut dyn FnMut(&Ledger)) {
    PREPARED.with_borrow_mut(|prepared| {
        act(prepared.ours.get_or_insert_with(|| ledger(ReplicaSide::Ours, CHANGES)));
    });
}

thread_local! {
    static PREPARED: RefCell<PreparedReplicas> = RefCell::default();
}

/// The bundle of one of the two ledgers.
fn bundle_of(side: ReplicaSide) -> String {
    let header = BundleHeader::everything(LEDGER, "示例医院", Author::default(), NOW);
    bundle::write(&ledger(side, CHANGES), header)
}

/// Makes a copy of ours, unites it with theirs and counts the conflicts, so many times over.
fn unite(times: u32) {
    PREPARED.with_borrow_mut(|prepared| {
        let PreparedReplicas { ours, theirs, united, conflicts: found } = prepared;
        let ours = ours.get_or_insert_with(|| ledger(ReplicaSide::Ours, CHANGES));
        let theirs = theirs.get_or_insert_with(|| ledger(ReplicaSide::Theirs, CHANGES));
        for _ in 0..times {
            let union = united.insert(ours.clone());
            union.union(theirs);
            *found = conflicts(union).len();
        }
    });
}

/// How many conflicts the union has, and the sum of the FNV-1a checksums of `record|field|key=value`
/// of what stands.
fn united_sums() -> Vec<u32> {
    PREPARED.with_borrow(|prepared| {
        let mut sum = 0u32;
        for record in prepared
            .united
            .iter()
            .flat_map(|united| united.register_names().flat_map(|name| united.all_records(name)))
        {
            for (field, key, written) in record.written() {
                let Some(standing) = written.first() else { continue };
                let (key, value) = (key.unwrap_or(""), value_text(standing.value));
                let text = format!("{}|{field}|{key}={value}", record.id());
                sum = sum.wrapping_add(text.bytes().fold(0x811C_9DC5, |sum, byte| {
                    (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
                }));
            }
        }
        vec![prepared.conflicts as u32, sum]
    })
}

/// Reads a file and plans what taking it into ours would do, as the page 交换 does it; nothing where
/// it is no bundle.
async fn bring_file(file: Blob) -> Vec<u32> {
    let told = Cell::new(0);
    let show = |_: &'static str, _: f64| {
        told.set(told.get() + 1);
        true
    };
    let hasher = HashWorker::of(file.clone());
    let Some(content) = files::read_blob(&file).await else { return Vec::new() };
    match bring(vec![(content, hasher)], (LEDGER, NOW.millis), with_ours, show).await {
        Some(Ok(BroughtPlan { plan, .. })) => vec![plan.change_count() as u32, told.get()],
        _ => Vec::new(),
    }
}
