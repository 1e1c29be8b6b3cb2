//! The page of costs where a quote has a bot and the work is worth something: the sliders that matter, what they do, and what
//! stands below.

use crossterm::event::{MouseButton, MouseEventKind};

use super::{Ui, place_of};
use crate::support::{Workspace, repository, weigh};

/// The page of costs of the sample, with a vendor selected.
fn costs_of(vendor: &str) -> Ui {
    let mut ui = Ui::in_folder(&repository());
    ui.keys("enter 9 home");
    // The list is on the left; who is selected is named on the right, too.
    let is_at = |ui: &mut Ui| {
        let line =
            ui.all().lines().find(|line| line.contains('▸')).unwrap().chars().take(60).collect::<String>();
        line.contains(vendor)
    };
    for _ in 0..30 {
        if is_at(&mut ui) {
            break;
        }
        ui.keys("down");
    }
    assert!(is_at(&mut ui), "{}", ui.all());
    ui
}

/// What `weigh cost` says of a vendor with what-ifs.
///
/// - `question`: an option such as `--worth`; none when it is empty.
fn told(question: &str, vendor: &str, set: &[String]) -> serde_json::Value {
    let mut arguments = vec!["cost", question, "--format", "json"];
    arguments.retain(|word| !word.is_empty());
    arguments.extend(set.iter().flat_map(|set| ["--set", set.as_str()]));
    let json = weigh(&repository(), &arguments).json();
    let vendors = json["result"]["vendors"].as_array().unwrap().clone();
    vendors.into_iter().find(|one| one["id"] == vendor).unwrap()
}

/// A number as the program writes it.
fn number(value: &serde_json::Value) -> f64 {
    value.as_f64().unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
}

const CONTAINMENT: &str = "vendors.lanternfold.quote.automation.lantern.containment";
const SOLVED: &str = "vendors.lanternfold.facts.first_contact_resolution";

#[test]
fn the_sliders_of_a_bot_in_two_sizes() {
    let mut ui = costs_of("Lanternfold");
    insta::assert_snapshot!("bot_80x24", ui.screen(80, 24));
    ui.keys("down");
    insta::assert_snapshot!("sliders_80x24", ui.screen(80, 24));
    insta::assert_snapshot!("sliders_200x60", ui.screen(200, 60));
    insta::assert_snapshot!("sliders_40x10", ui.screen(40, 10));
}

/// What the page says is what the commands say, now and with a slider moved.
#[test]
fn a_slider_is_a_what_if_like_any_other() {
    let mut ui = costs_of("Lanternfold");
    let worth = weigh(&repository(), &["cost", "--worth"]).out;
    let sentence = |out: &str| {
        let line = out.lines().find(|line| line.contains("break-even containment")).unwrap().to_owned();
        line.split_once("Lanternfold, ").unwrap().1.trim_end_matches('.').to_owned()
    };
    let cost = weigh(&repository(), &["cost"]).out;
    // Wide enough for no sentence to be broken.
    let wide = ui.screen(420, 60);
    assert!(wide.contains(&sentence(&cost)), "{wide}");
    ui.shows("Benefit").shows("Sales: Renewal of travel passes");
    let net = worth.lines().find(|line| line.starts_with("Lanternfold ")).unwrap();
    let net: Vec<&str> = net.split("  ").filter(|part| !part.is_empty()).collect();
    ui.shows(&format!("net {} ({})", net[4].trim(), net[5].trim()));

    // The containment is the first slider below the vendor: from the count that the pilot gave to whole per cent.
    ui.keys("down");
    for (keys, wanted) in
        [("+", "47"), ("+", "48"), (">", "53"), ("-", "52"), ("<", "47"), ("left h", "45"), ("right l", "47")]
    {
        ui.keys(keys);
        assert_eq!(ui.changes(), [format!("{CONTAINMENT}={wanted}")], "{keys}");
    }
    ui.keys("> > > >");
    let set = [format!("{CONTAINMENT}=67")];
    assert_eq!(ui.changes(), set);
    let moved = told("", "lanternfold", &set);
    let total = number(&moved["figures"]["total"]["likely"]);
    let shown = weigh::cost::money::grouped(&weigh::exact::Exact::parse(&format!("{total:.2}")).unwrap(), 2);
    ui.shows(&format!("Total {shown}")).shows("*lantern: ended without a person: 67 %");
    // All of it is one step of the history, and 0 is as the file has it.
    ui.keys("u");
    assert!(ui.changes().is_empty(), "{:?}", ui.changes());
    ui.keys("ctrl-r");
    assert_eq!(ui.changes(), set);
    ui.keys("0");
    assert!(ui.changes().is_empty());
    // Ends are ends, also where the vendor becomes another one in the list.
    for _ in 0..25 {
        ui.keys(">");
    }
    assert_eq!(ui.changes(), [format!("{CONTAINMENT}=100")]);
    ui.keys("+").keys("0");
    for _ in 0..25 {
        ui.keys("<");
    }
    assert_eq!(ui.changes(), [format!("{CONTAINMENT}=0")]);
    ui.shows("Lanternfold").keys("0 down > ");
    assert_eq!(ui.changes(), [format!("{SOLVED}=77")], "what is solved at first is the second slider");
    let moved = told("--worth", "lanternfold", &[format!("{SOLVED}=77")]);
    let leave = |one: &serde_json::Value| number(&one["worth"]["lost_customers"]["likely"]);
    assert!(leave(&moved) < leave(&told("--worth", "lanternfold", &[])));
}

#[test]
fn the_mouse_drags_a_slider_and_other_rows_have_none() {
    let mut ui = costs_of("Lanternfold");
    ui.keys("+").shows("choose a slider below the vendor to move it");
    assert!(ui.changes().is_empty());
    let buffer = ui.buffer(200, 60);
    let (text, y) = place_of(&buffer, "lantern: ended without a person");
    let x = text - 22;
    ui.mouse(MouseEventKind::Down(MouseButton::Left), x + 19, y);
    ui.buffer(200, 60);
    ui.mouse(MouseEventKind::Drag(MouseButton::Left), x + 10, y);
    ui.mouse(MouseEventKind::Up(MouseButton::Left), x + 10, y);
    let changes = ui.changes();
    let number: f64 = changes[0].split_once('=').unwrap().1.parse().unwrap();
    assert!(
        changes.len() == 1 && changes[0].starts_with(CONTAINMENT) && (45.0..=60.0).contains(&number),
        "{changes:?}"
    );
    ui.keys("u");
    assert!(ui.changes().is_empty(), "a drag is one step");
    // An assumption is typed and not dragged.
    ui.keys("end +").shows("choose a slider below the vendor to move it");
    assert!(ui.changes().is_empty());
}

/// Who has no bot has the slider of what is solved; where nothing of that is said there are none, and nothing of worth.
#[test]
fn sliders_are_those_of_the_selected_quote() {
    let mut ui = costs_of("Siam Voice");
    ui.shows("Phone: solved at first: 70").lacks("ended without a person").lacks("break-even");
    let mut ui = Ui::in_folder(&repository().join("tests/data/samples"));
    ui.keys("enter 9").shows("What it hangs on").lacks("solved at first").lacks("Benefit");
    ui.keys("+").shows("choose a slider below the vendor to move it");
    // With wages and a bot the second slider is wages.
    let criteria = "title = \"D\"\ncurrency = \"EUR\"\n[needs]\nstart = 2027-01-01\nyears = 1\n[needs.demand.phone]\n\
        contacts = 1000\naht = 300\nopens = 8\ncloses = 18\ndays_a_month = 20\ndeadline = 8\nutilisation = 100\n\
        shrinkage = 0\nfte_hours = 100\n[needs.value]\nbaseline = \"aava\"\n[cost]\nwages = 3\n[criteria.price]\nweight = 100\nfact = \"cost.total\"\n\
        scale = { worst = 900000, best = 1 }\n";
    let bot = "name = \"Aava\"\n[quote]\ntax = \"without\"\nindex = { labour = 70 }\n[quote.automation.bot]\n\
        reach = 100\ncontainment = 40\ngenuine = 100\nreturn = 0\nrelative = 100\n[quote.prices.people]\n\
        per = \"contact\"\nrate = 2\n";
    let workspace = Workspace::new(criteria, &[("aava", bot)]);
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("9 down down")
        .shows("Wages: 3 % a year")
        .shows("What the others are worth is held against it")
        .keys("+");
    assert_eq!(ui.changes(), ["cost.wages=3.2"]);
    // It is saved as any change is.
    ui.keys("ctrl-s");
    let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    assert!(text.contains("wages = 3.2"), "{text}");
}

/// The page of gaps lists what `weigh gaps` lists, with what costs alone read, and leads to where it is looked into.
#[test]
fn the_page_of_gaps_has_what_only_costs_read() {
    let gaps = weigh(&repository(), &["gaps", "--format", "json"]).json();
    let all = gaps["result"].as_array().unwrap();
    let mut ui = Ui::in_folder(&repository());
    ui.keys("enter 7").shows("Trying each open number at its ends").settle();
    let screen = ui.screen(240, 150);
    for gap in all {
        let (name, fact) = (gap["vendor_name"].as_str().unwrap(), gap["fact"].as_str().unwrap());
        let fact = fact.chars().take(20).collect::<String>();
        let is_there = screen.lines().any(|line| line.contains(name) && line.contains(&fact));
        assert!(is_there, "{name} {fact} in\n{screen}");
    }
    let only_cost = all.iter().find(|gap| gap["reads"][0] == "what the quote costs");
    let only_cost = only_cost.unwrap()["fact"].as_str().unwrap();
    ui.keys("/").text(only_cost).keys("enter enter");
    assert_eq!(ui.app.state.page(), weigh::tui::Page::Cost, "{}", ui.all());
    // The first is told on the page of the ranking too, in the same words.
    let mut ui = Ui::in_folder(&repository());
    ui.keys("enter");
    let first = format!("find out of {}", all[0]["vendor_name"].as_str().unwrap());
    ui.lacks(&first).settle().shows(&first).shows(&format!("and {} more", all.len() - 1));
}
