//! `weigh cost`: what each quote really costs.

use super::args::{Cost, Global, Swept};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::cost::{Costing, NoCosts};
use crate::answers::findings;
use crate::cost::sweep::{Lever, SweepError};
use crate::score::evaluation::VendorResult;

pub(super) fn run(global: &Global, args: &Cost, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let findings = findings(&evaluation, None);
    let costing = Costing::new(&findings)?;
    let vendor = args.vendor.as_deref().map(|name| settings::vendor(&evaluation, name)).transpose()?;
    let id = vendor.map(VendorResult::id);
    if let Some(swept) = args.sweep {
        print(&costing.sweep(swept.into())?, format, shell)?;
    } else if args.worth {
        print(&costing.worth(id), format, shell)?;
    } else if args.assumptions {
        print(&costing.assumptions(id), format, shell)?;
    } else if args.demand {
        print(&costing.demand(args.intervals), format, shell)?;
    } else if let Some(breakdown) = id.and_then(|id| costing.breakdown(id, args.explain)) {
        print(&breakdown, format, shell)?;
    } else {
        print(&costing.overview(args.explain), format, shell)?;
    }
    Ok(Exit::Done)
}

impl From<NoCosts> for Failure {
    fn from(none: NoCosts) -> Failure {
        Failure::Input { message: none.to_string() }
    }
}

impl From<SweepError> for Failure {
    fn from(error: SweepError) -> Failure {
        Failure::Input { message: error.to_string() }
    }
}

impl From<Swept> for Lever {
    fn from(swept: Swept) -> Lever {
        match swept {
            Swept::Volume => Lever::Volume,
            Swept::Aht => Lever::Aht,
            Swept::Attrition => Lever::Attrition,
            Swept::Fx => Lever::Fx,
            Swept::Index => Lever::Index,
            Swept::Wages => Lever::Wages,
            Swept::Containment => Lever::Containment,
            Swept::Fcr => Lever::Fcr,
        }
    }
}
