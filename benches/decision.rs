//! How long loading and scoring take.

fn main() {
    divan::main();
}
