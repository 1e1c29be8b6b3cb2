//! How long staffing and costs take.
//!
//! `cargo bench --bench cost`. The aims: ten quotes over three years of half hours on three channels under 5 ms;
//! Erlang A for 10,000 agents under 1 ms.

use std::fmt::Write as _;

use divan::{Bencher, black_box};
use weigh::cost::costs;
use weigh::cost::staffing::{Queue, ServiceTarget, performance, smallest_staff};
use weigh::cost::sweep::{Lever, sweep};
use weigh::decision::Decision;
use weigh::files::{Request, Workspace};
use weigh::open::open;

fn main() {
    divan::main();
}

/// Three channels, half-hour intervals, three years, ten vendors with five pricing models.
fn made_up() -> Decision {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut criteria = String::from(
        "title = \"Made up\"\ncurrency = \"EUR\"\n\n[needs]\nstart = 2027-01-01\nyears = 3\n\n\
         [criteria.total]\nweight = 1\nfact = \"cost.total\"\nscale = { worst = 9000000, best = 1000000 }\n\
         [cost]\ndiscount = 6\n[cost.buyer.governance]\namount = { low = 5, likely = 6, high = 9 }\n\
         per = \"invoice-percent\"\n",
    );
    for (id, contacts, work) in [
        ("phone", 30_000, "target = { share = 80, seconds = 20 }\nmax_occupancy = 88"),
        ("chat", 9_000, "target = { share = 80, seconds = 60 }\nconcurrency = 2"),
        ("written", 12_000, "deadline = 12\nutilisation = 85"),
    ] {
        let _ = write!(
            criteria,
            "\n[needs.demand.{id}]\ncontacts = {contacts}\ngrowth = 3\naht = 330\nopens = 8\ncloses = 20\n\
             interval = 30\nprofile = [1, 2, 3, 4, 5, 6, 6, 6, 5, 5, 5, 4, 5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2]\n\
             shrinkage = 30\nfte_hours = 160\n{work}\n"
        );
    }
    std::fs::create_dir_all(folder.path().join("criteria")).expect("a folder");
    std::fs::create_dir_all(folder.path().join("vendors/d")).expect("a folder");
    let path = folder.path().join("criteria/d.toml");
    std::fs::write(&path, criteria).expect("a file");
    for at in 0..10 {
        let price = [
            "per = \"productive-hour\"\nrate = 17.30",
            "per = \"minute\"\nrate = 0.37",
            "per = \"contact\"\ntiers = [[0, 2.4], [45000, 2.1]]",
            "per = \"fte-month\"\nrate = 1990",
            "per = \"month\"\nrate = 98000\nbaseline = 50000\nband = 5\nabove = 2\nbelow = 1.5",
        ][at % 5];
        let text = format!(
            "name = \"V{at}\"\n[quote]\ntax = \"without\"\nindex = {{ rise = 3 }}\n[quote.prices.all]\n{price}\n\
             [quote.charges.setup]\namount = {{ low = 10000, likely = 20000, high = 50000 }}\nper = \"once\"\n\
             [quote.training]\nhours = 120\nrate = 9\nattrition = 30\n"
        );
        std::fs::write(folder.path().join(format!("vendors/d/v{at}.toml")), text).expect("a file");
    }
    let workspace = Workspace::find(folder.path()).expect("it is a workspace");
    let opened = open(&Request { workspace, criteria: path, vendors: None, what_if: Vec::new() });
    Decision::clone(opened.decision().expect("the files are right"))
}

#[divan::bench]
fn ten_quotes_three_years_three_channels(bencher: Bencher<'_, '_>) {
    let decision = made_up();
    bencher.bench(|| costs(black_box(&decision)));
}

#[divan::bench]
fn sweep_over_volume(bencher: Bencher<'_, '_>) {
    let decision = made_up();
    let basis = decision.cost.clone().expect("it has a demand");
    bencher.bench(|| sweep(&basis, &decision.vendors, Lever::Volume, &|| true));
}

#[divan::bench(args = [100, 1_000, 10_000, 100_000])]
fn erlang_a(bencher: Bencher<'_, '_>, agents: u32) {
    let queue = Queue::new(f64::from(agents) * 1.02, 240.0, 240.0).expect("a queue");
    let queue = queue.with_patience(120.0).expect("a queue");
    bencher.bench(|| performance(black_box(&queue), agents, 20.0));
}

#[divan::bench(args = [100, 1_000, 10_000, 100_000])]
fn erlang_c_search(bencher: Bencher<'_, '_>, load: u32) {
    let queue = Queue::new(f64::from(load), 240.0, 240.0).expect("a queue");
    let target = ServiceTarget::new(0.8, 20.0).expect("a target");
    bencher.bench(|| smallest_staff(black_box(&queue), &target));
}
