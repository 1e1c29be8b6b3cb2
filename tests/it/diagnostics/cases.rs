//! Workspaces with something wrong in them, for every code.

use super::costs::cost_cases;
use super::panels::panel_cases;
use super::{CRITERIA, Case, VENDOR, usual};
use crate::schemas::{Kind, invalid};
use crate::support::Workspace;

/// The files of `tests/data/invalid`.
pub(super) fn data_cases(folder: &str, kind: Kind) -> Vec<Case> {
    invalid(folder, kind).iter().map(|file| Case::new(&file.name, file.workspace(), &[])).collect()
}

pub(super) fn file_cases() -> Vec<Case> {
    let folder = Case::vendor("a folder that is named like a vendor", VENDOR);
    std::fs::create_dir(folder.workspace.path().join("vendors/d/old.toml")).unwrap();
    std::fs::remove_file(folder.workspace.path().join("vendors/d/brandt.toml")).unwrap();
    let missing_folder = format!("vendors = \"../vendors/suport\"\n{CRITERIA}");
    let outside = format!("vendors = \"../../..\"\n{CRITERIA}");
    let empty_folder = format!("vendors = \"../vendors/empty\"\n{CRITERIA}");
    let without_vendors = Case::criteria("a folder without vendors", empty_folder);
    std::fs::create_dir(without_vendors.workspace.path().join("vendors/empty")).unwrap();
    let two_defaults =
        Case::criteria("two decisions that are the default", format!("default = true\n{CRITERIA}"));
    two_defaults
        .workspace
        .write("criteria/e.toml", format!("default = true\nvendors = \"../vendors/d\"\n{CRITERIA}"));
    let file_name = usual();
    file_name.write("vendors/d/two words.toml", "name = \"Two Words\"\n");
    vec![
        Case::new("a criteria file that is not there", usual(), &["--criteria", "criteria/none.toml"]),
        folder,
        Case::vendor("more than 4 MiB", vec![b'#'; 4 * 1024 * 1024 + 1]),
        Case::vendor("Latin-1", b"# Finland\nname = \"P\xf6ll\xf6lahti\"\n"),
        Case::vendor("nothing in the file", ""),
        Case::vendor("only comments in the file", "# name = \"Brandt\"\n\n# [facts]\n"),
        Case::criteria("a folder of vendors that is not there", missing_folder),
        Case::criteria("a folder of vendors outside the workspace", outside),
        Case::new("a file name that is no id", file_name, &[]),
        without_vendors,
        two_defaults,
    ]
}

/// More files than are read; apart because making them takes a moment.
pub(super) fn crowd() -> Case {
    let case = Case::new("20,001 vendors", usual(), &[]);
    for number in 0..20_000 {
        std::fs::File::create(case.workspace.path().join(format!("vendors/d/v{number}.toml"))).unwrap();
    }
    case
}

/// Mistakes that people make in TOML: what it is, the lines, and a word of the way out.
const SLIPS: [(&str, &str, &str); 26] = [
    ("a quote that is not closed", "country = \"DE", "close"),
    ("a word without quotes", "kind = bpo", "in quotes"),
    ("a key without a value", "country =", "value"),
    ("a key without an equals sign", "country \"DE\"", "="),
    ("a key with a space", "local name = \"Brandt\"", "space"),
    ("a key given twice", "country = \"DE\"\ncountry = \"AT\"", "once"),
    ("a table given twice", "[facts]\nprice = 20\n[facts]\nheadcount = 30", "once"),
    ("a bracket that is not closed", "[facts\nprice = 20", "]"),
    ("a list that is not closed", "[facts]\nchannels = [\"phone\", \"email\"\nprice = 20", "]"),
    ("a table that is not closed", "[facts]\nprice = { value = 20, unit = \"EUR/h\"\nheadcount = 30", "}"),
    ("a backslash", "note = \"C:\\offers\\brandt\"", "backslash"),
    ("a decimal comma", "[facts]\nprice = 20,50", "20.50"),
    ("a number that ends with a point", "[facts]\nprice = 20.", "digit"),
    ("a number that begins with a point", "[facts]\nprice = .5", "digit"),
    ("a number that begins with zero", "[facts]\nprice = 020", "zero"),
    ("a number with its unit", "[facts]\nprice = 20 EUR", "unit"),
    ("a number with a percent sign", "[facts]\nshrinkage = 30%", "unit"),
    ("yes without quotes", "[facts]\nsecond_site = yes", "write true"),
    ("True with a capital", "[facts]\nsecond_site = True", "write true"),
    ("a day that is not in the calendar", "[facts]\nready_on = 2027-02-30", "date"),
    ("a date as people write it", "[facts]\nready_on = 01.04.2027", "2027-04-01"),
    ("curly quotes", "country = “DE”", "straight"),
    ("a text over two lines", "note = \"one\ntwo\"", "\"\"\""),
    ("a comment with two slashes", "// from the offer", "#"),
    ("a colon for an equals sign", "country: \"DE\"", "="),
    ("a control character", "note = \"bell \u{7}\"", "control"),
];

/// Each mistake of syntax with a word that the help for it holds.
pub(super) fn slips() -> Vec<(Case, &'static str)> {
    let case = |title, lines| Case::vendor(title, format!("name = \"Brandt\"\n{lines}\n"));
    SLIPS.iter().map(|(title, lines, way_out)| (case(title, lines), *way_out)).collect()
}

pub(super) fn syntax_cases() -> Vec<Case> {
    let endless = format!("name = \"Brandt\"\n[facts]\nprice = {}\n", "[".repeat(200));
    let slips = slips().into_iter().map(|(case, _)| case);
    slips.chain([Case::vendor("lists in lists without end", endless)]).collect()
}

pub(super) fn warning_and_note_cases() -> Vec<Case> {
    let facts = |title, facts: &str| Case::vendor(title, format!("name = \"Brandt\"\n\n[facts]\n{facts}\n"));
    let rated = CRITERIA.replace("scale  = { worst = 32, best = 12 }", "scale  = { rating = 5 }");
    let rating = Case::vendor("a mark whose name has a slip", "name = \"Brandt\"\n\n[ratings]\nprcie = 3\n");
    rating.workspace.write("criteria/d.toml", rated.replace("unit   = \"EUR/h\"\n", ""));
    let peak = facts("a fact beyond the foot of a peak", "price = 9");
    peak.workspace.write(
        "criteria/d.toml",
        CRITERIA.replace("worst = 32, best = 12", "low = 10, ideal = 20, high = 30"),
    );
    let points = facts("a fact beyond the points of a line", "price = 50.5");
    points
        .workspace
        .write("criteria/d.toml", CRITERIA.replace("worst = 32, best = 12", "points = [[12, 100], [32, 0]]"));
    let budget = facts("a price above the budget", "price = 50");
    budget.workspace.write(
        "criteria/d.toml",
        CRITERIA.replace("worst = 32, best = 12", "formula = \"budget-line\", budget = 40"),
    );
    let gates =
        "\n[gates.least]\nfact = \"price\"\nat_least = 20\n\n[gates.most]\nfact = \"price\"\nat_most = 15\n";
    let exclusive = facts("must-haves that exclude each other", "price = 20");
    exclusive.workspace.write("criteria/d.toml", format!("{CRITERIA}{gates}"));
    let worked_out = |title, formula: &str| {
        let case = facts(title, "price = 20\nagents = 0\nexcess = 2");
        case.workspace.write("criteria/d.toml", format!("{CRITERIA}\n[facts.{formula}\"\n"));
        case
    };
    vec![
        exclusive,
        worked_out("a fact that is worked out and stated", "excess]\nexpr = \"facts.price - 1"),
        worked_out("a fact without a result", "rate]\nexpr = \"facts.price / facts.agents"),
        facts("a fact below the scale", "price = 11.5"),
        facts("a range that leaves the scale", "price = { low = 10, likely = 12.5, high = 33 }"),
        points,
        peak,
        budget,
        facts("a fact whose name has a slip", "prcie = 20"),
        rating,
        Case::vendor("a reason without need", "name = \"Brandt\"\nreason = \"Too small\"\n"),
        Case::vendor(
            "a value changed without its source",
            "name = \"Brandt\"\n\n[facts]\nprice = { value = 20, changed = true }\n",
        ),
        Case::criteria(
            "weights that do not follow from their judgements",
            judged("60", "price/culture = 2", "2"),
        ),
        Case::criteria("comparisons that contradict each other", judged("50", "culture/price = 4", "1/5")),
        Case::criteria("a comparison beyond 9", judged("71.4", "price/culture = 5/2", "10")),
        Case::criteria("scales that changed after their swings were judged", swung()),
        Case::criteria(
            "a minimum on a price that is compared with the other bids",
            CRITERIA.replace(
                "scale  = { worst = 32, best = 12 }",
                "scale  = { formula = \"lowest/price\" }\nminimum = 40",
            ),
        ),
        Case::criteria(
            "a price formula where prices are to be kept",
            CRITERIA.replace("worst = 32, best = 12", "formula = \"lowest/price\"")
                + "\n[disclosure]\nregime = \"private\"\n",
        ),
    ]
}

/// What people type who come from a spreadsheet.
pub(super) fn alias_cases() -> Vec<Case> {
    let aliases = |title: &str, facts: &str| {
        let gate = "[gates.iso]\nfact = \"certificates\"\nincludes = [\"ISO 27001\", \"SOC 2\"]\n";
        let case = Case::criteria(title, CRITERIA.replace("[rule]", &format!("{gate}\n{facts}\n\n[rule]")));
        case.workspace.write("vendors/d/aalto.toml", format!("{VENDOR}certificates = [\"ISO 27001\"]\n"));
        case
    };
    let other = VENDOR.replace("Aalto Contact", "Brandt & Co");
    let head = |line: &str| other.replace("\n\n[facts]", &format!("\n{line}\n\n[facts]"));
    vec![
        aliases(
            "an alias of what nothing asks for",
            "[facts.certificates]\naliases = { \"ISO 9001\" = [\"QM\"] }",
        ),
        aliases(
            "aliases of a fact that nothing reads",
            "[facts.certificate]\naliases = { \"ISO 9001\" = [\"QM\"] }",
        ),
        aliases(
            "a word that stands for two things",
            "[facts.certificates]\naliases = { \"ISO 27001\" = [\"27001\", \"soc 2\"], \"SOC 2\" = [\"27001\"] }",
        ),
        aliases("things that are no languages", "[facts.certificates]\nitems = \"languages\""),
        Case::vendor("a fact that stands at the head", format!("{other}country = \"DE\"\nkind = \"bpo\"\n")),
        Case::vendor("a kind that is close to a known one", head("kind = \"contactcenter\"")),
        Case::vendor("a country that is none", head("country = \"UK\"")),
        Case::vendor("a shore that is close to a known one", head("shore = \"near-shore\"")),
    ]
}

pub(super) fn habit_cases() -> Vec<Case> {
    let asking = format!(
        "{CRITERIA}\n[gates.languages]\nincludes = [\"en\", \"es\"]\n\n[gates.certificates]\nincludes = \"ISO 27001\"\n"
    );
    let facts = |title: &str, facts: &str| {
        let case = Case::vendor(title, format!("name = \"Brandt\"\n\n[facts]\n{facts}\n"));
        case.workspace.write("criteria/d.toml", &asking);
        case
    };
    let wanted =
        facts("wanted things in one text", "languages = [\"en\", \"es\"]\ncertificates = \"ISO 27001\"");
    wanted.workspace.write("criteria/d.toml", asking.replace("[\"en\", \"es\"]", "\"en, es\""));
    let unread =
        facts("files that nothing reads", "languages = [\"en\", \"es\"]\ncertificates = \"ISO 27001\"");
    let read_by_nothing = [
        "vendors/charoen.toml",
        "vendors/dd/charoen.toml",
        "vendors/d/charoen.toml.txt",
        "vendors/d/charoen.yaml",
    ];
    for file in read_by_nothing.into_iter().chain(["vendors/d/charoen.toml.bak", "vendors/old/charoen.toml"])
    {
        unread.workspace.write(file, VENDOR);
    }
    let certified = "languages = [\"en\", \"es\"]\ncertificates";
    let far = facts("a number far from all others", &format!("price = 2000\n{certified} = \"ISO 27001\""));
    far.workspace.write("vendors/d/charoen.toml", VENDOR.replace("Aalto Contact", "Charoen"));
    let mut later = facts(
        "a day to come",
        &format!("price = {{ value = 20, as_of = 9999-01-01 }}\n{certified} = \"ISO 27001\""),
    );
    later.options = vec!["--date", "2026-11-28"];
    let quoted = "[quote.prices.hours]\nper = \"productive-hour\"\nrate = 24";
    let twice = facts(
        "a price that stands twice",
        &format!("price = {{ value = 14.20, unit = \"EUR/h\" }}\n{certified} = \"ISO 27001\"\n\n{quoted}"),
    );
    twice.workspace.write("criteria/d.toml", format!("currency = \"EUR\"\n{asking}"));
    let typed = "title = \"Support\"\n[criteria.price]\nweight = 100\nscale = { worst = 21, best = 12 }\n";
    let typed = Case::criteria("ends that the bids make", typed);
    let bid = |price: &str| format!("name = \"{price}\"\n[facts]\nprice = {price}\n");
    typed.workspace.write("vendors/d/aalto.toml", bid("12"));
    typed.workspace.write("vendors/d/brandt.toml", bid("15"));
    let alike = Case::vendor("names that look alike", "name = \"Сосо\"\n");
    alike.workspace.write("vendors/d/aalto.toml", VENDOR.replace("Aalto Contact", "Coco"));
    let device = facts("a name that Windows keeps", &format!("{certified} = \"ISO 27001\""));
    device.workspace.write("vendors/d/aux.toml", "name = \"Aux\"\n");
    vec![
        facts(
            "a list in one text",
            &format!("languages = \"en, es, pt\"\n{}", "certificates = [\"ISO 27001\"]"),
        ),
        facts(
            "a name that looks like one that is lacking",
            &format!("{certified} = [\"ISO/IEC 27001:2022\"]"),
        ),
        facts("a word for what is not known", &format!("{certified} = [\"TBD\"]")),
        wanted,
        unread,
        facts(
            "a point before three digits",
            &format!("price = {{ value = 14.200, unit = \"EUR/h\" }}\n{certified} = \"ISO 27001\""),
        ),
        far,
        twice,
        later,
        Case::vendor("a letter that nobody sees", "name = \"Siam\u{200b} Voice\"\n"),
        Case::vendor("a space that is none", "name = \"Siam\u{a0}Voice\"\n"),
        Case::vendor("a letter of another script", "name = \"Siаm Voice\"\n"),
        alike,
        typed,
        device,
    ]
}

/// Swings that were judged about other ranges: one that grew, one that is gone, one that is new.
fn swung() -> String {
    "title = \"Support\"\n\n[criteria.price]\nweight = 66.7\nunit   = \"EUR/h\"\nscale  = { worst = 40, best = 12 }\n\n\
     [criteria.care]\nweight = 33.3\n\n\
     [criteria.culture]\nunder  = \"care\"\nweight = 1\nscale  = { rating = 5 }\n\n\
     [judgements.top]\nmethod = \"swing\"\npoints = { price = 100, care = 50 }\n\
     ranges = [\"price = 32 to 12 EUR/h\", \"reports = no to yes\"]\n"
        .to_owned()
}

/// Three criteria that were compared in pairs: the weight of the first, and two of the ratios.
fn judged(weight: &str, first: &str, last: &str) -> String {
    format!(
        "title = \"Support\"\n\n[criteria.price]\nweight = {weight}\nscale  = {{ rating = 5 }}\n\n\
         [criteria.culture]\nweight = 30\nscale  = {{ rating = 5 }}\n\n\
         [criteria.quality]\nweight = 10\nscale  = {{ rating = 5 }}\n\n\
         [judgements.top]\nmethod      = \"pairwise\"\n\
         comparisons = [\"{first}\", \"culture/quality = 4\", \"price/quality = {last}\"]\n"
    )
}

/// Numbered pieces of a file, one after the other.
pub(super) fn repeated(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().concat()
}

pub(super) fn limit_cases() -> Vec<Case> {
    let things = repeated(1_001, |number| format!("\"c{number}\", "));
    let facts = repeated(10_001, |number| format!("f{number} = {number}\n"));
    let scored = "fact = \"price\"\nweight = 1\nscale = { worst = 1, best = 0 }";
    let criteria = repeated(1_001, |number| format!("[criteria.c{number}]\n{scored}\n"));
    let gates = repeated(1_001, |number| format!("[gates.g{number}]\nfact = \"price\"\nat_most = 40\n"));
    vec![
        Case::vendor("1,001 things in a set", format!("name = \"Brandt\"\nfacts.channels = [{things}]\n")),
        Case::vendor("10,001 facts", format!("name = \"Brandt\"\n\n[facts]\n{facts}")),
        Case::criteria("1,001 criteria", format!("title = \"Support\"\n\n{criteria}")),
        Case::criteria("1,001 gates", format!("{CRITERIA}\n{gates}")),
    ]
}

pub(super) fn option_cases() -> Vec<Case> {
    let two = CRITERIA.replace("weight = 100", "weight = 60")
        + "\n[criteria.culture]\nweight = 40\nscale = { rating = 5 }\n";
    let case = |title, options: &[&'static str]| {
        Case::new(title, Workspace::new(&two, &[("aalto", VENDOR)]), options)
    };
    vec![
        case("an option without a value", &["--set", "criteria.price.weight"]),
        case("an option with half a value", &["--set", "criteria.price.weight=[40"]),
        case("an option without a path", &["--set", "=40"]),
        case("a path to no criterion", &["--set", "criteria.prise.weight=40"]),
        case("a path to no key", &["--set", "criteria.price.wieght=40"]),
        case("a path to no vendor", &["--set", "vendors.alto.facts.price=13"]),
        case("a path to a vendor alone", &["--set", "vendors.aalto=13"]),
        case("a path to a fact that nothing reads", &["--set", "vendors.aalto.facts.prise=13"]),
        case("a path through a number", &["--set", "criteria.price.weight.more=1"]),
        case("a value of the wrong type", &["--set", "criteria.price.weight=much"]),
        case("a value outside its range", &["--set", "criteria.price.weight=-1"]),
        case("a value that is no fact for the scale", &["--set", "vendors.aalto.facts.price=cheap"]),
        case("more weight than there is", &["--set", "criteria.price.weight=140"]),
        case(
            "weights that leave nothing to move",
            &["--set", "criteria.price.weight=50", "--set", "criteria.culture.weight=40"],
        ),
        case(
            "two options, each wrong",
            &["--set", "criteria.price.weight=much", "--set", "vendors.alto.facts.price=13"],
        ),
    ]
}

pub(super) fn all_cases() -> Vec<Case> {
    let mut cases = vec![several()];
    cases.extend(file_cases());
    cases.extend(syntax_cases());
    cases.extend(warning_and_note_cases());
    cases.extend(habit_cases());
    cases.extend(alias_cases());
    cases.extend(limit_cases());
    cases.extend(option_cases());
    cases.extend(cost_cases());
    cases.extend(panel_cases());
    for folder in ["shape", "meaning"] {
        for kind in [Kind::Criteria, Kind::Vendor] {
            cases.extend(data_cases(folder, kind));
        }
    }
    cases
}

/// Many problems in every file of a workspace.
pub(super) fn several() -> Case {
    let workspace = Workspace::new(
        r#"title    = "Support"
qeustion = "Who?"
currency = "Euro"

[needs]
start = 2027-04-01T08:00:00

[gates.certified]
fact     = "certifications"
includes = "ISO 27001"
on       = "needs.begin"

[criteria.price]
wieght = 60
scale  = { worst = 32, best = 32 }

[criteria.second_site]
under   = "continuity"
weight  = -1
minimum = 200
scale   = { yes = 100, no = 0 }

[rule]
unknown = "zero"
ties    = ["cost"]
"#,
        &[],
    );
    workspace.write(
        "vendors/d/aalto.toml",
        "name = \"Aalto\nkind = bpo\n\n[facts]\nprice = 20,50\nsecond_site = yes\nready_on = 2027-02-30\n",
    );
    workspace.write(
        "vendors/d/brandt.toml",
        "local = 7\nstatus = \"disqualified\"\n\n[facts]\nprice = { low = 3, likely = 2, high = 4 }\n\"second site\" = true\n",
    );
    workspace.write("vendors/d/charoen.toml", b"name = \"\xe0\"\n");
    Case::new("several problems in several files", workspace, &[])
}
