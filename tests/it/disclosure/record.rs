//! What letters and notices state of the record: each award once, nothing that nobody decided, nothing that is lost.

use std::fs;

use crate::support::{Output, Workspace};

const NOTICE: &str =
    "[notice]\nauthority = \"X\"\ncontact = \"c\"\nprocedure = \"open\"\npublished = 2026-12-01\n";
const LINE: &str = "{ worst = 200, best = 100 }";

/// A decision of a price and of one thing that counts for quality; an offer is a name with both.
struct Case<'a> {
    head: &'a str,
    scale: &'a str,
    weights: [u32; 2],
    unit: &'a str,
    offers: &'a [(&'a str, &'a str, &'a str)],
}

const THREE: [(&str, &str, &str); 3] =
    [("Alpha Oy", "130", "82"), ("Beta Ltd", "128", "70"), ("Gamma SA", "131", "75")];

impl Default for Case<'_> {
    fn default() -> Self {
        Case { head: "", scale: LINE, weights: [60, 40], unit: "unit = \"EUR\"", offers: &THREE }
    }
}

impl Case<'_> {
    fn workspace(&self) -> Workspace {
        let Case { head, scale, weights: [price, quality], unit, .. } = self;
        let criteria = format!(
            "title = \"Desk\"\ncurrency = \"EUR\"\n\
             [criteria.price]\nname = \"Price\"\nweight = {price}\n{unit}\nscale = {scale}\n\
             [criteria.fcr]\nname = \"Solved first\"\nweight = {quality}\nunit = \"%\"\nscale = {{ worst = 50, best = 90 }}\n\
             {head}\n[rule.rounding]\ncriterion = \"2 half-up\"\ntotal = \"2 half-up\"\n"
        );
        let files: Vec<(String, String)> = self
            .offers
            .iter()
            .map(|(name, price, fcr)| {
                let id = name.split(' ').next().unwrap().to_lowercase();
                (id, format!("name = \"{name}\"\n[facts]\nprice = {price}\nfcr = {fcr}\n"))
            })
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        Workspace::new(&criteria, &files)
    }

    fn awarded(&self) -> Workspace {
        let workspace = self.workspace();
        done(&workspace, &["award", "--to", "alpha", "--by", "A", "--on", "2026-11-27"]);
        workspace
    }
}

fn done(workspace: &Workspace, arguments: &[&str]) -> Output {
    let output = workspace.weigh(arguments);
    assert_eq!(output.code, Some(0), "{arguments:?}: {output}");
    output
}

fn refused(workspace: &Workspace, arguments: &[&str], said: &str) -> Output {
    let output = workspace.weigh(arguments);
    assert_eq!(output.code, Some(2), "{arguments:?}: {output}");
    assert!(output.err.contains(said), "{said}: {output}");
    output
}

fn read(workspace: &Workspace, file: &str) -> String {
    String::from_utf8(workspace.read(file)).unwrap()
}

fn regime(name: &str) -> String {
    format!("{NOTICE}[disclosure]\nregime = \"{name}\"\n")
}

fn check(workspace: &Workspace) -> String {
    workspace.weigh(&["check"]).out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn change(workspace: &Workspace, file: &str, from: &str, to: &str) {
    let text = read(workspace, file);
    assert!(text.contains(from), "{text}");
    workspace.write(file, text.replacen(from, to, 1));
}

const RELEASED: [(&str, &str, &str); 3] = [
    ("Alpha Oy", "130", "{ value = 82, release = \"no\" }"),
    ("Beta Ltd", "128", "{ value = 70, release = \"no\" }"),
    ("Gamma SA", "131", "75"),
];

/// US-05 to US-07, EI-02: who was told of the award can ask, before or after.
#[test]
fn us_05_a_letter_on_request_is_written_after_the_notice_and_before_it() {
    for name in ["us", "eu-institutions"] {
        let head = regime(name);
        let case = Case { head: &head, offers: &RELEASED, ..Case::default() };
        let (first, other) = (case.awarded(), case.awarded());
        let all = ["debrief", "--all", "-o", "l", "--date", "2026-12-01"];
        let asked = ["debrief", "beta", "-o", "b.md", "--date", "2026-12-04"];
        for (workspace, orders) in [(&first, [&all, &asked]), (&other, [&asked, &all])] {
            for order in orders {
                done(workspace, order);
            }
        }
        for workspace in [&first, &other] {
            let letter = read(workspace, "b.md");
            assert!(letter.contains("Why your offer has these points"), "{letter}");
            // What was sent would say something else today.
            change(
                workspace,
                "criteria/letters/d.toml",
                "[[sent]]",
                "[reasons.beta]\nfcr = \"Other\"\n\n[[sent]]",
            );
            refused(workspace, &["debrief", "beta", "-o", "c.md"], "would be something else today");
        }
    }
}

#[test]
fn letters_of_an_award_that_was_replaced_do_not_stand_in_the_way() {
    let workspace = Case::default().awarded();
    done(&workspace, &["debrief", "--all", "-o", "l", "--date", "2026-11-27"]);
    done(&workspace, &["notice", "-o", "n.md", "--date", "2026-11-28"]);
    let again = ["award", "--to", "beta", "--by", "A", "--on", "2026-11-29", "--reason", "Board overruled"];
    done(&workspace, &again);
    assert!(check(&workspace).contains("Beta Ltd was told of an award on 2026-11-27 that was replaced"));
    done(&workspace, &["debrief", "--all", "-o", "l2"]);
    done(&workspace, &["notice", "-o", "n2.md"]);
    let letter = read(&workspace, "l2/debrief-gamma.md");
    assert!(letter.contains("takes the place of the one of 2026-11-27"), "{letter}");
    assert!(read(&workspace, "n2.md").contains("takes the place of the one of 2026-11-28"));
    assert!(!read(&workspace, "l/debrief-gamma.md").contains("takes the place"));
    assert!(!check(&workspace).contains("Gamma SA was told of an award"), "{}", check(&workspace));
}

/// EU-03, LK-01: whether the winner is cheaper is said to nobody, or two losers bracket its price.
#[test]
fn lk_01_no_letter_says_whether_the_winner_is_cheaper() {
    let head = format!("{}country = \"DE\"\n", regime("eu"));
    let workspace = Case { head: &head, offers: &RELEASED, ..Case::default() }.awarded();
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    let lines = ["beta", "gamma"].map(|to| {
        let letter = read(&workspace, &format!("l/debrief-{to}.md"));
        let list = letter.split("Where Alpha Oy is ahead").nth(1).unwrap().to_owned();
        let line = list.lines().find(|line| line.contains("Price")).unwrap_or_default().to_owned();
        assert!(list.contains("Solved first: withheld under Article 55(3)"), "{letter}");
        line
    });
    assert!(lines[0].contains("whether it is ahead on what hangs on prices is not told"), "{lines:?}");
    assert_eq!(lines[0], lines[1]);
}

#[test]
fn lk_06_letters_that_were_sent_one_by_one_count_together() {
    let offers = [
        ("Alpha Oy", "300", "90"),
        ("Beta Ltd", "340", "70"),
        ("Gamma SA", "430", "75"),
        ("Delta Oy", "500", "60"),
    ];
    let case = Case { scale: "{ formula = \"span\" }", offers: &offers, ..Case::default() };
    let workspace = case.awarded();
    refused(&workspace, &["debrief", "--all", "-o", "l"], "could be inferred");
    done(&workspace, &["debrief", "beta", "-o", "b.md"]);
    refused(&workspace, &["debrief", "gamma", "-o", "g.md"], "`Beta Ltd` and `Gamma SA` can work out Price");
    done(&workspace, &["debrief", "gamma", "--draft", "-o", "g.md"]);
}

/// What beside the price is told in letters and the score in a notice are the points on the price.
#[test]
fn lk_03_a_letter_and_a_notice_count_together() {
    let offers = [
        ("Alpha Oy", "130", "86"),
        ("Bestie", "128", "70"),
        ("Gamma SA", "131", "72"),
        ("Delta Oy", "133", "66"),
    ];
    let head = "[disclosure]\ntell = [\"winner-rating\"]\nleave_out = [\"winner-band\"]\n";
    let case = Case { head, offers: &offers, ..Case::default() };
    let workspace = case.awarded();
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    refused(&workspace, &["notice", "--unlinked", "-o", "n.md"], "Price of Alpha Oy");
    done(&workspace, &["notice", "-o", "n.md"]);
    let other = case.awarded();
    done(&other, &["notice", "--unlinked", "-o", "n.md"]);
    refused(&other, &["debrief", "--all", "-o", "l"], "Price of Alpha Oy");
}

/// That the winner's price is told keeps nobody else's.
#[test]
fn lk_09_a_price_that_is_told_opens_no_other_one() {
    let offers = [
        ("Alpha Oy", "300", "90"),
        ("Beta Ltd", "280", "55"),
        ("Gamma SA", "430", "75"),
        ("Delta Oy", "500", "60"),
    ];
    let head = format!("{}tell = [\"winner-price\"]\n", regime("eu"));
    let offers = offers.map(|(name, price, fcr)| {
        (name, price, if name == "Alpha Oy" { "{ value = 90, release = \"no\" }" } else { fcr })
    });
    let case =
        Case { head: &head, scale: "{ formula = \"lowest/price\" }", offers: &offers, ..Case::default() };
    let workspace = case.awarded();
    refused(&workspace, &["debrief", "--all", "-o", "l"], "of the lowest bidder, 279.97 to 280.04");
    assert!(check(&workspace).contains("A007"));
    // Where the winner is the lowest its price is no secret.
    let told = [("Alpha Oy", "300", "{ value = 90, release = \"no\" }"), ("Gamma SA", "430", "75")];
    done(&Case { offers: &told, ..case }.awarded(), &["debrief", "--all", "-o", "l"]);
}

#[test]
fn lk_03_a_released_fact_leaves_the_price_of_a_band() {
    let offers = |release: &'static str| {
        [("Alpha Oy", "150", release), ("Bestie", "165", "70"), ("Gamma SA", "168", "72")]
    };
    let case = |head: &str, offers: &[(&str, &str, &str)]| {
        let scale = "{ worst = 170, best = 130 }";
        Case { head, scale, weights: [50, 50], unit: "unit = \"EUR\"", offers }.awarded()
    };
    let reasons = "[disclosure]\ntell = [\"winner-reasons\"]\n";
    let released = case(reasons, &offers("{ value = 74, release = \"yes\" }"));
    refused(&released, &["debrief", "--all", "-o", "l"], "Price of Alpha Oy, 146 to 15");
    // That it is ahead is told, and so a bound of the rest.
    let ahead = case(reasons, &offers("74"));
    refused(&ahead, &["debrief", "--all", "-o", "l"], "Price of Alpha Oy, 144 or more");
    done(&case("", &offers("74")), &["debrief", "--all", "-o", "l"]);
}

#[test]
fn lk_01_what_is_called_a_price_is_kept_as_one() {
    let head = "[disclosure]\ntell = [\"winner-points\"]\n";
    let workspace = Case { head, unit: "", ..Case::default() }.awarded();
    refused(&workspace, &["debrief", "beta", "-o", "b.md"], "Price of Alpha Oy");
    assert!(check(&workspace).contains("Price counts in no unit of money, and letters keep it as a price"));
}

/// REGIMES 3.5: private, eu and custom refuse, also what a notice gives away.
#[test]
fn lk_02_a_notice_with_points_that_give_prices_away_is_refused() {
    let workspace = Case::default().awarded();
    let points = ["notice", "--unlinked", "--points", "-o", "n.md"];
    refused(&workspace, &points, "points on Price give away what Alpha Oy asks");
    assert!(!workspace.path().join("n.md").exists());
    let head = "[disclosure]\nprice_points = \"exact\"\n";
    let exact = Case { head, ..Case::default() }.awarded();
    assert!(done(&exact, &points).err.contains("could be inferred"));
}

#[test]
fn nothing_is_decided_on_sealed_prices_and_nobody_told() {
    let head = "[gates.cap]\nname = \"Cap\"\nfact = \"price\"\nat_most = 9000\n[gates.in]\nname = \"ISO\"\nfact = \"iso\"\nis = true\n[rule]\nsealed = true\n";
    let workspace = Case { head, ..Case::default() }.workspace();
    change(&workspace, "vendors/d/gamma.toml", "fcr = 75", "fcr = 75\niso = false");
    for vendor in ["alpha", "beta"] {
        let fcr = if vendor == "alpha" { "fcr = 82" } else { "fcr = 70" };
        change(&workspace, &format!("vendors/d/{vendor}.toml"), fcr, &format!("{fcr}\niso = true"));
    }
    let award = ["award", "--to", "alpha", "--by", "A", "--subject-to", "cap"];
    refused(&workspace, &award, "prices are sealed until quality is locked");
    assert!(!workspace.path().join("criteria/award/d.toml").exists());
    done(&workspace, &["award", "--none", "--by", "A", "--reason", "No budget"]);
    for command in [&["debrief", "--all", "-o", "l"][..], &["debrief", "beta", "--draft"], &["notice"]] {
        refused(&workspace, command, "weigh lock quality");
    }
    let early = done(&workspace, &["debrief", "gamma", "--phase", "excluded"]).out;
    assert!(early.contains("the prices are not opened yet") && !early.contains("does not say"), "{early}");
}

/// UK-01, UK-06, UK-07, UK-21: a minimum is missed after the whole offer was judged.
#[test]
fn uk_01_who_misses_a_minimum_was_assessed_and_is_told_so() {
    let offers = [
        ("Alpha Oy", "130", "{ value = 82, release = \"no\" }"),
        ("Beta Ltd", "128", "70"),
        ("Epsilon", "190", "60"),
    ];
    let head = regime("uk").replace("[disclosure]", "estimated_value = 6000000\n[disclosure]")
        + "[rule]\nminimum = 50\n";
    let workspace = Case { head: &head, offers: &offers, ..Case::default() }.awarded();
    assert!(check(&workspace).contains("Epsilon: [contact] wants"), "{}", check(&workspace));
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    let letter = read(&workspace, "l/debrief-epsilon.md");
    for said in ["16.00", "Your offer: 60 %", "Why Alpha Oy has its points", "not passed", "74.00"] {
        assert!(letter.contains(said), "{said}: {letter}");
    }
    let notice = done(&workspace, &["notice"]).out;
    assert!(notice.contains("Epsilon") && notice.contains("3 of them judged"), "{notice}");
    // Other regimes have such an offer told as one that is out.
    let private = Case { head: "[rule]\nminimum = 50\n", offers: &offers, ..Case::default() }.awarded();
    assert!(!done(&private, &["debrief", "epsilon"]).out.contains("Your points"));
}

/// UK-07, UK-12, EU-03: what is withheld is withheld by somebody.
#[test]
fn uk_12_nothing_is_withheld_that_nobody_decided() {
    for name in ["uk", "eu"] {
        let head = regime(name);
        let workspace = Case { head: &head, ..Case::default() }.awarded();
        refused(&workspace, &["debrief", "--all", "-o", "l"], "what Alpha Oy offers on Solved first");
        assert!(
            check(&workspace).contains("nobody has said whether others may be told what it offers on Solved")
        );
        let draft = done(&workspace, &["debrief", "beta", "--draft"]).out;
        assert!(!draft.contains("withheld") && draft.contains("is still to be decided"), "{draft}");
        workspace.write(
            "criteria/letters/d.toml",
            "[told.alpha]\nfcr = \"More than four in five, as its records show.\"\n",
        );
        done(&workspace, &["debrief", "--all", "-o", "l"]);
        assert!(read(&workspace, "l/debrief-beta.md").contains("Solved first: More than four in five"));
        assert!(!check(&workspace).contains("nobody has said"));
    }
    // Without a statute nothing is owed, and no law is named.
    let head = "[disclosure]\ntell = [\"winner-reasons\"]\n";
    let private = done(&Case { head, ..Case::default() }.awarded(), &["debrief", "beta"]).out;
    assert!(
        private.contains("Solved first: what it offers is not told.") && !private.contains("withheld"),
        "{private}"
    );
}

/// UK-05: how scores are come by is told to all that have some.
#[test]
fn uk_05_winner_and_losers_are_told_how_points_are_come_by() {
    let head = regime("uk");
    let workspace = Case { head: &head, offers: &RELEASED, ..Case::default() }.awarded();
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    for to in ["alpha", "beta"] {
        let letter = read(&workspace, &format!("l/debrief-{to}.md"));
        assert!(letter.contains("How offers were judged") && letter.contains("50"), "{letter}");
    }
}

/// UK-08, EU-01, US-04: that a must-have was passed over is why the work was awarded so.
#[test]
fn uk_08_what_was_passed_over_and_what_is_open_is_told() {
    let gates = "[gates.iso]\nname = \"ISO 27001\"\nfact = \"iso\"\nis = true\n";
    for name in ["private", "uk", "eu", "us"] {
        let head = format!("{}{gates}", regime(name));
        let case = Case { head: &head, offers: &RELEASED, ..Case::default() };
        let with_iso = |beta: &str| {
            let workspace = case.workspace();
            for (vendor, iso) in [("alpha", "iso = true\n"), ("beta", beta), ("gamma", "iso = true\n")] {
                change(
                    &workspace,
                    &format!("vendors/d/{vendor}.toml"),
                    "[facts]\n",
                    &format!("[facts]\n{iso}"),
                );
            }
            workspace
        };
        let failed = with_iso("iso = false\n");
        done(
            &failed,
            &[
                "award",
                "--to",
                "beta",
                "--by",
                "A",
                "--on",
                "2026-11-27",
                "--despite",
                "iso: audit ended well",
            ],
        );
        let told = "Awarded although it does not pass ISO 27001: audit ended well";
        done(&failed, &["debrief", "--all", "-o", "l"]);
        let letter = read(&failed, "l/debrief-gamma.md");
        assert!(letter.contains(told), "{name}: {letter}");
        assert!(check(&failed).contains("A008"), "{}", check(&failed));
        let open = with_iso("");
        let subject = [
            "award",
            "--to",
            "beta",
            "--by",
            "A",
            "--on",
            "2026-11-27",
            "--reason",
            "Near",
            "--subject-to",
            "iso",
        ];
        done(&open, &subject);
        done(&open, &["debrief", "--all", "-o", "l"]);
        let told = "The award is subject to ISO 27001, which is still open.";
        let letter = read(&open, "l/debrief-gamma.md");
        assert!(letter.contains(told), "{name}: {letter}");
        assert!(done(&open, &["notice"]).out.contains(told));
        let winner = done(&open, &["debrief", "beta", "--draft"]).out;
        assert!(
            winner.contains("The work goes to you subject to what is still open: ISO 27001."),
            "{winner}"
        );
    }
}

/// An award to alpha, of 60 %, and to beta.
fn to_two(case: &Case<'_>) -> Workspace {
    let workspace = case.awarded();
    let record = read(&workspace, "criteria/award/d.toml");
    let start = record.find("winners").unwrap();
    let end = record[start..].find("\non ").map(|at| start + at).unwrap();
    let two = "winners = [{ vendor = \"alpha\", name = \"Alpha Oy\", rank = 1, score = 74, share = 60 }, { vendor = \"beta\", name = \"Beta Ltd\", rank = 3, score = 63.2, share = 40 }]";
    workspace.write("criteria/award/d.toml", format!("{}{two}{}", &record[..start], &record[end..]));
    workspace
}

/// Each winner is told its own part; those that lose, and everybody, are told all of them.
#[test]
fn several_winners_are_told_each_with_its_part() {
    let workspace = to_two(&Case::default());
    done(&workspace, &["debrief", "gamma", "-o", "gamma.md"]);
    let gamma = read(&workspace, "gamma.md");
    for said in [
        "The work goes to Alpha Oy (60 %) and Beta Ltd (40 %).",
        "The score of Alpha Oy lies between 70 and 80",
        "The score of Beta Ltd lies between 60 and 70",
    ] {
        assert!(gamma.contains(said), "no {said}\n{gamma}");
    }
    done(&workspace, &["debrief", "beta", "-o", "beta.md"]);
    let beta = read(&workspace, "beta.md");
    assert!(beta.contains("40 % of the work goes to you.") && !beta.contains("does not go"), "{beta}");
    let notice = done(&workspace, &["notice"]).out;
    assert!(notice.contains("The work goes to Alpha Oy (60 %) and Beta Ltd (40 %)."), "{notice}");
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    for winner in ["alpha", "beta"] {
        assert!(!workspace.path().join(format!("l/debrief-{winner}.md")).exists());
    }
}

/// UK-07, US-06: of each winner what is owed.
#[test]
fn uk_07_us_06_of_several_winners_each_is_told_and_explained() {
    let offers = RELEASED;
    let uk = regime("uk");
    let workspace = to_two(&Case { head: &uk, offers: &offers, ..Case::default() });
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    let gamma = read(&workspace, "l/debrief-gamma.md");
    for said in ["Why Alpha Oy has its points", "Why Beta Ltd has its points", "74.00", "63.20", "66.40"] {
        assert!(gamma.contains(said), "no {said}\n{gamma}");
    }
    let beta = read(&workspace, "l/debrief-beta.md");
    assert!(beta.contains("40 % of the work goes to you."), "{beta}");
    assert!(!beta.contains("Alpha") && !beta.contains("74.00"), "{beta}");
    let us = regime("us");
    let workspace = to_two(&Case { head: &us, offers: &offers, ..Case::default() });
    let text = done(&workspace, &["debrief", "gamma"]).out;
    for said in ["Alpha Oy (60 %)", "| Alpha Oy", "130", "| Beta Ltd", "128"] {
        assert!(text.contains(said), "no {said}\n{text}");
    }
}

/// What nobody decided is asked for of each winner, and the price of each is looked at.
#[test]
fn eu_03_of_each_of_several_winners_it_is_decided_what_is_told() {
    let eu = regime("eu");
    let half = [RELEASED[0], ("Beta Ltd", "128", "80"), RELEASED[2]];
    let case = Case { head: &eu, offers: &half, ..Case::default() };
    let workspace = case.awarded();
    let record = read(&workspace, "criteria/award/d.toml");
    let one = record.lines().find(|line| line.starts_with("winners")).unwrap();
    let two = one.replace(
        "share = 100 }",
        "share = 60 }, { vendor = \"beta\", name = \"Beta Ltd\", rank = 2, score = 73.2, share = 40 }",
    );
    workspace.write("criteria/award/d.toml", record.replace(one, &two));
    refused(&workspace, &["debrief", "--all", "-o", "l"], "what Beta Ltd offers on Solved first");
    let open = "[disclosure]\nregime = \"private\"\ntell = [\"winner-points\"]\n";
    let workspace = to_two(&Case { head: open, ..Case::default() });
    let said = refused(&workspace, &["debrief", "gamma", "-o", "g.md"], "could be inferred").err;
    assert!(said.contains("of Alpha Oy") && said.contains("of Beta Ltd"), "{said}");
}

#[test]
fn a_template_that_changes_a_letter_makes_it_another_one() {
    let workspace = Case::default().awarded();
    workspace.write("brand/brand.toml", "organisation = \"City\"\ntemplates = \"templates\"\n");
    let template = |text: &str| workspace.write("brand/templates/debrief.md", text);
    template("{{ header }} Congratulations, you won.\n");
    let write = |file: &str, more: &[&str]| {
        let arguments = ["debrief", "beta", "--brand", "brand/brand.toml", "-o", file];
        workspace.weigh(&[&arguments[..], more].concat())
    };
    assert_eq!(write("a.md", &[]).code, Some(0));
    template("{{ header }} Sorry, you lost.\n");
    let other = write("b.md", &[]);
    assert!(other.code == Some(2) && other.err.contains("a template is another since"), "{other}");
    template("Congratulations.\n");
    let draft = write("c.md", &["--draft"]);
    assert_eq!(draft.code, Some(0), "{draft}");
    assert!(read(&workspace, "c.md").contains("This is no decision and goes to nobody"));
}

#[test]
fn a_letter_that_could_not_be_written_was_not_sent() {
    let workspace = Case::default().awarded();
    let nowhere = workspace.weigh(&["debrief", "beta", "-o", "none/b.md"]);
    assert_eq!(nowhere.code, Some(4), "{nowhere}");
    // Where the folder lets nothing in, too.
    fs::create_dir(workspace.path().join("full.md")).unwrap();
    fs::create_dir(workspace.path().join("full.md/debrief-beta.md")).unwrap();
    assert_ne!(workspace.weigh(&["debrief", "beta", "-o", "full.md"]).code, Some(0));
    let letters = workspace.path().join("criteria/letters/d.toml");
    assert!(!letters.exists() || !read(&workspace, "criteria/letters/d.toml").contains("sent"));
    workspace.write("criteria/letters/d.toml", "[reasons.beta]\nfcr = \"Seen on two visits.\"\n");
    done(&workspace, &["debrief", "beta", "-o", "b.md"]);
}

#[test]
fn pr_09_names_are_taken_out_as_words_and_evaluators_with_them() {
    let offers = [("Alpha Oy", "130", "82"), ("Best", "128", "90"), ("In", "131", "75"), ("Y", "140", "60")];
    let head = "panel = \"panel/d\"\n";
    let case = Case { head, offers: &offers, ..Case::default() };
    let workspace = case.workspace();
    // A key of the file stands before its tables.
    let criteria = read(&workspace, "criteria/d.toml").replace(head, "");
    workspace.write("criteria/d.toml", format!("{head}{criteria}"));
    workspace.write("criteria/panel/d/omar.toml", "name = \"Omar Vale\"\n");
    let reason = "Within policy. Y is dearer, and Evaluator Omar agreed";
    let award = ["award", "--to", "alpha", "--by", "A", "--on", "2026-11-27", "--reason", reason];
    done(&workspace, &award);
    let letter = done(&workspace, &["debrief", "best"]);
    let said = "Within policy. another bidder is dearer, and Evaluator an evaluator agreed";
    assert!(letter.out.contains(said), "{letter}");
    let own = done(&workspace, &["debrief", "in"]);
    assert!(
        own.out.contains("That is the best the scale knows.") || !own.out.contains("another bidder the"),
        "{own}"
    );
    assert!(letter.out.contains("That is the best the scale knows."), "{letter}");
    assert!(
        letter.err.contains("taken out of reasons that people wrote") && letter.err.contains("Omar"),
        "{letter}"
    );
    assert!(check(&workspace).contains("The reason of the award names Y, Omar"), "{}", check(&workspace));
}

#[test]
fn wb_04_a_debriefing_is_asked_for_in_business_days_and_who_withdrew_is_no_offer() {
    let head = regime("world-bank");
    let workspace = Case { head: &head, ..Case::default() }.workspace();
    change(
        &workspace,
        "vendors/d/gamma.toml",
        "[facts]",
        "status = \"withdrawn\"\nreason = \"Sold\"\n[facts]",
    );
    done(&workspace, &["award", "--to", "alpha", "--by", "A", "--on", "2026-11-27"]);
    let all = done(&workspace, &["debrief", "--all", "-o", "l"]);
    let letter = read(&workspace, "l/debrief-beta.md");
    assert!(letter.contains("within 3 business days after you got this letter"), "{letter}");
    for secret in ["Gamma SA", "131", "check before use", "through a summary"] {
        assert!(!letter.contains(secret), "{secret}: {letter}");
    }
    assert!(letter.contains("128") && !all.out.contains("summary"), "{letter}");
    let notice = done(&workspace, &["notice", "--phase", "signed", "--date", "2027-02-01"]);
    assert!(!notice.out.contains("Gamma SA") && notice.err.contains("known through a summary"), "{notice}");
    let eu = regime("eu");
    let letter = done(&Case { head: &eu, ..Case::default() }.awarded(), &["debrief", "beta", "--draft"]).out;
    assert!(!letter.contains("the text read"), "{letter}");
}

#[test]
fn what_a_table_of_ones_own_cannot_tell_is_said() {
    let items = "[disclosure]\nregime = \"custom\"\n\
        [[disclosure.item]]\ntell = \"winner-points\"\nto = [\"public\", \"loser\"]\nduty = \"must\"\n\
        [[disclosure.item]]\ntell = \"winner-name\"\nto = [\"loser\"]\nduty = \"must\"\n";
    let workspace = Case { head: items, ..Case::default() }.awarded();
    let said = check(&workspace);
    assert!(
        said.contains("winner-points told to public, and it is not: a notice has no place for it"),
        "{said}"
    );
    assert!(
        said.contains("winner-points told to loser, and it is not: it stands beside `own-points`"),
        "{said}"
    );
    let letter = done(&workspace, &["debrief", "beta"]).out;
    assert!(letter.contains("as told by the buyer"), "{letter}");
}

/// The clock starts where the law starts it, and what letters told a notice tells.
#[test]
fn uk_20_the_standstill_is_that_of_the_letters_and_counts_from_the_notice() {
    let head = regime("uk").replace("published = 2026-12-01\n", "");
    let case = Case { head: &head, offers: &RELEASED, ..Case::default() };
    let workspace = case.awarded();
    let all = done(&workspace, &["debrief", "--all", "-o", "l"]);
    assert!(
        all.err.contains("nothing says when")
            && !read(&workspace, "l/debrief-beta.md").contains("standstill"),
        "{all}"
    );
    refused(&workspace, &["notice"], "[notice] published");
    let notice = done(&workspace, &["notice", "--date", "2026-12-01"]).out;
    assert!(notice.contains("2026-12-10 at the earliest"), "{notice}");
    // A later end in the letters is the end in the notice, and before it nothing is signed.
    let head = regime("uk");
    let case = Case { head: &head, offers: &RELEASED, ..Case::default() };
    let later = case.awarded();
    done(&later, &["debrief", "--all", "-o", "l", "--standstill", "2026-12-31"]);
    let notice = done(&later, &["notice", "-o", "n.md"]);
    assert!(read(&later, "n.md").contains("2026-12-31"), "{notice}");
    let signed = |day: &'static str| ["notice", "--phase", "signed", "--date", day];
    refused(&later, &signed("2026-12-31"), "the standstill ends on 2026-12-31");
    done(&later, &signed("2027-01-01"));
    // No clock starts before there is anything to wait for.
    let early = head.replace("2026-12-01", "2026-11-20");
    let early = Case { head: &early, offers: &RELEASED, ..Case::default() }.awarded();
    refused(&early, &["debrief", "--all", "-o", "l"], "before the award of 2026-11-27");
    assert!(check(&early).contains("published is 2026-11-20, before the award"));
}

/// A letter bears the day on which it goes out, and the notice tells that day.
#[test]
fn uk_20_letters_are_given_when_they_are_written() {
    let head = regime("uk");
    let workspace = Case { head: &head, offers: &RELEASED, ..Case::default() }.workspace();
    done(&workspace, &["award", "--to", "alpha", "--by", "A", "--on", "2026-11-20"]);
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    let letter = read(&workspace, "l/debrief-beta.md");
    assert!(!letter.contains("2026-11-20"), "{letter}");
    refused(
        &workspace,
        &["debrief", "beta", "--draft", "--date", "1990-01-01"],
        "before the award of 2026-11-20",
    );
}

fn to_alpha<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["award", "--to", "alpha"][..], more].concat()
}

#[test]
fn days_that_cannot_be_are_refused() {
    let workspace = Case::default().workspace();
    refused(&workspace, &to_alpha(&["--by", "A", "--on", "2398-01-01"]), "more than a year ahead");
    refused(&workspace, &to_alpha(&["--by", "A; chair; 2399-01-01"]), "nobody can have signed");
    done(&workspace, &to_alpha(&["--by", "A", "--on", "2026-11-27"]));
    let again = ["--by", "A", "--reason", "x", "--on", "2026-11-26"];
    refused(&workspace, &to_alpha(&again), "before the award of 2026-11-27");
}

#[test]
fn uk_15_a_year_that_no_calendar_knows_has_the_end_that_the_buyer_sets() {
    let head = regime("uk").replace("2026-12-01", "2036-01-10");
    let case = Case { head: &head, offers: &RELEASED, ..Case::default() };
    refused(&case.awarded(), &["debrief", "--all", "-o", "l"], "standstill_ends");
    done(&case.awarded(), &["debrief", "--all", "-o", "l", "--standstill", "2036-02-01"]);
    let set = head.replace("published", "standstill_ends = 2036-02-01\npublished");
    let workspace = Case { head: &set, ..case }.awarded();
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    assert!(read(&workspace, "l/debrief-beta.md").contains("2036-02-01"));
}

#[test]
fn a_record_that_no_award_can_be_is_no_award() {
    let workspace = Case::default().awarded();
    let record = read(&workspace, "criteria/award/d.toml");
    for (from, to, said) in [
        ("share = 100", "share = 60", "come to 60 %"),
        ("share = 100", "share = 250", "come to 250 %"),
        ("score = 74", "score = 99", "another in the ranking"),
    ] {
        assert!(record.contains(from), "{record}");
        workspace.write("criteria/award/d.toml", record.replacen(from, to, 1));
        let output = workspace.weigh(&["check"]);
        let flat = output.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(output.code == Some(1) && flat.contains(said), "{from} {to}: {output}");
    }
    let start = record.find("winners").unwrap();
    let end = record[start..].find("\non ").map(|at| start + at).unwrap();
    let none = format!("{}winners = []{}", &record[..start], &record[end..]);
    workspace.write("criteria/award/d.toml", none);
    assert!(check(&workspace).contains("without a reason"), "{}", check(&workspace));
}

#[test]
fn who_ends_a_procedure_recommends_nobody() {
    let workspace = Case::default().workspace();
    done(&workspace, &["award", "--none", "--by", "A", "--reason", "No budget"]);
    let report = done(&workspace, &["report", "--to", "md", "--sections", "summary", "-o", "-"]).out;
    assert!(!report.contains("Recommended") && report.contains("and not awarded: Alpha Oy"), "{report}");
}

#[test]
fn a_must_have_is_passed_over_with_one_reason() {
    let head = "[gates.iso]\nname = \"ISO\"\nfact = \"iso\"\nis = true\n";
    let workspace = Case { head, ..Case::default() }.workspace();
    change(&workspace, "vendors/d/alpha.toml", "[facts]\n", "[facts]\niso = false\n");
    let award =
        ["award", "--to", "alpha", "--by", "A", "--despite", "iso: first", "--despite", "iso: second"];
    refused(&workspace, &award, "named twice");
}

#[test]
fn a_vendor_that_is_called_otherwise_is_named() {
    let workspace = Case::default().awarded();
    change(&workspace, "vendors/d/beta.toml", "Beta Ltd", "Beta Group");
    assert!(check(&workspace).contains("Beta Group was called Beta Ltd then"), "{}", check(&workspace));
}

/// What moves no score is told with its vendor and its place; a record of before this was kept says it in general.
#[test]
fn what_is_stated_otherwise_is_named() {
    let gate = "[gates.iso]\nname = \"ISO 27001\"\nfact = \"iso\"\nis = true\n";
    let workspace = Case { head: gate, ..Case::default() }.workspace();
    for vendor in ["alpha", "beta", "gamma"] {
        change(&workspace, &format!("vendors/d/{vendor}.toml"), "[facts]", "[facts]\niso = true\nteams = 4");
    }
    done(&workspace, &["award", "--to", "alpha", "--by", "A", "--on", "2026-11-27"]);
    change(&workspace, "vendors/d/beta.toml", "fcr = 70", "fcr = { value = 70, source = \"a call\" }");
    change(&workspace, "vendors/d/beta.toml", "teams = 4", "teams = 5");
    change(&workspace, "vendors/d/gamma.toml", "iso = true", "iso = { value = true, note = \"seen\" }");
    let said = check(&workspace);
    for one in [
        "A002",
        "Beta Ltd is stated otherwise on Solved first (fact fcr), fact teams",
        "Gamma SA is stated otherwise on ISO 27001 (fact iso)",
    ] {
        assert!(said.contains(one), "no {one}: {said}");
    }
    assert!(!said.contains("Alpha Oy is stated"), "{said}");
    change(&workspace, "vendors/d/beta.toml", "value = 70", "value = 72");
    let said = check(&workspace);
    assert!(said.contains("and has") && said.contains("; it is stated otherwise on Solved first"), "{said}");
    change(&workspace, "vendors/d/beta.toml", "value = 72", "value = 70");
    let record = read(&workspace, "criteria/award/d.toml");
    let before = record.split("[award.prints]").next().unwrap();
    workspace.write("criteria/award/d.toml", before);
    let said = check(&workspace);
    assert!(said.contains("A fact, a mark or a remark is another"), "{said}");
    assert!(said.contains("this record keeps no more than that"), "{said}");
}

/// What is only told changes no lock and no number, however the fact was written before.
#[test]
fn a_release_on_a_plain_fact_leaves_locks_and_results_as_they_are() {
    let workspace = Case::default().workspace();
    done(&workspace, &["report", "--to", "json,xlsx", "-o", "h"]);
    workspace.write("rank.json", workspace.weigh(&["rank", "--format", "json"]).out);
    done(&workspace, &["award", "--to", "alpha", "--by", "A"]);
    done(&workspace, &["lock", "all", "--by", "A"]);
    change(&workspace, "vendors/d/alpha.toml", "fcr = 82", "fcr = { value = 82, release = \"yes\" }");
    for file in ["h/d.json", "h/d.xlsx", "rank.json"] {
        let output = workspace.weigh(&["verify", file]);
        assert_eq!(output.code, Some(0), "{file}: {output}");
    }
    assert!(!check(&workspace).contains("L001"), "{}", check(&workspace));
    change(&workspace, "vendors/d/alpha.toml", "value = 82", "value = 83");
    assert!(check(&workspace).contains("vendors.alpha.facts.fcr was 82, is 83"), "{}", check(&workspace));
}

/// Money has many names, and what is called a price is kept as one in any other unit.
#[test]
fn lk_01_money_is_known_however_it_is_written() {
    for unit in ["kEUR", "TEUR", "euro", "eur", "Euro/h", "ct/min", "points", "per hour"] {
        let head = "[disclosure]\ntell = [\"winner-points\"]\n";
        let workspace = Case { head, unit: &format!("unit = \"{unit}\""), ..Case::default() }.awarded();
        refused(&workspace, &["debrief", "beta", "-o", "b.md"], "Price of Alpha Oy");
    }
    let sealed = "[rule]\nsealed = true\n";
    for unit in ["kEUR", "euro", "ct/min"] {
        let workspace =
            Case { head: sealed, unit: &format!("unit = \"{unit}\""), ..Case::default() }.workspace();
        let said = workspace.weigh(&["explain", "alpha"]).out;
        assert!(!said.contains("130"), "{unit}: {said}");
    }
    // Where a price is owed and none is known, that is said.
    let us = regime("us").replace("[notice]", "[notice]\n");
    let marks = "{ worst = 100, best = 200 }";
    let workspace =
        Case { head: &us, unit: "unit = \"points\"", scale: marks, ..Case::default() }.workspace();
    done(&workspace, &["award", "--to", "alpha", "--by", "A", "--on", "2026-11-27", "--reason", "x"]);
    assert!(check(&workspace).contains("Alpha Oy: its price is told, and no fact of it is known as a price"));
    let owed = "the price of Alpha Oy is owed, and no fact";
    assert!(done(&workspace, &["debrief", "beta", "--draft"]).err.contains(owed));
    refused(&workspace, &["debrief", "--all", "-o", "l"], owed);
}

#[test]
fn no_what_if_of_a_unit_or_a_fact_opens_the_seal() {
    let workspace = Case { head: "[rule]\nsealed = true\n", ..Case::default() }.workspace();
    for set in ["criteria.price.unit=points", "criteria.price.scale={ worst = 100, best = 200 }"] {
        for command in [&["rank"][..], &["explain", "alpha"], &["compare", "alpha", "beta"]] {
            let said = workspace.weigh(&[command, &["--set", set]].concat());
            assert!(!said.out.contains("130") && !said.out.contains("74"), "{set}: {said}");
        }
    }
}

/// From the fingerprint of all inputs one could try what a price is.
#[test]
fn lk_10_no_letter_bears_the_fingerprint_of_prices() {
    let workspace = Case::default().awarded();
    for command in [&["debrief", "beta"][..], &["notice"], &["debrief", "beta", "--draft"]] {
        let text = done(&workspace, command).out;
        assert!(text.contains("rule ") && !text.contains("inputs "), "{text}");
    }
}

/// What goes to standard output is noted nowhere, so it counts as if all the others had theirs.
#[test]
fn lk_06_a_letter_that_is_not_noted_counts_with_all_that_may_follow() {
    let offers = [
        ("Alpha Oy", "300", "90"),
        ("Beta Ltd", "340", "70"),
        ("Gamma SA", "430", "75"),
        ("Delta Oy", "500", "60"),
    ];
    let case = Case { scale: "{ formula = \"span\" }", offers: &offers, ..Case::default() };
    let workspace = case.awarded();
    refused(&workspace, &["debrief", "beta"], "`Beta Ltd` and `Gamma SA` can work out Price");
    done(&workspace, &["debrief", "beta", "-o", "b.md"]);
    done(&Case::default().awarded(), &["debrief", "beta"]);
}

/// How much points by a formula that may be any tell is not worked out: those that are known count as telling.
#[test]
fn lk_03_a_typed_formula_is_looked_at_as_any_other() {
    let offers = [
        ("Alpha Oy", "130", "86"),
        ("Bestie", "128", "70"),
        ("Gamma SA", "131", "72"),
        ("Delta Oy", "133", "66"),
    ];
    let head = "[disclosure]\ntell = [\"winner-rating\"]\nleave_out = [\"winner-band\"]\n";
    let scale = "{ expr = \"200 - facts.price\", full = 100 }";
    let workspace = Case { head, scale, offers: &offers, ..Case::default() }.awarded();
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    refused(&workspace, &["notice", "--unlinked", "-o", "n.md"], "Price of Alpha Oy");
    let points = ["notice", "--unlinked", "--points", "-o", "n.md"];
    refused(&workspace, &points, "points on Price give away what Alpha Oy asks");
}

#[test]
fn pr_04_a_tie_and_an_award_past_a_must_have_are_told_as_they_are() {
    let offers = [("Alpha Oy", "130", "82"), ("Beta Ltd", "120", "76"), ("Gamma SA", "131", "75")];
    let tie = Case { head: "[rule]\nties = [\"fcr\"]\n", offers: &offers, ..Case::default() }.awarded();
    let text = done(&tie, &["debrief", "beta"]).out;
    assert!(text.contains("of equal ones the rule of the procedure says which comes first"), "{text}");
    let gate = "[gates.iso]\nname = \"ISO\"\nfact = \"iso\"\nis = true\n";
    let workspace = Case { head: gate, ..Case::default() }.workspace();
    for (vendor, iso) in [("alpha", false), ("beta", true), ("gamma", true)] {
        change(&workspace, &format!("vendors/d/{vendor}.toml"), "[facts]", &format!("[facts]\niso = {iso}"));
    }
    done(&workspace, &["award", "--to", "alpha", "--by", "A", "--despite", "iso: A waiver."]);
    let text = done(&workspace, &["debrief", "gamma"]).out;
    assert!(text.contains("The work goes to an offer outside of the ranking"), "{text}");
    assert!(text.contains("Awarded although it does not pass ISO: A waiver."), "{text}");
}

/// Who is cheaper than the winner is not told that this one is ahead on the price.
#[test]
fn eu_03_a_price_that_is_withheld_is_not_said_to_be_ahead() {
    let eu = regime("eu");
    let keeps = |price: &'static str| {
        let offers = [("Alpha Oy", price, "{ value = 82, release = \"no\" }"), RELEASED[1], RELEASED[2]];
        let workspace = Case { head: &eu, offers: &offers, ..Case::default() }.awarded();
        done(&workspace, &["debrief", "--all", "-o", "l"]);
        ["beta", "gamma"].map(|to| read(&workspace, &format!("l/debrief-{to}.md")))
    };
    for text in keeps("{ value = 130, release = \"no\" }") {
        assert!(text.contains("Price: its price, and whether it is ahead on that: withheld"), "{text}");
    }
    for text in keeps("{ value = 130, release = \"summary\", summary = \"fair\" }") {
        assert!(
            text.contains("Price: whether it is ahead on what hangs on prices is not told; fair"),
            "{text}"
        );
    }
}

#[test]
fn uk_07_points_for_what_the_winner_does_not_state_are_explained() {
    let uk = format!("{}[rule]\nunknown = \"best\"\n", regime("uk"));
    let offers = [("Alpha Oy", "130", "{}"), RELEASED[1], RELEASED[2]];
    let workspace = Case { head: &uk, offers: &offers, ..Case::default() }.awarded();
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    let text = read(&workspace, "l/debrief-gamma.md");
    assert!(text.contains("Solved first: the offer states nothing on this"), "{text}");
}

/// UK-16: what is written before an award bears its day, and follows no rule on assessment summaries.
#[test]
fn uk_16_letters_before_an_award_bear_their_day_and_cite_what_is_of_them() {
    let gate = "[gates.iso]\nname = \"ISO\"\nfact = \"iso\"\nis = true\n";
    for (name, cites) in [("uk", ""), ("us", "FAR subpart 15.5"), ("eu", "Directive 2014/24/EU")] {
        let head = format!("{gate}{}", regime(name));
        let workspace = Case { head: &head, ..Case::default() }.workspace();
        change(&workspace, "vendors/d/gamma.toml", "[facts]", "[facts]\niso = false");
        done(&workspace, &["debrief", "--all", "--phase", "excluded", "-o", "e"]);
        let text = read(&workspace, "e/debrief-gamma.md");
        assert!(text.contains("Debrief · X · 20"), "{text}");
        assert_eq!(text.contains("This letter follows"), !cites.is_empty(), "{text}");
        assert!(text.contains(cites) && !text.contains("section 50"), "{text}");
    }
}

/// Who wins after an award to another holds a letter that says otherwise, and is written to.
#[test]
fn eu_01_who_wins_later_and_who_wins_at_once_are_written_to() {
    let workspace = Case::default().awarded();
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    assert!(!workspace.path().join("l/debrief-alpha.md").exists());
    done(&workspace, &["award", "--to", "beta", "--by", "A", "--reason", "Overruled"]);
    done(&workspace, &["debrief", "--all", "-o", "l2"]);
    let beta = read(&workspace, "l2/debrief-beta.md");
    assert!(beta.contains("The work goes to you.") && beta.contains("takes the place of the one"), "{beta}");
    // EU-01, EI-01: the decision is told to each tenderer.
    for name in ["eu", "eu-institutions"] {
        let workspace = Case { head: &regime(name), offers: &RELEASED, ..Case::default() }.awarded();
        done(&workspace, &["debrief", "--all", "-o", "l"]);
        assert!(read(&workspace, "l/debrief-alpha.md").contains("The work goes to you."));
    }
}

#[test]
fn eu_01_a_procedure_without_an_award_has_no_standstill() {
    for name in ["uk", "eu"] {
        let workspace = Case { head: &regime(name), ..Case::default() }.workspace();
        done(&workspace, &["award", "--none", "--by", "A", "--on", "2026-11-27", "--reason", "No budget"]);
        for command in [&["debrief", "beta", "--draft"][..], &["notice"]] {
            let text = done(&workspace, command).out.to_lowercase();
            assert!(!text.contains("standstill") && !text.contains("section 50"), "{text}");
        }
    }
}

#[test]
fn us_10_a_debriefing_is_not_offered_in_itself_nor_a_must_have_missed_that_is_met() {
    let us = regime("us");
    let workspace = Case { head: &us, ..Case::default() }.workspace();
    done(&workspace, &["disqualify", "gamma", "--reason", "Bribes"]);
    done(&workspace, &["award", "--to", "alpha", "--by", "A", "--on", "2026-11-27"]);
    assert!(!done(&workspace, &["debrief", "beta"]).out.contains("A debriefing can be asked for"));
    let gamma = done(&workspace, &["debrief", "gamma", "--draft"]).out;
    assert!(gamma.contains("is not considered further.") && !gamma.contains("that was a must"), "{gamma}");
    done(&workspace, &["debrief", "--all", "-o", "l"]);
    assert!(read(&workspace, "l/debrief-beta.md").contains("within 3 days after you got this letter"));
}

/// What is not stated counts as the rule has it, and the reason says how.
#[test]
fn uk_06_what_is_not_stated_is_told_with_how_it_counts() {
    for (unknown, said) in [("worst", "counts as the worst"), ("middle", "counts as the middle of the scale")]
    {
        let rule = format!("[rule]\nunknown = \"{unknown}\"\n");
        let offers = [RELEASED[0], ("Beta Ltd", "128", "{}"), RELEASED[2]];
        let text =
            done(&Case { head: &rule, offers: &offers, ..Case::default() }.awarded(), &["debrief", "beta"]);
        assert!(text.out.contains(&format!("Your offer does not say, which {said}. The scale:")), "{text}");
    }
}

/// After the contract the standstill counts from the notice that was handed over, and not from the day of the next one.
#[test]
fn uk_20_after_the_contract_no_new_standstill_begins() {
    let head = regime("uk").replace("published = 2026-12-01\n", "");
    let workspace = Case { head: &head, offers: &RELEASED, ..Case::default() }.awarded();
    done(&workspace, &["debrief", "--all", "-o", "l", "--date", "2026-12-02"]);
    done(&workspace, &["notice", "-o", "n.md", "--date", "2026-12-02"]);
    done(&workspace, &["notice", "--phase", "signed", "-o", "s.md", "--date", "2026-12-15"]);
    refused(
        &workspace,
        &["notice", "--phase", "signed", "-o", "t.md", "--date", "2026-12-08"],
        "the standstill ends on",
    );
}
