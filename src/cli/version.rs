//! `weigh version`: what this weigh is, and what it is made of.

use super::args::{Global, Version};
use super::shell::{Exit, Failure, Shell};
use crate::features::Feature;

/// Every dependency of all features on all platforms, a line each. `tests/it/licences.rs` writes and checks it.
const LICENCES: &str = include_str!("licences.txt");
/// Licences of what is part of the program and no dependency.
const FONTS: &str = "Fonts in PDF reports: Noto Sans, Noto Sans Arabic, Noto Sans Thai, Noto Sans Math, \
                     Noto Sans Symbols 2: OFL-1.1";

pub(super) fn run(_: &Global, args: &Version, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let text = if args.licences {
        format!("weigh {version}: {}\n\n{LICENCES}\n{FONTS}\n", env!("CARGO_PKG_LICENSE"))
    } else {
        let built: Vec<&str> =
            Feature::ALL.into_iter().filter(|one| one.is_built()).map(Feature::name).collect();
        format!("weigh {version}\nfeatures: {}\n", built.join(", "))
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}
