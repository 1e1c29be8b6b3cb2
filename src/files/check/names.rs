//! Checks that vendors can be told apart by their names.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::files::read::{Problems, shortened};
use crate::files::vendor::ReadVendor;
use crate::parallel;
use crate::text::letters::glance;

/// Checks the names of all vendors against each other.
pub(super) fn check(vendors: &[ReadVendor], problems: &mut Problems) {
    let mut first: HashMap<String, Span> = HashMap::new();
    let mut looks: HashMap<String, (Span, &str)> = HashMap::new();
    let told_by = |vendor: &ReadVendor| {
        let name = &vendor.vendor.name;
        (name.to_lowercase(), glance(name))
    };
    for (vendor, (lower, look)) in vendors.iter().zip(parallel::map(vendors, 1, told_by)) {
        let Some(span) = vendor.name else { continue };
        let name = &vendor.vendor.name;
        let (same, alike) = (first.get(&lower), looks.get(&look));
        if let Some(earlier) = same {
            let message = format!("two vendors are called {:?}", shortened(name));
            problems.push(
                Diagnostic::new(Code::SameName, span, message)
                    .related(*earlier, "the other one")
                    .help("give each vendor a name of its own"),
            );
        } else if let Some((earlier, other)) = alike {
            let message = format!("{:?} looks like {:?}", shortened(name), shortened(other));
            problems.push(
                Diagnostic::new(Code::NamesLookAlike, span, message)
                    .related(*earlier, "the other one")
                    .help("give each vendor a name that can be told from the others, or delete the file that is there twice"),
            );
        }
        first.entry(lower).or_insert(span);
        looks.entry(look).or_insert((span, name));
    }
}
