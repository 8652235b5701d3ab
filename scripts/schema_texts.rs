//! Prints the texts that registers' fields show, one to a line: register, tab, text. For
//! `scripts/size.mjs`, which looks for them in the first wasm.

use yixin::registers::schemas;

fn main() {
    for schema in schemas().iter() {
        for field in schema.fields {
            for text in [field.label, field.help].into_iter().filter(|text| !text.is_empty()) {
                println!("{}\t{text}", schema.head.name);
            }
        }
    }
}
