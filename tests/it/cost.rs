//! Demand, staffing, quotes and total cost.

mod automation;
mod automation_years;
mod blended;
mod chain;
mod clauses;
mod clauses_said;
mod command;
mod facts;
mod new_user;
mod open;
mod out_of_files;
mod outbound;
mod outbound_said;
mod patience;
mod places;
mod price_lists;
mod properties;
mod redials;
mod repeats;
mod staff;
mod staffing;
mod structures;
mod total;
mod units;
mod worth;
mod worth_said;

use crate::support::{Output, Workspace};

/// A decision with everything that costs know: repeats, a bot, a list that is called, what it is worth, and our own team.
pub(crate) fn everything() -> Workspace {
    let criteria = "title = \"All\"\ncurrency = \"EUR\"\n[needs]\nstart = 2027-01-01\nyears = 2\n\
         [needs.demand.phone]\nname = \"Phone\"\ncontacts = 17800\naht = { low = 280, likely = 300, high = 330 }\n\
         opens = 8\ncloses = 18\ntarget = { share = 80, seconds = 20 }\nshrinkage = 30\nfte_hours = 160\n\
         fcr_today = 70\nreturn = { low = 50, likely = 60, high = 80 }\n\
         [needs.outbound.renewals]\nname = \"Renewals\"\nrecords = 20000\nlive = [22, 18, 14]\nright = 70\nattempts = 4\n\
         handle = { right = 240, wrong = 35 }\ncancel = { low = 10, likely = 15, high = 25 }\nvalue = 140\n\
         limit = { abandoned = 3 }\n\
         [needs.value]\nbaseline = \"team\"\ncustomer = { margin = 120, keep = 85, years = 3 }\n\
         leave = { first = 1, later = 3, given_up = { low = 5, likely = 12, high = 20 } }\n\
         [needs.value.other.upsell]\nname = \"Sold on calls\"\nper = \"contact\"\namount = \"facts.upsell\"\n\
         [cost]\ndiscount = 6\n\
         [criteria.quality]\nweight = 60\nscale = { worst = 0, best = 100 }\n\
         [criteria.price]\nweight = 40\nfact = \"cost.total\"\nscale = { worst = 9000000, best = 1 }\n";
    let list = "[quote.outbound.renewals]\nconversion = { yes = 52, of = 900 }\ndialler = \"predictive\"\nagents = 12\nhours = 120\n\
         occupancy = 75\nminimum_hours = 600\n\
         [quote.prices.calls]\nper = \"productive-hour\"\ncampaign = \"renewals\"\nrate = 20\n";
    let team = format!(
        "name = \"Team\"\nkind = \"in-house\"\n[facts]\nquality = 60\nupsell = 0.02\n[quote]\ntax = \"without\"\n\
         index = {{ rise = 3 }}\n[quote.prices.people]\nper = \"paid-hour\"\nrate = 24\n{list}"
    );
    let aava = format!(
        "name = \"Aava\"\n[facts]\nquality = 75\nfcr = {{ yes = 152, of = 200 }}\nupsell = {{ low = 0, likely = 0.12, high = 0.2 }}\n\
         [quote]\ntax = \"without\"\nindex = {{ rise = 3 }}\n[quote.charges.setup]\nname = \"Set-up\"\namount = 250000\nper = \"once\"\n\
         [quote.work.phone]\nfcr = \"facts.fcr\"\naht = 320\n\
         [quote.automation.bot]\nchannels = [\"phone\"]\nreach = 90\ncontainment = {{ yes = 412, of = 900 }}\nrelative = 70\nhandover = 20\n\
         [quote.prices.people]\nper = \"productive-hour\"\nrate = 30\n\
         [quote.prices.answers]\nper = \"contained\"\nautomation = \"bot\"\nrate = 0.99\n{list}"
    );
    Workspace::new(criteria, &[("aava", &aava), ("team", &team)])
}

/// Compares what a person sees with the snapshot of that name.
fn snapshot(name: &str, output: &Output) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r#""version": "[0-9][^"]*""#, r#""version": "VERSION""#);
    settings.add_filter(r"\b[0-9a-f]{64}\b", "SHA256");
    settings.bind(|| insta::assert_snapshot!(name, output.to_string()));
}
