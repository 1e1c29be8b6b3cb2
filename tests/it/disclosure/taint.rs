//! In random decisions every fact, note, name, mark and price is a marker: for every regime, phase and addressee exactly
//! those are found that the table says.
//!
//! `WEIGH_TAINT` sets how many decisions are tried as documents; the default is 20, and of ten one is tried in every
//! format. `.ci/long taint` tries 1,000 and 20.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::process::Command;

use weigh::brand::Brand;
use weigh::decision::award::{Signer, Standing, Winner};
use weigh::decision::disclosure::{Addressee, CustomItem, Duty, Part, Phase, RegimeName, Release};
use weigh::decision::{Award, CriterionId, Date, Decision, Points, Status};
use weigh::files::{Request, Workspace as Files};
use weigh::record::disclosure::{Telling, addressee};
use weigh::record::letter::Basis;
use weigh::report::Kind;
use weigh::report::debrief::{Letter, debrief};
use weigh::report::notice::{Publicity, notice};
use weigh::score::Evaluation;
use weigh::score::evaluation::VendorResult;

use crate::support::{Workspace, evaluate};

const REGIMES: [RegimeName; 7] = [
    RegimeName::Private,
    RegimeName::Eu,
    RegimeName::EuInstitutions,
    RegimeName::Uk,
    RegimeName::Us,
    RegimeName::WorldBank,
    RegimeName::Custom,
];
const PHASES: [Phase; 3] = [Phase::Excluded, Phase::Decided, Phase::Signed];
const PARTS: [Part; 22] = [
    Part::OwnContact,
    Part::OwnRank,
    Part::Position,
    Part::OwnPoints,
    Part::OwnReasons,
    Part::OwnMustHaves,
    Part::OwnPrice,
    Part::WinnerName,
    Part::WinnerContact,
    Part::WinnerBand,
    Part::WinnerRating,
    Part::WinnerPoints,
    Part::WinnerReasons,
    Part::WinnerPrice,
    Part::Rationale,
    Part::Criteria,
    Part::OtherNames,
    Part::OtherPrices,
    Part::Counts,
    Part::Standstill,
    Part::Review,
    Part::Debriefing,
];
const ADDRESSEES: [Addressee; 6] = [
    Addressee::Winner,
    Addressee::Loser,
    Addressee::Excluded,
    Addressee::Disqualified,
    Addressee::Withdrew,
    Addressee::Public,
];

/// Numbers that follow from a seed.
struct Seeded(u64);

impl Seeded {
    /// A number below a limit.
    fn below(&mut self, limit: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(words.len() as u64)).unwrap()]
    }

    fn some<T: Copy>(&mut self, all: &[T]) -> Vec<T> {
        all.iter().copied().filter(|_| self.below(2) == 0).collect()
    }
}

/// A name that is in no other word.
fn name(at: usize) -> String {
    format!("Qx{}firm", ["anda", "belo", "ciru", "dova", "enki", "fuma", "gori"][at])
}

fn id(at: usize) -> String {
    name(at).to_lowercase()
}

/// What marks a text of a vendor; its name is in none, for names are taken out of texts.
fn code(name: &str) -> String {
    name[2..6].to_uppercase()
}

/// A workspace in which nothing is said twice, with two vendors in the ranking at least.
fn workspace(random: &mut Seeded) -> Workspace {
    let price = random.of(&["{ worst = 600, best = 100 }", "{ formula = \"lowest/price\" }"]);
    let criteria = format!(
        "title = \"Desk\"\npanel = \"panel/d\"\ncurrency = \"EUR\"\n\
         [gates.iso]\nname = \"ISO 27001\"\nfact = \"iso\"\nis = true\n\
         [criteria.price]\nname = \"Hourly price\"\nweight = 40\nunit = \"EUR/h\"\nscale = {price}\n\
         [criteria.place]\nname = \"Place\"\nweight = 15\nscale = {{ levels = {{ abroad = 10, near = 60, here = 100 }} }}\n\
         [criteria.depth]\nname = \"Depth\"\nweight = 30\nunit = \"people\"\nscale = {{ worst = 0, best = 1000 }}\n\
         [criteria.manner]\nname = \"Manner\"\nweight = 15\nscale = {{ rating = 5, anchors = [\"one\", \"two\", \"three\", \"four\", \"five\"] }}\n\
         [rule]\nweights = 100\nrounding = {{ criterion = \"4 half-up\", total = \"4 half-up\" }}\n\
         [notice]\nauthority = \"City of Testing\"\nestimated_value = {}\n",
        random.of(&["4000000", "7000000"])
    );
    let workspace = Workspace::new(&criteria, &[]);
    let vendors = 4 + usize::try_from(random.below(4)).unwrap();
    let mut marks = String::from("name = \"EVALUATOR-Ann\"\n");
    let (mut prices, mut depths) = (BTreeSet::new(), BTreeSet::new());
    for at in 0..vendors {
        let (name, mut out) = (name(at), String::new());
        let code = code(&name);
        let is_ranked = at < 2 || random.below(2) == 0;
        let mut iso = true;
        if !is_ranked {
            match random.below(3) {
                0 => iso = false,
                1 => out = format!("status = \"withdrawn\"\nreason = \"STATUS-{code}\"\n"),
                _ => out = format!("status = \"disqualified\"\nreason = \"STATUS-{code}\"\n"),
            }
        }
        let price = loop {
            let cents = 10_101 + random.below(49_000);
            if !cents.is_multiple_of(10) && prices.insert(cents) {
                break format!("{}.{:02}", cents / 100, cents % 100);
            }
        };
        // With digits after the point, for whole numbers stand in the names of laws and in files too.
        let depth = loop {
            let depth = 601_001 + random.below(398_000);
            if !depth.is_multiple_of(10) && depths.insert(depth) {
                break format!("{}.{:03}", depth / 1000, depth % 1000);
            }
        };
        let release = match random.below(4) {
            0 => ", release = \"yes\"".to_owned(),
            1 => format!(", release = \"summary\", summary = \"SUMMARY-{code}.\""),
            2 => ", release = \"no\", ground = \"security\"".to_owned(),
            _ => String::new(),
        };
        let place = random.of(&["abroad", "near", "here"]);
        let small = random.of(&["true", "false"]);
        workspace.write(
            &format!("vendors/d/{}.toml", id(at)),
            format!(
                "name = \"{name}\"\n{out}[facts]\n\
                 iso = {{ value = {iso}, note = \"NOTE-{code}\" }}\n\
                 price = {{ value = {price}, unit = \"EUR/h\", source = \"SOURCE-{code}\", note = \"NOTE-{code}\" }}\n\
                 place = {{ value = \"{place}\", note = \"NOTE-{code}\" }}\n\
                 depth = {{ value = {depth}, unit = \"people\", source = \"SOURCE-{code}\", note = \"NOTE-{code}\"{release} }}\n\
                 [contact]\naddress = \"STREET-{code}\"\nemail = \"MAIL-{code}\"\nidentifier = \"NUMBER-{code}\"\nsmall = {small}\n"
            ),
        );
        write!(
            marks,
            "[marks.{}]\nmanner = {{ mark = {}, note = \"MARK-{code}\" }}\n",
            id(at),
            2 + random.below(4)
        )
        .unwrap();
    }
    workspace.write("criteria/panel/d/ann.toml", marks);
    workspace
}

fn decision(workspace: &Workspace) -> Decision {
    let files = Files::find(workspace.path()).unwrap();
    let criteria = files.decision("d").unwrap();
    let request = Request { workspace: files, criteria, vendors: None, what_if: vec![] };
    let opened = weigh::open::open(&request);
    let problems = &opened.problems;
    Decision::clone(opened.decision().unwrap_or_else(|_| panic!("{problems:?}")))
}

fn day() -> Date {
    "2026-12-01".parse().unwrap()
}

/// An award whose reason names everybody.
fn award(evaluation: &Evaluation, winner: &VendorResult) -> Award {
    let names: Vec<&str> = evaluation.vendors.iter().map(VendorResult::name).collect();
    let standing = Standing {
        vendor: winner.id().clone(),
        name: winner.name().to_owned(),
        rank: winner.rank,
        score: winner.score.clone(),
    };
    Award {
        winners: vec![Winner { standing, share: 100, unknown: vec![] }],
        on: day(),
        by: vec![Signer { name: "SIGNER-Bea".to_owned(), role: None, on: None }],
        reason: Some(format!("RATIONALE, looked at beside {}.", names.join(" and "))),
        replaces: None,
        despite: vec![],
        subject_to: vec![],
        ranking: vec![],
        rule: String::new(),
        inputs: String::new(),
        prints: BTreeMap::new(),
    }
}

/// The markers of one vendor: what each is called, and its text.
fn markers_of(evaluation: &Evaluation, vendor: &VendorResult) -> Vec<(String, String)> {
    let name = vendor.name();
    let number = |id: &str| {
        let fact = vendor.vendor.facts.iter().find(|(fact, _)| fact.as_str() == id).unwrap().1;
        fact.value.as_ref().unwrap().numbers().unwrap()[1].plain(6)
    };
    let at = |id: &str| evaluation.decision.criteria.iter().position(|one| one.id.as_str() == id).unwrap();
    let points = |id: &str| vendor.cells[at(id)].points.fixed(4);
    let mut markers: Vec<(String, String)> =
        ["NOTE", "SOURCE", "STATUS", "SUMMARY", "STREET", "MAIL", "NUMBER", "MARK", "WRITTEN"]
            .map(|kind| (format!("{kind} {name}"), format!("{kind}-{}", code(name))))
            .to_vec();
    markers.extend([
        (format!("NAME {name}"), name.to_owned()),
        (format!("PRICE {name}"), number("price")),
        (format!("DEPTH {name}"), number("depth")),
    ]);
    if vendor.rank.is_some() {
        let beside: Vec<Points> =
            ["place", "depth", "manner"].map(|id| vendor.cells[at(id)].points.clone()).to_vec();
        // Whoever has the lowest price has all points, and so have those below it that are out.
        if points("price") != "40.0000" {
            markers.push((format!("POINTS {name}"), points("price")));
        }
        markers.extend([
            (format!("POINTS OF DEPTH {name}"), points("depth")),
            (format!("SCORE {name}"), vendor.score.fixed(4)),
            (format!("RATING {name}"), Points::sum(&beside).fixed(4)),
        ]);
    }
    markers
}

/// Every marker that a text holds. Markers are whole words, so that none is found within another.
fn found(evaluation: &Evaluation, text: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let words: BTreeSet<&str> = text
        .split(|c: char| !is_word(c) && c != '.')
        .map(|word| word.trim_matches('.'))
        // `\n` of a text as it is shown in code.
        .flat_map(|word| [word, word.strip_prefix('n').unwrap_or(word)])
        .collect();
    let mut markers: Vec<(String, String)> =
        evaluation.vendors.iter().flat_map(|vendor| markers_of(evaluation, vendor)).collect();
    markers
        .extend(["RATIONALE", "SIGNER-Bea", "EVALUATOR-Ann"].map(|word| (word.to_owned(), word.to_owned())));
    markers
        .into_iter()
        .filter(|(_, marker)| words.contains(marker.as_str()))
        .map(|(called, _)| called)
        .collect()
}

/// What the table has a reader told. A reader of a letter is a vendor; of a notice nobody.
struct Table<'a> {
    evaluation: &'a Evaluation,
    winner: Option<&'a VendorResult>,
    telling: Telling<'a>,
    reader: Option<&'a VendorResult>,
}

impl Table<'_> {
    fn expected(&self) -> BTreeSet<String> {
        let mut told = BTreeSet::new();
        if self.telling.to != Addressee::Withdrew {
            for vendor in &self.evaluation.vendors {
                let is_reader = self.reader.is_some_and(|reader| reader.id() == vendor.id());
                let is_winner = self.winner.is_some_and(|winner| winner.id() == vendor.id());
                let kinds = match (is_reader, is_winner) {
                    (true, _) => self.own(vendor),
                    (false, true) => self.of_winner(vendor),
                    (false, false) => self.of_other(vendor),
                };
                told.extend(kinds.into_iter().map(|kind| format!("{kind} {}", vendor.name())));
            }
            let is_awarded = self.winner.is_some() && self.reader.is_some();
            if is_awarded && self.telling.tells(Part::Rationale) {
                told.insert("RATIONALE".to_owned());
            }
        }
        if let Some(reader) = self.reader.filter(|_| self.telling.to == Addressee::Withdrew) {
            let own = self.if_told(&[(Part::OwnContact, &["STREET", "MAIL", "NUMBER"])]);
            told.extend(own.into_iter().map(|kind| format!("{kind} {}", reader.name())));
        }
        // To whom a letter is stands on it.
        told.extend(self.reader.map(|reader| format!("NAME {}", reader.name())));
        // Which vendors have such markers at all.
        let all = |vendor: &VendorResult| markers_of(self.evaluation, vendor);
        let known: BTreeSet<String> =
            self.evaluation.vendors.iter().flat_map(all).map(|(called, _)| called).collect();
        told.retain(|one| known.contains(one) || one == "RATIONALE");
        told
    }

    fn if_told(&self, rows: &[(Part, &[&'static str])]) -> Vec<&'static str> {
        rows.iter()
            .filter(|(part, _)| self.telling.tells(*part))
            .flat_map(|(_, kinds)| kinds.to_vec())
            .collect()
    }

    fn own(&self, vendor: &VendorResult) -> Vec<&'static str> {
        let mut told = self.if_told(&[
            (Part::OwnContact, &["STREET", "MAIL", "NUMBER"]),
            (Part::OwnPoints, &["POINTS", "POINTS OF DEPTH", "SCORE"]),
            (Part::OwnReasons, &["PRICE", "DEPTH", "WRITTEN"]),
            (Part::OwnPrice, &["PRICE"]),
        ]);
        if self.telling.to == Addressee::Disqualified && self.telling.tells(Part::OwnMustHaves) {
            told.push("STATUS");
        }
        told.extend(self.listed());
        // The rating of both stands side by side where that of the winner is told.
        let has_rating = self.winner.is_some_and(|winner| winner.id() != vendor.id()) && self.tells_rating();
        told.extend(has_rating.then_some("RATING"));
        told
    }

    fn tells_rating(&self) -> bool {
        let tells = |part| self.telling.tells(part);
        tells(Part::OwnPoints) && tells(Part::WinnerRating) && !tells(Part::WinnerPoints)
    }

    fn of_winner(&self, winner: &VendorResult) -> Vec<&'static str> {
        let mut told = self.if_told(&[
            (Part::WinnerName, &["NAME"]),
            (Part::WinnerContact, &["STREET", "NUMBER"]),
            (Part::WinnerPrice, &["PRICE"]),
        ]);
        let Some(reader) = self.reader else {
            return told;
        };
        let tells = |part| self.telling.tells(part);
        if tells(Part::OwnPoints) && tells(Part::WinnerPoints) {
            told.extend(["POINTS", "POINTS OF DEPTH", "SCORE"]);
        }
        told.extend(self.tells_rating().then_some("RATING"));
        let at = self.evaluation.decision.criteria.iter().position(|one| one.id.as_str() == "depth").unwrap();
        let is_ahead = winner.cells[at].points > reader.cells[at].points;
        let release = winner.cells[at].fact.as_ref().and_then(|fact| fact.release.as_ref());
        // Where the winner's points are owed each of them is explained.
        let is_owed = self.telling.duty(Part::WinnerPoints) == Duty::Must;
        if tells(Part::WinnerReasons) && (is_ahead || is_owed) {
            match release {
                Some(Release::Yes) => told.push("DEPTH"),
                Some(Release::Summary(_)) => told.push("SUMMARY"),
                Some(Release::No(_)) | None => {}
            }
        }
        told.extend(self.listed());
        told
    }

    fn of_other(&self, vendor: &VendorResult) -> Vec<&'static str> {
        let value = self.evaluation.decision.publication.estimated_value.as_ref();
        if self.reader.is_none() && self.telling.names_losers(value) {
            return if vendor.rank.is_some() { vec!["NAME", "STREET", "NUMBER"] } else { vec![] };
        }
        // What was withdrawn is no offer any more.
        if matches!(vendor.vendor.status, Status::Withdrawn { .. }) { vec![] } else { self.listed() }
    }

    /// What stands in the list of all offers; that of a notice has no winner in it.
    fn listed(&self) -> Vec<&'static str> {
        let tells = |part| self.telling.tells(part);
        match (tells(Part::OtherNames), tells(Part::OtherPrices)) {
            (true, true) => vec!["NAME", "PRICE"],
            (true, false) => vec!["NAME"],
            (false, _) => vec![],
        }
    }
}

/// Every letter and notice of a decision under a regime, with what the table says of it.
fn documents(decision: &Decision, mut each: impl FnMut(&Table<'_>, &weigh::answers::Document, &str)) {
    let evaluation = evaluate(decision);
    // Mostly the first of the ranking.
    let ranked: Vec<&VendorResult> = evaluation.ranked().collect();
    let winner = ranked[decision.vendors.len() % 2];
    let award = award(&evaluation, winner);
    for phase in PHASES {
        let is_decided = phase != Phase::Excluded;
        let basis = Basis {
            phase,
            award: is_decided.then_some(&award),
            winners: is_decided.then_some(winner).into_iter().collect(),
            record: None,
            is_draft: false,
        };
        for is_on_request in [false, true] {
            for vendor in &evaluation.vendors {
                let to = addressee(decision, vendor, basis.is_winner(vendor));
                if !is_decided && !matches!(to, Addressee::Excluded | Addressee::Disqualified) {
                    continue;
                }
                let written = format!("WRITTEN-{}", code(vendor.name()));
                let letter = Letter {
                    basis: basis.clone(),
                    date: Some(day()),
                    standstill: None,
                    is_on_request,
                    replaces: None,
                    told: BTreeMap::new(),
                    reasons: BTreeMap::from([(CriterionId::new("manner"), written)]),
                };
                let table = Table {
                    evaluation: &evaluation,
                    winner: is_decided.then_some(winner),
                    telling: Telling::new(decision, to, phase, is_on_request),
                    reader: Some(vendor),
                };
                let what = format!("{:?} {phase:?} to {to:?}", decision.disclosure.regime);
                each(&table, &debrief(&evaluation, vendor, &letter), &what);
            }
        }
        if is_decided {
            let publicity = Publicity {
                basis: basis.clone(),
                date: Some(day()),
                standstill: None,
                replaces: None,
                letters_given: None,
                is_unlinked: false,
                has_points: false,
            };
            let table = Table {
                evaluation: &evaluation,
                winner: is_decided.then_some(winner),
                telling: Telling::new(decision, Addressee::Public, phase, false),
                reader: None,
            };
            let what = format!("{:?} {phase:?} to everybody", decision.disclosure.regime);
            each(&table, &notice(&evaluation, &publicity), &what);
        }
    }
}

/// The decision under a regime, with some of what may be told left to the buyer.
fn under(decision: &Decision, regime: RegimeName, random: &mut Seeded) -> Decision {
    const DUTIES: [Duty; 5] = [Duty::Must, Duty::May, Duty::MayIfSaid, Duty::OnRequest, Duty::MustNot];
    let mut decision = decision.clone();
    decision.disclosure.regime = regime;
    decision.disclosure.tell = random.some(&PARTS);
    decision.disclosure.leave_out =
        random.some(&[Part::WinnerName, Part::OwnPoints, Part::Counts, Part::Criteria]);
    if regime == RegimeName::Custom {
        let item = |part: &Part| CustomItem {
            tell: *part,
            to: random.some(&ADDRESSEES),
            phase: random.some(&PHASES),
            duty: DUTIES[usize::try_from(random.below(5)).unwrap()],
        };
        decision.disclosure.items = PARTS.iter().map(item).collect();
    }
    decision
}

fn compare(table: &Table<'_>, text: &str, what: &str, wrong: &mut Vec<String>) {
    let (found, expected) = (found(table.evaluation, text), table.expected());
    if found != expected {
        let more: Vec<&String> = found.difference(&expected).collect();
        let less: Vec<&String> = expected.difference(&found).collect();
        wrong.push(format!("{what}: too much {more:?}, too little {less:?}"));
    }
}

/// How many decisions are tried as documents.
fn decisions() -> u64 {
    std::env::var("WEIGH_TAINT").ok().and_then(|count| count.parse().ok()).unwrap_or(20)
}

#[test]
fn letters_and_notices_hold_exactly_the_markers_that_the_table_says() {
    let mut wrong = Vec::new();
    for seed in 0..decisions() {
        let mut random = Seeded(seed);
        let decision = decision(&workspace(&mut random));
        for regime in REGIMES {
            let decision = under(&decision, regime, &mut random);
            documents(&decision, |table, document, what| {
                compare(table, &format!("{document:?}"), &format!("{seed}: {what}"), &mut wrong);
            });
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

/// All that a file of a kind holds: what is seen and what is not, such as metadata and texts beside pictures.
fn everything_in(kind: Kind, bytes: &[u8]) -> Option<String> {
    match kind {
        Kind::Pdf => everything_in_pdf(bytes),
        Kind::Docx => Some(everything_in_docx(bytes)),
        _ => Some(String::from_utf8(bytes.to_vec()).unwrap()),
    }
}

/// Every part with its name, and what the archive says besides.
fn everything_in_docx(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::from_utf8_lossy(archive.comment()).into_owned();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        text = format!("{text}\n{}\n{}\n", part.name().unwrap(), part.comment());
        part.read_to_string(&mut text).unwrap();
    }
    text
}

fn everything_in_pdf(bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.pdf");
    fs::write(&file, bytes).unwrap();
    let run = |program: &str, options: &[&str]| {
        let output = Command::new(program).args(options).arg(&file).arg("-").output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let seen = run("pdftotext", &["-raw"])?;
    let inside = run("qpdf", &["--qdf", "--object-streams=disable"])?;
    // A word may go on in the next line.
    Some(format!("{}\n{}", seen.replace("-\n", "-"), texts_of_pdf(&inside)))
}

/// The texts of a PDF that is written out: strings and metadata, and not the numbers by which pages are drawn.
fn texts_of_pdf(inside: &str) -> String {
    // Texts outside of pages are written in two bytes for each character.
    let inside: String = inside.chars().filter(|c| *c != '\0').collect();
    let metadata = inside.split("<x:xmpmeta").skip(1).filter_map(|rest| rest.split("</x:xmpmeta>").next());
    let mut texts: String = metadata.collect();
    let strings = inside.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    for string in strings {
        texts.push('\n');
        texts.push_str(string);
    }
    texts
}

/// A title or an alternative text, a comment or a chart's data may hold what the page does not show.
#[test]
#[expect(clippy::print_stderr, reason = "what is not looked through is said")]
fn every_format_holds_exactly_the_markers_that_the_table_says() {
    let mut wrong = Vec::new();
    let mut kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| kind.is_document()).collect();
    let readers = ["pdftotext", "qpdf"];
    if readers.iter().any(|reader| Command::new(reader).arg("--version").output().is_err()) {
        eprintln!("note: no pdftotext and qpdf here; letters as PDF are not looked through");
        kinds.retain(|kind| *kind != Kind::Pdf);
    }
    let brand = Brand::default();
    for seed in 0..(decisions() / 10).min(20) {
        let mut random = Seeded(1_000_000 + seed);
        let decision = decision(&workspace(&mut random));
        for regime in REGIMES {
            let decision = under(&decision, regime, &mut random);
            documents(&decision, |table, document, what| {
                if table.reader.is_some() && !table.telling.is_on_request {
                    return;
                }
                for kind in &kinds {
                    let bytes = kind.document(document, &brand, "debrief").unwrap().unwrap();
                    let text = everything_in(*kind, &bytes).unwrap();
                    compare(table, &text, &format!("{seed}: {what} as {}", kind.extension()), &mut wrong);
                }
            });
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

/// Differences, charts and alternative texts have no more than the text; what holds numbers alone is no letter.
#[test]
fn lk_10_every_format_has_the_band_and_no_more() {
    let workspace = super::desk("");
    for kind in Kind::ALL {
        let to = ["debrief", "bris", "--to", kind.extension(), "-o", "out"];
        let output = workspace.weigh(&to);
        if !kind.is_document() {
            assert_eq!(output.code, Some(2), "{output}");
            continue;
        }
        assert_eq!(output.code, Some(0), "{output}");
        let file = format!("out/debrief-bris.{}", kind.extension());
        let Some(text) = everything_in(*kind, &workspace.read(&file)) else { continue };
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains("lies between 80 and 90 of 100 points"), "{file}: {plain}");
        // The winner's points, its score, and how far the reader is behind on each and in all.
        for secret in ["39.89", "27.03", "86.92", "10.96", "8.00", "6.30", "25.26"] {
            assert!(!plain.contains(secret), "{secret} in {file}: {plain}");
        }
    }
}
