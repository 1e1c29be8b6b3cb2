//! The report as a page: hostile texts stay texts, nothing is fetched, equal input gives equal bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use weigh::answers::document::{Bar, Block, Cell, ChartKind, Document, Section, Span, Table, Tone};
use weigh::answers::findings;
use weigh::brand::Brand;
use weigh::decision::Date;
use weigh::diagnostic::Code;
use weigh::files::{Request, load_brand};
use weigh::open::open;
use weigh::report::template::faults;
use weigh::report::{Chapter, Kind, html, report};
use weigh::score::Evaluation;

use crate::support::{Workspace, evaluate, repository};

const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "</script><!-- <script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)' &amp; &lt; =1+1",
    "]]><svg/onload=alert(1)>",
    "بيت <b>الرد</b>",
];

/// The page of a decision with sliders, and its evaluation.
fn page(folder: &std::path::Path, decision: &str) -> (String, Evaluation) {
    let workspace = weigh::files::Workspace::find(folder).unwrap();
    let criteria = workspace.decision(decision).unwrap();
    let opened = open(&Request { workspace, criteria, vendors: None, what_if: vec![] });
    let decision = opened.decision().expect("the files are valid");
    let evaluation = evaluate(decision);
    let document = report(&findings(&evaluation, None), &Chapter::ALL);
    (html(&document, Some(&evaluation), &Brand::default()), evaluation)
}

fn toml_text(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// A workspace in which every text is hostile.
fn hostile() -> Workspace {
    let long = "x".repeat(500);
    let criteria = format!(
        "title = {0}\nquestion = {1}\n[criteria.a]\nname = {2}\nweight = 1\nnote = {3}\nscale = {{ worst = 0, best = 10 }}\n\
         [criteria.b]\nname = {4}\nweight = 2\nscale = {{ worst = 0, best = 10 }}\n",
        toml_text(HOSTILE[0]),
        toml_text(HOSTILE[1]),
        toml_text(HOSTILE[2]),
        toml_text(HOSTILE[3]),
        toml_text(HOSTILE[4]),
    );
    let vendors: Vec<(String, String)> = HOSTILE
        .iter()
        .chain([&long.as_str()])
        .enumerate()
        .map(|(at, name)| {
            let text = format!(
                "name = {0}\nnote = {1}\n[facts]\na = {{ value = {at}, source = {0} }}\nb = 3\n",
                toml_text(name),
                toml_text(&name.repeat(10_000 / name.len())),
            );
            (format!("v{at}"), text)
        })
        .collect();
    let vendors: Vec<(&str, &str)> = vendors.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    Workspace::new(&criteria, &vendors)
}

/// The tags of a page, without its style, script and data.
fn tags(page: &str) -> Vec<&str> {
    let body = page.split_once("</style>").expect("the page has a style").1;
    let body = body.split_once("<script").expect("the page has a script").0;
    body.split('<').skip(1).map(|tag| tag.split_once('>').expect("a tag ends").0).collect()
}

#[test]
fn hostile_texts_are_inert() {
    let (page, _) = page(hostile().path(), "d");
    check_links(&page);
    assert_eq!(page.matches("<script").count(), 2, "the data and the page's own script");
    assert_eq!(page.matches("</script").count(), 2);
    assert!(!page.contains("<!--"), "no comment can open in the data");
    let known = [
        "head",
        "body",
        "a",
        "header",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "time",
        "span",
        "div",
        "nav",
        "ol",
        "li",
        "ul",
        "main",
        "section",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "svg",
        "title",
        "desc",
        "rect",
        "line",
        "text",
        "form",
        "label",
        "input",
        "button",
        "details",
        "summary",
        "footer",
        "bdi",
        "code",
    ];
    for tag in tags(&page) {
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(known.contains(&name.as_str()), "<{tag}>");
        let attributes = tag.split('"').step_by(2).collect::<String>();
        assert!(!attributes.contains(" on") && !attributes.contains(" style="), "<{tag}>");
        assert!(!attributes.contains(" src=") && !attributes.contains('\''), "<{tag}>");
    }
    // They are all there, as text.
    for text in ["&lt;script&gt;alert(1)&lt;/script&gt;", "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn a_page_needs_nothing_else_and_runs_only_what_its_policy_names() {
    let (page, evaluation) = page(&repository(), "contact-centre");
    check_links(&page);
    for vendor in &evaluation.vendors {
        assert!(page.contains(vendor.name()), "{}", vendor.name());
    }
    for foreign in ["http://", "https://", "url(", "@import", "<link", "<iframe", "<img"] {
        let others = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!others.contains(foreign), "{foreign}");
    }
    let between = |open: &str, close: &str| {
        let (_, rest) = page.split_once(open).unwrap();
        rest.split_once(close).unwrap().0.to_owned()
    };
    let policy = between("http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
    for text in [between("<style>", "</style>"), between("</script><script>", "</script>")] {
        let hash = STANDARD.encode(Sha256::digest(text.as_bytes()));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy} names {hash}");
    }
}

#[test]
fn equal_input_gives_equal_bytes() {
    for decision in ["back-office", "provider-kind"] {
        let (one, _) = page(&repository(), decision);
        assert!(one == page(&repository(), decision).0, "{decision}");
    }
}

/// Ids are unique, and every link and every label leads to one.
fn check_links(page: &str) {
    let of = |attribute: &str| -> Vec<String> {
        let start = format!(" {attribute}=\"");
        page.split(&start)
            .skip(1)
            .map(|rest| rest.split_once('"').expect("an attribute ends").0.to_owned())
            .collect()
    };
    let mut ids = of("id");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids are unique");
    let links = of("href").into_iter().map(|link| link.trim_start_matches('#').to_owned());
    let labels = of("aria-labelledby").join(" ");
    for id in links.chain(labels.split(' ').map(str::to_owned)).chain(of("for")) {
        assert!(ids.binary_search(&id).is_ok(), "{id}");
    }
}

/// The smallest PNG: its signature is what is looked at.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

#[test]
fn a_brand_brings_its_name_logo_colour_and_words() {
    let workspace = Workspace::empty();
    workspace.write("logo.png", PNG);
    workspace.write(
        "brand.toml",
        "organisation = \"We & Co\"\nlogo = \"logo.png\"\naccent = \"#7a1F5c\"\nfront = \"In <confidence>.\"\n\
         foot = \"Case 17\"\nkinds = { report = \"Bewertung\" }\n",
    );
    let (brand, problems, _) = load_brand(&workspace.path().join("brand.toml"), faults);
    assert!(problems.is_empty(), "{problems:?}");
    let brand = brand.unwrap();
    let document = Document {
        kind: "Evaluation report".to_owned(),
        title: "Support".to_owned(),
        subtitle: None,
        date: None,
        date_is: "",
        organisation: None,
        sections: vec![Section::chapter("one", "One")],
        foot: "weigh".to_owned(),
        is_letter: false,
    };
    let page = Kind::Html.document(&document, &brand, "report").unwrap().unwrap();
    let page = String::from_utf8(page).unwrap();
    for part in [
        "<title>Support · Bewertung</title>",
        "<img class=\"logo\" alt=\"We &amp; Co\" src=\"data:image/png;base64,iVBORw0KGgo=\">",
        "--accent:#7a1f5c",
        "<p>In &lt;confidence&gt;.</p>",
        "<footer><p>Case 17 · weigh</p></footer>",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn what_is_wrong_with_a_brand_file_is_said() {
    let workspace = Workspace::empty();
    workspace.write("picture.png", "<svg onload='alert(1)'/>");
    workspace.write("large.png", [PNG, &vec![0; 1 << 20]].concat());
    for (text, code) in [
        ("accent = \"#ffee00\"", Code::OutOfRange),
        ("accent = \"red\"", Code::UnknownWord),
        ("accent = \"#+12345\"", Code::UnknownWord),
        ("logo = \"picture.png\"", Code::NotAPicture),
        ("logo = \"large.png\"", Code::FileTooLarge),
        ("logo = \"nowhere.png\"", Code::Unreadable),
        ("logo = \"../logo.png\"", Code::OutsideWorkspace),
        ("logo = \"/etc/passwd\"", Code::OutsideWorkspace),
        ("logo = \".\"", Code::NotAFile),
        ("organization = \"We\"", Code::UnknownKey),
        ("kinds = { letter = \"Brief\" }", Code::UnknownKey),
        ("front = ", Code::Syntax),
    ] {
        workspace.write("brand.toml", text);
        let (brand, problems, _) = load_brand(&workspace.path().join("brand.toml"), faults);
        let codes: Vec<Code> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [code], "{text}");
        assert_eq!(brand, None, "{text}");
    }
    let (_, problems, _) = load_brand(&workspace.path().join("none.toml"), faults);
    assert_eq!(problems[0].code, Code::Unreadable);
}

#[test]
fn a_small_page() {
    let mut table = Table::of("Scores").numbers("#").head("Vendor").numbers("Score").words("");
    table.row(vec!["1".into(), "بيت الرد".into(), Cell::toned("72.10", Tone::Strong), "a & b".into()]);
    table.row(vec!["".into(), "All".into(), Cell::share(0.5), Cell::toned("open", Tone::Doubt)]).is_total =
        true;
    let mut first = Section::chapter("first", "First");
    first.blocks.push(Block::Callout {
        tone: Tone::Good,
        title: "Recommended".to_owned(),
        text: "Buy.".to_owned(),
    });
    first.text("بيت الرد, 72.10 points").heading("Numbers").table(table).list(vec!["one".to_owned()]);
    first.blocks.push(Block::Terms(vec![("Start".to_owned(), "2027".to_owned())]));
    let bar = Bar {
        label: "A long name that does not fit at all into a picture of a few points".to_owned(),
        parts: vec![40.0, 20.0],
        range: Some([50.0, 70.0]),
        shown: "60".to_owned(),
    };
    let bars =
        ChartKind::Bars { series: vec!["x".to_owned(), "y".to_owned()], bars: vec![bar], whole: 100.0 };
    first.chart("Scores", "A has 60.", bars);
    let mut second = Section { level: 2, ..Section::chapter("second", "Second") };
    let heat = ChartKind::Heat { columns: vec!["1".to_owned()], rows: vec![("A".to_owned(), vec![0.7])] };
    second.chart("Heat", "A is first in 70 %.", heat);
    let span =
        Span { label: "Cost".to_owned(), from: 10.0, to: 30.0, now: 20.0, shown: "10 to 30".to_owned() };
    second.chart(
        "Spans",
        "Cost.",
        ChartKind::Spans { axis: 0.0..=50.0, unit: "%".to_owned(), spans: vec![span] },
    );
    let document = Document {
        kind: "Evaluation report".to_owned(),
        title: "Support".to_owned(),
        subtitle: Some("Who?".to_owned()),
        date: Some(Date { year: 2026, month: 10, day: 9 }),
        date_is: "",
        organisation: Some("We & Co".to_owned()),
        sections: vec![first, second],
        foot: "weigh".to_owned(),
        is_letter: false,
    };
    let page = html(&document, None, &Brand::default());
    let body = page.split_once("<body>").unwrap().1.split_once("<script").unwrap().0;
    insta::assert_snapshot!(body.replace("><", ">\n<"));
}

#[test]
fn a_slider_reaches_as_far_as_its_siblings_come_to() {
    let leaf = "scale = { worst = 0, best = 10 }\n";
    let criteria = format!(
        "title = \"Sliders\"\nvendors = \"../vendors/d\"\n[criteria.a]\nweight = 30\n{leaf}[criteria.g]\nweight = 50\n\
         [criteria.b]\nunder = \"g\"\nweight = 2\n{leaf}[criteria.c]\nunder = \"g\"\nweight = 3\n{leaf}"
    );
    let facts = |name: &str| format!("name = \"{name}\"\n[facts]\na = 5\nb = 6\nc = 7\n");
    let workspace = Workspace::new(&criteria, &[("x", &facts("X")), ("y", &facts("Y"))]);
    let (page, _) = page(workspace.path(), "d");
    for (at, most, step) in [(0, "80", "0.8"), (1, "80", "0.8"), (2, "5", "0.05"), (3, "5", "0.05")] {
        let slider = format!("data-slider=\"{at}\" min=\"0\" max=\"{most}\" step=\"{step}\"");
        assert!(page.contains(&slider), "{slider}");
    }
}
