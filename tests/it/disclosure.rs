//! What letters and notices tell, regime by regime: tests bear the ids of the items.

mod items;
mod record;
mod taint;

use std::collections::BTreeSet;
use std::fs;

use weigh::decision::Date;
use weigh::decision::disclosure::{Addressee, Part, Phase, Publication, RegimeName};
use weigh::record::deadline::{eu_days, standstill, uk_working_days, us_days};
use weigh::record::regime;

use crate::support::{Output, Workspace};

/// Everything in it is a marker: no two texts and no two numbers are the same.
const CRITERIA: &str = "title = \"Desk\"\n\
    [gates.iso]\nname = \"ISO 27001\"\nfact = \"iso\"\nis = true\n\
    [criteria.price]\nname = \"Hourly price\"\nweight = 50\nunit = \"EUR/h\"\nscale = { worst = 60, best = 10 }\n\
    [criteria.place]\nname = \"Place\"\nweight = 20\nscale = { levels = { abroad = 0, near = 60, here = 100 } }\n\
    [criteria.depth]\nname = \"Depth\"\nweight = 30\nunit = \"people\"\nscale = { worst = 0, best = 900 }\n\
    [rule]\nweights = 100\nrounding = { criterion = \"2 half-up\", total = \"2 half-up\" }\n";
const NOTICE: &str = "[notice]\nauthority = \"City of Testing\"\nreference = \"REF-77\"\ncontact = \"desk@testing\"\n\
    procedure = \"open\"\nreview = \"Court of Testing\"\npublished = 2026-12-01\n\
    estimated_value = 4200000\n";

fn vendor(name: &str, iso: bool, price: &str, place: &str, depth: &str, head: &str) -> String {
    format!(
        "name = \"{name}\"\n{head}\n[facts]\niso = {iso}\n\
         price = {{ value = {price}, unit = \"EUR/h\", note = \"PRICENOTE-{name}\" }}\n\
         place = {{ value = \"{place}\", note = \"PLACENOTE-{name}\", release = \"no\" }}\n\
         depth = {{ value = {depth}, unit = \"people\", source = \"SOURCE-{name}\", note = \"DEPTHNOTE-{name}\", release = \"no\" }}\n\
         [contact]\naddress = \"Street of {name}\"\nemail = \"mail@{name}\"\nidentifier = \"ID-{name}\"\n"
    )
}

/// A decision with a winner, two losers, one that fails a must-have, one disqualified and one that withdrew.
fn desk(disclosure: &str) -> Workspace {
    let out = |status: &str| format!("status = \"{status}\"\nreason = \"REASON-{status}\"");
    let workspace = Workspace::new(
        &format!("{CRITERIA}{NOTICE}{disclosure}\n"),
        &[
            ("aava", &vendor("Aava", true, "20.11", "here", "811", "")),
            ("bris", &vendor("Bris", true, "31.07", "near", "622", "")),
            ("cove", &vendor("Cove", true, "41.03", "abroad", "533", "")),
            ("dune", &vendor("Dune", false, "15.29", "here", "444", "")),
            ("elm", &vendor("Elm", true, "17.31", "near", "355", &out("withdrawn"))),
            ("fern", &vendor("Fern", true, "18.37", "near", "266", &out("disqualified"))),
        ],
    );
    let award = [
        "award",
        "--to",
        "aava",
        "--by",
        "A. Buyer",
        "--on",
        "2026-12-01",
        "--reason",
        "RATIONALE of the board",
    ];
    assert_eq!(workspace.weigh(&award).code, Some(0));
    workspace
}

fn regime_of(name: &str) -> String {
    format!("[disclosure]\nregime = \"{name}\"\n")
}

/// A letter on request; `public` is the notice.
fn letter(workspace: &Workspace, to: &str, phase: &str) -> Output {
    // After the contract is after the standstill.
    let date = if phase == "signed" { "2027-01-11" } else { "2026-12-01" };
    let output = match to {
        "public" => workspace.weigh(&["notice", "--phase", phase, "--date", date]),
        // Where all are told together, one alone is a draft.
        _ => workspace.weigh(&["debrief", to, "--phase", phase, "--draft", "--date", date]),
    };
    assert_eq!(output.code, Some(0), "{to} {phase}: {output}");
    output
}

/// Which markers of the winner and of others a text holds.
fn markers(text: &str) -> BTreeSet<&'static str> {
    const MARKERS: [(&str, &str); 12] = [
        ("winner", "Aava"),
        ("winner's address", "Street of Aava"),
        ("winner's price", "20.11"),
        ("winner's points", "39.89"),
        ("winner's score", "86.92"),
        ("winner's fact", "811"),
        ("rationale", "RATIONALE"),
        ("others", "Cove"),
        ("others' price", "41.03"),
        ("others' points", "18.97"),
        ("notes", "NOTE-"),
        ("sources", "SOURCE-"),
    ];
    MARKERS.iter().filter(|(_, marker)| text.contains(marker)).map(|(name, _)| *name).collect()
}

fn told(regime: &str, to: &str, phase: &str) -> BTreeSet<&'static str> {
    markers(&letter(&desk(&regime_of(regime)), to, phase).out)
}

fn set(names: &[&'static str]) -> BTreeSet<&'static str> {
    names.iter().copied().collect()
}

/// Every regime, addressee and phase at once: exactly the markers that the table says are found.
#[test]
fn lk_09_markers_are_those_that_the_regime_phase_and_addressee_have() {
    const NAMED: [&str; 2] = ["winner", "rationale"];
    let uk = ["winner", "winner's points", "winner's score", "rationale"];
    let wb = ["winner", "winner's address", "winner's price", "others", "others' price"];
    let cases: [(&str, &str, &str, &[&str]); 31] = [
        ("private", "bris", "decided", &NAMED),
        ("private", "dune", "decided", &["winner"]),
        ("private", "fern", "decided", &["winner"]),
        ("private", "elm", "decided", &[]),
        ("private", "public", "decided", &["winner"]),
        ("private", "dune", "excluded", &[]),
        ("eu", "bris", "decided", &NAMED),
        ("eu", "dune", "decided", &["rationale"]),
        ("eu", "elm", "decided", &[]),
        ("eu", "dune", "excluded", &[]),
        ("eu", "public", "decided", &["winner"]),
        ("eu", "public", "signed", &["winner", "winner's address", "winner's price"]),
        ("eu-institutions", "bris", "decided", &["winner", "winner's price", "rationale"]),
        ("eu-institutions", "dune", "decided", &[]),
        ("eu-institutions", "public", "decided", &["winner"]),
        ("uk", "bris", "decided", &uk),
        ("uk", "dune", "decided", &NAMED),
        ("uk", "elm", "decided", &[]),
        ("uk", "dune", "excluded", &[]),
        ("uk", "public", "decided", &["winner", "winner's address"]),
        ("us", "dune", "excluded", &[]),
        ("us", "fern", "excluded", &[]),
        ("us", "bris", "decided", &["winner", "winner's address", "winner's price", "rationale"]),
        ("us", "dune", "decided", &["winner", "winner's address", "winner's price", "rationale"]),
        ("us", "public", "decided", &["winner", "winner's address", "winner's price"]),
        ("us", "elm", "decided", &[]),
        ("world-bank", "bris", "decided", &wb),
        ("world-bank", "dune", "decided", &wb),
        ("world-bank", "dune", "excluded", &[]),
        ("world-bank", "elm", "decided", &[]),
        ("world-bank", "public", "signed", &wb),
    ];
    let mut wrong = Vec::new();
    for (regime, to, phase, expected) in cases {
        let (told, expected) = (told(regime, to, phase), set(expected));
        if told != expected {
            wrong.push(format!("{regime} {to} {phase}: {told:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn us_03_a_letter_before_the_award_says_nothing_of_others() {
    let workspace = desk(&regime_of("us"));
    fs::remove_file(workspace.path().join("criteria/award/d.toml")).unwrap();
    let output = workspace.weigh(&["debrief", "dune", "--phase", "excluded"]);
    assert_eq!(output.code, Some(0), "{output}");
    for other in ["Aava", "Bris", "Cove", "Elm", "Fern", "rank", "of 6", "6 offers"] {
        assert!(!output.out.contains(other), "{other}: {output}");
    }
    assert!(output.out.contains("ISO 27001") && output.out.contains("not passed"), "{output}");
    // Who is not out is not written to before an award.
    assert_eq!(workspace.weigh(&["debrief", "bris", "--phase", "excluded"]).code, Some(2));
}

/// PR-04, UK-06, EU-02, US-05: each criterion has a reason from the addressee's own fact, with the next better step.
#[test]
fn uk_06_each_criterion_has_the_own_points_and_a_reason_with_the_next_better_step() {
    let workspace = desk(&regime_of("uk"));
    let letter = letter(&workspace, "bris", "decided").out;
    for said in [
        "Your offer: 31.07 EUR/h. It earns 57.9 % of the points; 10 EUR/h would earn 100 %.",
        "Your offer: near. It earns 60 % of the points; here would earn 100 %.",
        "Your offer: 622 people. It earns 69.1 % of the points; 900 people would earn 100 %.",
    ] {
        assert!(letter.contains(said), "{said}\n{letter}");
    }
    // UK-04, UK-05, UK-13, UK-15.
    for said in ["Street of Bris", "ID-Bris", "28.93", "Hourly price", "Court of Testing", "REF-77"] {
        assert!(letter.contains(said), "{said}\n{letter}");
    }
}

/// Full points have a reason as well.
#[test]
fn uk_06_full_points_have_a_reason_too() {
    let workspace = desk(&regime_of("uk"));
    let letter = letter(&workspace, "aava", "decided").out;
    assert!(letter.contains("Your offer: here. That is the best the scale knows."), "{letter}");
    assert!(letter.contains("The work goes to you."), "{letter}");
}

/// With names taken out, the reasons of two losers differ, since their facts do.
#[test]
fn pr_04_two_losers_get_other_reasons() {
    let workspace = desk("");
    let reasons = |to: &str| {
        let text = letter(&workspace, to, "decided").out;
        text.split("Why your offer has these points").nth(1).unwrap().to_owned()
    };
    assert_ne!(reasons("bris"), reasons("cove"));
}

#[test]
fn uk_02_one_set_for_all_that_were_judged_the_winner_too() {
    let workspace = desk(&regime_of("uk"));
    let alone = workspace.weigh(&["debrief", "bris"]);
    assert!(alone.code == Some(2) && alone.err.contains("--all"), "{alone}");
    let all = workspace.weigh(&["debrief", "--all", "-o", "letters"]);
    assert_eq!(all.code, Some(0), "{all}");
    for vendor in ["aava", "bris", "cove", "dune", "fern"] {
        assert!(workspace.path().join(format!("letters/debrief-{vendor}.md")).exists(), "{vendor}");
    }
    let log = String::from_utf8(workspace.read("criteria/letters/d.toml")).unwrap();
    assert_eq!(log.matches("[[sent]]").count(), 6, "{log}");
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
}

/// UK-12, EU-10: what is withheld is told as withheld, with its ground and its rule.
#[test]
fn uk_12_what_is_withheld_is_told_with_its_ground() {
    let workspace = desk(&regime_of("uk"));
    let before = letter(&workspace, "bris", "decided").out;
    assert!(before.contains("Depth: withheld under section 94(1)(a)"), "{before}");
    let release = |said: &str| {
        let file = workspace.path().join("vendors/d/aava.toml");
        let text = fs::read_to_string(&file).unwrap();
        let line = text.lines().find(|line| line.starts_with("depth")).unwrap();
        let bare = line.split(", release").next().unwrap().trim_end_matches(" }").to_owned();
        fs::write(&file, text.replace(line, &format!("{bare}, {said} }}"))).unwrap();
        letter(&workspace, "bris", "decided").out
    };
    let yes = release("release = \"yes\"");
    assert!(yes.contains("Depth: 811 people."), "{yes}");
    let summary = release("release = \"summary\", summary = \"More than twice the team\"");
    assert!(summary.contains("Depth: More than twice the team") && !summary.contains("811"), "{summary}");
    let no = release("release = \"no\", ground = \"trade secret\"");
    assert!(
        no.contains(
            "Depth: withheld under section 94(1)(a) of the Procurement Act 2023, as it is a trade secret."
        ),
        "{no}"
    );
    // A release is in no fingerprint: the award stands.
    let award = workspace.weigh(&["award"]).out;
    assert!(!award.contains("Different"), "{award}");
}

#[test]
fn us_06_prices_of_both_and_the_rating_are_told_after_the_award() {
    let workspace = desk(&regime_of("us"));
    let letter = letter(&workspace, "bris", "decided").out;
    for said in ["20.11 EUR/h", "31.07 EUR/h", "Beside what is price, your offer has", "rank 2 of 3"] {
        assert!(letter.contains(said), "{said}\n{letter}");
    }
    // US-11: no comparison point by point.
    assert!(!letter.contains("39.89"), "{letter}");
}

#[test]
fn pr_07_who_withdrew_is_thanked_and_told_nothing() {
    for regime in ["private", "eu", "uk", "us", "world-bank"] {
        let letter = letter(&desk(&regime_of(regime)), "elm", "decided").out;
        assert!(letter.contains("You have withdrawn your offer"), "{letter}");
        assert!(!letter.contains("points"), "{letter}");
    }
}

#[test]
fn a_buyers_own_table_is_followed() {
    let items = "[disclosure]\nregime = \"custom\"\n\
        [[disclosure.item]]\ntell = \"winner-price\"\nto = [\"loser\"]\nduty = \"must\"\n\
        [[disclosure.item]]\ntell = \"winner-name\"\nto = [\"loser\"]\nphase = [\"signed\"]\nduty = \"must\"\n";
    let workspace = desk(items);
    assert_eq!(markers(&letter(&workspace, "bris", "decided").out), set(&["winner's price"]));
    assert_eq!(markers(&letter(&workspace, "bris", "signed").out), set(&["winner", "winner's price"]));
    let broken = desk("");
    broken.write("criteria/d.toml", format!("{CRITERIA}[disclosure]\nregime = \"custom\"\n"));
    assert_eq!(broken.weigh(&["check"]).code, Some(1));
}

/// A reason that was written goes before the one that weigh writes; it is in the file of the letters.
#[test]
fn a_written_reason_is_told() {
    let workspace = desk("");
    workspace.write(
        "criteria/letters/d.toml",
        "[reasons.bris]\ndepth = \"Half of the team starts in June alone.\"\n",
    );
    let letter = letter(&workspace, "bris", "decided").out;
    assert!(letter.contains("Half of the team starts in June alone."), "{letter}");
}

/// UK-22, EU-16: nobody's points stand in a notice.
#[test]
fn uk_22_no_points_stand_in_a_notice() {
    for regime in ["private", "eu", "eu-institutions", "uk", "us"] {
        let notice = letter(&desk(&regime_of(regime)), "public", "decided").out;
        for number in ["86.92", "39.89", "28.93", "Bris", "Cove"] {
            assert!(!notice.contains(number), "{regime} {number}: {notice}");
        }
    }
}

#[test]
fn every_row_of_a_regime_has_an_id_and_what_is_not_read_is_not_printed_as_law() {
    for regime in regime::ALL {
        for row in regime.rows {
            assert!(row.id.len() == 5 && !row.parts.is_empty() && !row.to.is_empty(), "{row:?}");
            let is_read = matches!(row.source, regime::Source::Text | regime::Source::Guidance);
            assert!(is_read || row.printed_section().is_none(), "{row:?}");
        }
        // Nobody that withdrew is told anything but that.
        let to_withdrawn = regime.rows.iter().filter(|row| row.to.contains(&Addressee::Withdrew));
        assert!(to_withdrawn.clone().all(|row| row.id == "PR-07"), "{:?}", regime.name);
    }
    let uk = regime::find(RegimeName::Uk).unwrap();
    assert!(
        uk.rows
            .iter()
            .any(|row| row.parts.contains(&Part::WinnerPoints) && row.phases.contains(&Phase::Decided))
    );
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The vectors of the regimes' counting.
#[test]
fn deadlines_are_counted_as_each_regime_counts() {
    for (from, last) in [
        ("2024-12-24", "2025-01-08"),
        ("2025-12-18", "2025-12-31"),
        ("2025-12-19", "2026-01-05"),
        ("2026-03-12", "2026-03-24"),
        ("2026-07-08", "2026-07-20"),
        ("2026-11-27", "2026-12-09"),
        ("2026-11-28", "2026-12-10"),
        ("2026-12-01", "2026-12-10"),
        ("2026-12-18", "2026-12-31"),
        ("2027-03-24", "2027-04-06"),
    ] {
        assert_eq!(uk_working_days(day(from), 8), Ok(day(last)), "UK {from}");
    }
    let christmas = [day("2026-12-25"), day("2026-12-26")];
    assert_eq!(eu_days(day("2026-12-15"), 10, false, &christmas), Ok(day("2026-12-25")));
    assert_eq!(eu_days(day("2026-12-15"), 10, true, &christmas), Ok(day("2026-12-28")));
    let easter = [day("2010-04-02"), day("2010-04-05")];
    assert_eq!(eu_days(day("2010-03-23"), 10, false, &easter), Ok(day("2010-04-02")));
    assert_eq!(eu_days(day("2010-03-23"), 10, true, &easter), Ok(day("2010-04-06")));
    for (from, days, last) in [
        ("2026-12-01", 3, "2026-12-04"),
        ("2026-12-02", 3, "2026-12-07"),
        ("2026-12-07", 5, "2026-12-14"),
        ("2026-12-14", 5, "2026-12-21"),
        ("2026-12-14", 10, "2026-12-24"),
    ] {
        assert_eq!(us_days(day(from), days), Ok(day(last)), "US {from} {days}");
    }
    assert!(uk_working_days(day("2040-01-02"), 8).is_err());
}

#[test]
fn uk_01_the_letter_counts_the_standstill_and_takes_no_earlier_end() {
    let workspace = desk(&regime_of("uk"));
    let text = letter(&workspace, "bris", "decided").out;
    assert!(
        text.contains(
            "The standstill ends at midnight at the end of 2026-12-10 at the earliest (8 working days"
        ),
        "{text}"
    );
    let early = workspace.weigh(&["debrief", "bris", "--draft", "--standstill", "2026-12-05"]);
    assert!(early.code == Some(2) && early.err.contains("2026-12-10 at the earliest"), "{early}");
    let later = workspace.weigh(&["debrief", "bris", "--draft", "--standstill", "2026-12-20"]);
    assert!(later.out.contains("2026-12-20"), "{later}");
    let by_post = Publication { is_by_post: true, ..Publication::default() };
    let ends = |country, publication: &Publication| {
        standstill(RegimeName::Eu, country, day("2026-12-01"), publication).unwrap().unwrap().last
    };
    assert_eq!(ends(Some("DE"), &Publication::default()), day("2026-12-11"));
    assert_eq!(ends(Some("DE"), &by_post), day("2026-12-16"));
    assert_eq!(ends(Some("IE"), &Publication::default()), day("2026-12-15"));
    assert_eq!(ends(Some("IE"), &by_post), day("2026-12-17"));
}

/// What a regime needs and the files lack is named before a letter is written.
#[test]
fn uk_04_check_names_what_letters_lack() {
    let workspace = desk(&regime_of("uk"));
    assert!(!workspace.weigh(&["check"]).out.contains("A005"));
    let file = workspace.path().join("vendors/d/bris.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.split("[contact]").next().unwrap()).unwrap();
    let check = workspace.weigh(&["check"]);
    assert!(check.code == Some(0) && check.out.contains("A005"), "{check}");
    let flat = check.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Bris: [contact] wants address, email and identifier"), "{check}");
}

#[test]
fn the_standstill_of_the_world_bank_leaves_weekends_and_holidays_out() {
    let ends = |holidays: &[Date]| {
        let publication = Publication { holidays: holidays.to_vec(), ..Publication::default() };
        let ends = standstill(RegimeName::WorldBank, None, day("2026-12-01"), &publication);
        ends.unwrap().unwrap().last
    };
    assert_eq!(ends(&[]), day("2026-12-15"));
    assert_eq!(ends(&[day("2026-12-08"), day("2026-12-12")]), day("2026-12-16"));
}

#[test]
fn a_must_have_that_is_worked_out_beside_other_offers_tells_none_of_their_figures() {
    // What a loser is told of it would give the median of the prices away, with the own price.
    for expr in [
        "1 - facts.price / median(offered, facts.price)",
        "if facts.iso then names.middle - facts.price else names.middle - facts.price",
        "facts.cheaper * 2",
    ] {
        let derived = format!(
            "[facts.cheapness]\nexpr = \"{expr}\"\n[facts.cheaper]\nexpr = \"facts.price / median(offered, facts.price)\"\n\
             [names.middle]\nexpr = \"median(offered, facts.price)\"\n\
             [gates.cheap]\nname = \"Cheap enough\"\nfact = \"cheapness\"\nat_most = -50\n"
        );
        let criteria = format!("{CRITERIA}{NOTICE}{derived}");
        for regime in ["private", "eu", "uk"] {
            let workspace = Workspace::new(
                &format!("{criteria}{}", regime_of(regime)),
                &[
                    ("aava", &vendor("Aava", true, "20.11", "here", "811", "")),
                    ("bris", &vendor("Bris", true, "31.07", "near", "622", "")),
                    ("cove", &vendor("Cove", true, "41.03", "abroad", "533", "")),
                ],
            );
            let letter = workspace.weigh(&["debrief", "cove", "--phase", "excluded", "--draft"]);
            assert_eq!(letter.code, Some(0), "{expr} {regime}: {letter}");
            let row = letter.out.lines().find(|line| line.contains("Cheap enough")).expect("its row");
            assert!(row.contains("worked out beside the other offers"), "{expr} {regime}: {row}");
        }
    }
}

#[test]
fn how_well_a_vendor_works_is_no_price_whatever_a_bonus_makes_of_it() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init"]).code, Some(0));
    let file = "vendors/contact-centre/siam-voice.toml";
    let text = String::from_utf8(workspace.read(file)).expect("UTF-8");
    let bonus = "[quote.bonus]\nactual = \"facts.first_contact_resolution\"\ntarget = 80\nstep = 1\neach = 0.5\ndead = 1\nmost = 3\n\n[quote.training]";
    workspace.write(file, text.replacen("[quote.training]", bonus, 1));
    assert_eq!(workspace.weigh(&["check"]).code, Some(0), "{}", workspace.weigh(&["check"]));
    let award = ["award", "--to", "siam-voice", "--by", "A. Buyer"];
    assert_eq!(workspace.weigh(&award).code, Some(0));
    let letter = workspace.weigh(&["debrief", "bayt-alradd", "--draft", "--set", "disclosure.regime=us"]);
    let prices = letter.out.split("Prices").nth(1).unwrap_or_default();
    assert!(!prices.contains("as quoted) | 77"), "{}", letter.out);
    // It stays among what a lock of the quality holds.
    let locked = workspace.weigh(&["lock", "quality", "--by", "A. Buyer"]);
    assert_eq!(locked.code, Some(0), "{locked}");
    for vendor in ["siam-voice", "bayt-alradd"] {
        let path = format!("vendors.{vendor}.facts.first_contact_resolution");
        let set = workspace.weigh(&["set", &path, "81"]);
        assert_eq!(set.code, Some(1), "{set}");
    }
}
