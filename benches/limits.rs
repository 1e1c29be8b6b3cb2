//! The worst input of each kind within the limits: how long a command takes on it, and how much memory.
//!
//! `cargo bench --bench limits` runs the program as people do and prints a row for each. No row may come to more than
//! 10 seconds or 1 GiB on two cores; the limits in the README are what this measured. A word as argument runs the rows
//! that hold it: `cargo bench --bench limits -- robust`.

#![expect(clippy::print_stdout, reason = "a table is what it is for")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A decision that is made for a measurement.
#[derive(Clone, Copy)]
struct Shape {
    vendors: usize,
    criteria: usize,
    /// Digits after the point.
    digits: usize,
    /// How many facts in a hundred have a low, a likely and a high number.
    uncertain: usize,
}

const fn shape(vendors: usize, criteria: usize, digits: usize, uncertain: usize) -> Shape {
    Shape { vendors, criteria, digits, uncertain }
}

/// Something that is made for a measurement, with the commands that it is measured on.
type Row = (&'static str, fn(&Path), &'static [&'static str]);

/// What else is worst in its kind.
const OTHERS: [Row; 10] = [
    ("20,000 x 50 off their scales", off_scale, &["rank", "check --format json"]),
    ("7,000 x 50 numbers of 20 digits", |folder| shape(7_000, 50, 18, 0).write(folder), &["rank", "check"]),
    ("200 x 200, ten compare the bids", bids, &["sensitivity", "break-even v7", "robust --draws 1000"]),
    ("1,000 comparisons of 40 weights", |folder| compared(folder, 40), &["check", "rank", "robust"]),
    ("1,000 comparisons of 100 weights", |folder| compared(folder, 100), &["rank", "robust"]),
    ("40 ranges of weights that conflict", conflicting, &["check"]),
    ("200 evaluators", |folder| panel(folder, 200), &["panel", "rank", "report --to md -o -"]),
    ("1,000 evaluators", |folder| panel(folder, 1_000), &["panel", "rank"]),
    ("a quote of 100 prices of 1,000 tiers", tiers, &["cost", "break-even evil", "robust --draws 1000"]),
    ("a quote of 200 lines with ranges", ranges, &["cost", "break-even evil", "robust --draws 1000"]),
];

/// Each with the commands that it is measured on.
const ROWS: [(Shape, &[&str]); 9] = [
    (shape(100, 10, 0, 0), &["rank"]),
    (shape(1_000, 10, 0, 0), &["rank"]),
    (shape(10_000, 10, 0, 0), &["rank"]),
    (shape(20_000, 10, 0, 0), &["rank"]),
    (shape(20_000, 50, 0, 0), &["rank", "check", "explain v7", "set vendors.v7.facts.c1 50"]),
    (shape(200, 200, 12, 0), &["robust --draws 1000", "sensitivity", "break-even v7"]),
    (shape(200, 200, 12, 70), &["robust --draws 1000", "sensitivity", "break-even v7"]),
    (shape(200, 50, 12, 60), &["report --to md -o -", "report --to html -o -", "report --to pdf -o -"]),
    (shape(5, 1_000, 12, 0), &["sensitivity", "break-even v3", "robust --draws 100"]),
];

fn main() {
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    println!(
        "{:>8} {:>9} {:>7} {:>10}  {:<32} {:>8} {:>8}",
        "vendors", "criteria", "digits", "uncertain", "command", "seconds", "MiB"
    );
    for (shape, commands) in ROWS {
        let Shape { vendors, criteria, digits, uncertain } = shape;
        let name = format!("{vendors:>8} {criteria:>9} {digits:>7} {uncertain:>9}%");
        row(&name, |folder| shape.write(folder), commands, &wanted);
    }
    for (name, write, commands) in OTHERS {
        row(&format!("{name:<38}"), write, commands, &wanted);
    }
}

/// Makes it and measures each command that holds a word.
fn row(name: &str, write: impl Fn(&Path), commands: &[&str], wanted: &str) {
    let mut commands = commands.iter().filter(|command| command.contains(wanted)).peekable();
    if commands.peek().is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path());
    for command in commands {
        let (seconds, mib) = measured(folder.path(), command);
        println!("{name}  {command:<32} {seconds:>8.2} {mib:>8}");
    }
}

/// A decision of 18 vendors whose weights are compared a thousand times: four times in five by order, else by half.
fn compared(folder: &Path, criteria: usize) {
    shape(18, criteria, 2, 0).write(folder);
    let comparison = |at: usize| {
        let a = at * 7_919 % criteria;
        let b = (a + 1 + at * 104_729 % (criteria - 1)) % criteria;
        if at.is_multiple_of(5) {
            format!("c{a} >= 0.5 c{b}")
        } else {
            format!("c{} >= c{}", a.min(b), a.max(b))
        }
    };
    constrain(folder, (0..1_000).map(comparison));
}

/// A decision whose weights cannot add up to the whole.
fn conflicting(folder: &Path) {
    shape(18, 40, 2, 0).write(folder);
    constrain(folder, (0..40).map(|at| format!("2.{:03} <= c{at} <= 3.{:03}", 300 + at * 7, at + 20)));
}

fn constrain(folder: &Path, comparisons: impl Iterator<Item = String>) {
    let file = folder.join("criteria/d.toml");
    let text = fs::read_to_string(&file).expect("it was just written");
    let (head, rest) = text.split_once("[criteria.c0]").expect("it has criteria");
    let lines: Vec<String> = comparisons.map(|one| format!("  \"{one}\"")).collect();
    let lines = lines.join(",\n");
    let text = format!("{head}[robust]\nweights = [\n{lines}\n]\n[criteria.c0]{rest}");
    fs::write(file, text).expect("a file");
}

/// A decision of 40 vendors whose 12 criteria are all marked.
fn panel(folder: &Path, evaluators: usize) {
    let head = "title = \"Panel\"\nvendors = \"../vendors/d\"\npanel = \"panel/d\"\n";
    let rule = "[rule]\npanel = { combine = \"mean\", missing = \"leave-out\" }\n";
    let criterion = |at| format!("[criteria.c{at}]\nweight = {}\nscale = {{ rating = 5 }}\n", 1 + at % 7);
    fs::create_dir_all(folder.join("criteria/panel/d")).expect("a folder");
    fs::create_dir_all(folder.join("vendors/d")).expect("a folder");
    let criteria: String = (0..12).map(criterion).collect();
    fs::write(folder.join("criteria/d.toml"), format!("{head}{rule}{criteria}")).expect("a file");
    for vendor in 0..40 {
        let file = folder.join(format!("vendors/d/v{vendor}.toml"));
        fs::write(file, format!("name = \"Vendor {vendor}\"\n")).expect("a file");
    }
    for evaluator in 0..evaluators {
        let mut text = format!("name = \"Evaluator {evaluator}\"\n");
        for vendor in 0..40 {
            writeln!(text, "[marks.v{vendor}]").expect("a string takes everything");
            for criterion in 0..12 {
                let mark = 1 + (evaluator * 31 + vendor * 17 + criterion * 7 + evaluator * vendor) % 5;
                writeln!(text, "c{criterion} = {mark}").expect("a string takes everything");
            }
        }
        fs::write(folder.join(format!("criteria/panel/d/e{evaluator}.toml")), text).expect("a file");
    }
}

/// Facts none of which is on its scale.
fn off_scale(folder: &Path) {
    shape(20_000, 50, 0, 0).write(folder);
    rescale(folder, |_| "{ worst = 200, best = 300 }");
}

/// Ranges of 12 digits, and ten criteria that compare the vendors.
fn bids(folder: &Path) {
    shape(200, 200, 12, 90).write(folder);
    let formulas = [
        "{ formula = \"lowest/price\" }",
        "{ formula = \"span\" }",
        "{ formula = \"excess-over-lowest\" }",
        "{ relative = \"lower\" }",
    ];
    rescale(folder, |at| if at < 10 { formulas[at % 4] } else { "{ worst = 0, best = 100 }" });
}

/// Writes the scale of each criterion anew.
fn rescale(folder: &Path, scale: impl Fn(usize) -> &'static str) {
    let file = folder.join("criteria/d.toml");
    let text = fs::read_to_string(&file).expect("it was just written");
    let parts: Vec<&str> = text.split("{ worst = 0, best = 100 }").collect();
    let mut text = parts[0].to_owned();
    for (at, part) in parts[1..].iter().enumerate() {
        text.push_str(scale(at));
        text.push_str(part);
    }
    fs::write(file, text).expect("a file");
}

/// The sample with a vendor more, whose quote has 100 prices, each with 1,000 tiers.
fn tiers(folder: &Path) {
    let tiers: Vec<String> =
        (0..1_000).map(|tier| format!("[{}, {:.4}]", tier * 37, 3.0 - f64::from(tier) / 1_000.0)).collect();
    let tiers = tiers.join(", ");
    quoted(folder, |price| {
        format!("[quote.prices.p{price}]\nname = \"P{price}\"\nper = \"contact\"\ntiers = [{tiers}]\n")
    });
}

/// The sample with a vendor more, whose quote has 100 prices and 100 charges, each with a range.
fn ranges(folder: &Path) {
    quoted(folder, |price| {
        let range = format!("{{ low = 0.01{price}, likely = 0.02{price}, high = 0.03{price} }}");
        format!(
            "[quote.prices.p{price}]\nname = \"P{price}\"\nper = \"contact\"\nrate = {range}\n\
             [quote.charges.c{price}]\nname = \"C{price}\"\nper = \"month\"\namount = {range}\n"
        )
    });
}

/// The sample with a vendor more.
///
/// - `price`: the text of each of the 100 prices of its quote.
fn quoted(folder: &Path, price: impl Fn(usize) -> String) {
    let made =
        Command::new(env!("CARGO_BIN_EXE_weigh")).args(["-q", "init", "."]).current_dir(folder).status();
    assert!(made.expect("the program starts").success());
    let vendors = folder.join("vendors/contact-centre");
    let text = fs::read_to_string(vendors.join("kurinji-line.toml")).expect("the sample has it");
    let (head, _) = text.split_once("[quote.prices").expect("it has prices");
    let head = head.replacen("name    = \"", "name    = \"Evil ", 1);
    let prices: String = (0..100).map(price).collect();
    fs::write(vendors.join("evil.toml"), head + &prices).expect("a file");
}

impl Shape {
    fn number(self, seed: usize) -> String {
        let mixed =
            seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let fraction = format!("{:020}", mixed >> 3);
        let point = if self.digits == 0 { "" } else { "." };
        format!("{}{point}{}", mixed % 100, &fraction[20 - self.digits..])
    }

    /// Writes the decision with its vendors.
    fn write(self, folder: &Path) {
        let mut criteria = "title = \"Limits\"\nvendors = \"../vendors/d\"\n".to_owned();
        for at in 0..self.criteria {
            let weight = self.number(at + 1);
            let row = format!("[criteria.c{at}]\nweight = 1{weight}\nscale = {{ worst = 0, best = 100 }}\n");
            criteria.push_str(&row);
        }
        fs::create_dir_all(folder.join("criteria")).expect("a folder");
        fs::create_dir_all(folder.join("vendors/d")).expect("a folder");
        fs::write(folder.join("criteria/d.toml"), criteria).expect("a file");
        for vendor in 0..self.vendors {
            let mut facts = format!("name = \"Vendor {vendor}\"\n[facts]\n");
            for at in 0..self.criteria {
                let seed = 1_000 + vendor * self.criteria + at;
                let likely = self.number(seed);
                let said = if seed % 100 < self.uncertain {
                    format!("c{at} = {{ low = 0.000001, likely = {likely}, high = 100 }}")
                } else {
                    format!("c{at} = {likely}")
                };
                writeln!(facts, "{said}").expect("a string takes everything");
            }
            fs::write(folder.join(format!("vendors/d/v{vendor}.toml")), facts).expect("a file");
        }
    }
}

/// How long a command takes, and the most memory that it has in MiB; 0 where the system does not tell.
fn measured(folder: &Path, command: &str) -> (f64, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_weigh"))
        .args(command.split(' '))
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let file = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait().expect("the program is ours") {
            break ended;
        }
        most = most.max(peak(&file).unwrap_or(0));
        thread::sleep(Duration::from_millis(2));
    };
    // What is refused takes little time, and would be no measurement.
    // A check that finds what is wrong ends with 1.
    assert!(matches!(ended.code(), Some(0 | 1)), "{command}: {ended}");
    (start.elapsed().as_secs_f64(), most / 1_024)
}

/// The most memory that a process has had so far, in KiB.
fn peak(file: &str) -> Option<u64> {
    let said = fs::read_to_string(file).ok()?;
    let line = said.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
