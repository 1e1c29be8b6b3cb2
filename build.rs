//! Keeps for `weigh version` what only the build knows.

#![allow(clippy::print_stdout, reason = "that is how a build script speaks to cargo")]

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = env::var("TARGET").unwrap_or_default();
    let compiler = env::var_os("RUSTC").and_then(|rustc| Command::new(rustc).arg("--version").output().ok());
    let compiler = compiler.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    println!("cargo:rustc-env=WEIGH_TARGET={target}");
    println!("cargo:rustc-env=WEIGH_COMPILER={}", compiler.unwrap_or_default());
}
