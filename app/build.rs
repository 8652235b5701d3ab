//! Asks the linker to tell what refers to what in the app, by which `scripts/split.mjs` cuts it.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo::rustc-link-arg-bin=yixin-app=--emit-relocs");
    }
}
