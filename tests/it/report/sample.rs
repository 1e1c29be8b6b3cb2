//! Documents with everything that a document can hold, and with what it should not.

use weigh::answers::Document;
use weigh::answers::document::{Bar, Block, Cell, ChartKind, Picture, Section, Span, Table, Tone};
use weigh::decision::Date;

/// Names of vendors that want more than one script.
pub(crate) const NAMES: [&str; 6] = [
    "Siam Voice สยามวอยซ์",
    "Bayt al-Radd بيت الرد",
    "Äänimeri Oy",
    "Łódź Contact Sp. z o.o.",
    "Αθήνα Εξυπηρέτηση",
    "Служба Голос",
];

fn empty(title: &str) -> Document {
    Document {
        kind: "Evaluation report".to_owned(),
        title: title.to_owned(),
        subtitle: Some("Which provider should run our first-line support?".to_owned()),
        date: Some(Date { year: 2026, month: 9, day: 30 }),
        date_is: "",
        organisation: Some("Example Oy".to_owned()),
        sections: Vec::new(),
        foot: "weigh 0.1.0 · rule 1a2b3c4d5e6f · inputs 6f5e4d3c2b1a".to_owned(),
        is_letter: false,
    }
}

fn bar(label: &str, parts: &[f64], range: Option<[f64; 2]>) -> Bar {
    let sum: f64 = parts.iter().sum();
    Bar { label: label.to_owned(), parts: parts.to_vec(), range, shown: format!("{sum:.1}") }
}

/// Every kind of block, in several scripts.
pub(crate) fn document() -> Document {
    let mut document = empty("First-line customer support, 2027 to 2029");
    document.sections = vec![summary(), needs(), ranking(), cost(), robustness()];
    document
        .sections
        .push(Section { starts_page: true, ..Section::chapter("vendors", "The vendors one by one") });
    document.sections.extend(NAMES.iter().enumerate().map(|(at, name)| vendor(at, name)));
    document
}

fn summary() -> Section {
    let mut section = Section::chapter("summary", "Summary");
    let text = format!("{} leads with 78.4 of 100 points, 3.1 ahead of {}.", NAMES[0], NAMES[1]);
    section.blocks.push(Block::Callout { tone: Tone::Good, title: format!("Award to {}", NAMES[0]), text });
    section.text("It comes first in 83 of 100 draws of weights and facts within their doubt. The gap holds while cost weighs between 12 and 58 % of the whole; below that, the second vendor leads.");
    let bars = NAMES.iter().zip([78.4, 75.3, 71.0, 64.2, 58.8, 41.5]);
    let bars = bars.map(|(name, score)| bar(name, &[score], Some([score - 6.0, score + 4.0]))).collect();
    section.chart(
        "Scores",
        "Scores of six vendors, Siam Voice first.",
        ChartKind::Bars { series: vec![], bars, whole: 100.0 },
    );
    section
}

fn needs() -> Section {
    let mut section = Section::chapter("needs", "What we buy");
    section.blocks.push(Block::Terms(vec![
        ("Start".to_owned(), "2027-04-01".to_owned()),
        ("Languages".to_owned(), "English, Thai (ไทย), Arabic (العربية), Finnish".to_owned()),
        ("A need with a rather long name that must wrap".to_owned(), "Phone, email and chat; weekdays 7–22, weekends 9–18 → about 1,250,000 contacts a year, of which ≥ 60 % by phone.".to_owned()),
    ]));
    section.heading("What matters to us");
    section.list(vec![
        "Answers within 20 seconds for 80 % of calls · measured each half hour".to_owned(),
        "No personal data leaves the European Union — also not for training".to_owned(),
        "คุณภาพเสียงและความชัดเจนของการสนทนาเป็นเรื่องสำคัญที่สุดสำหรับลูกค้าของเราในประเทศไทยและเราต้องการให้ทุกสายได้รับการตอบภายในยี่สิบวินาที".to_owned(),
    ]);
    section.text("نحتاج إلى مزود يتحدث العربية والإنجليزية ويعمل على مدار 24 ساعة، مع تقارير يومية عن جودة الخدمة ورضا العملاء في كل قناة من قنوات الاتصال.");
    section.blocks.push(Block::Callout {
        tone: Tone::Doubt,
        title: "Not all is known".to_owned(),
        text: "Three facts have no evidence; they count as the worst that they may be.".to_owned(),
    });
    section
}

fn ranking() -> Section {
    let mut section = Section::chapter("ranking", "Ranking");
    let mut table = Table::of("Ranking of the vendors")
        .numbers("Rank")
        .head("Vendor")
        .numbers("Score")
        .numbers("Behind the first")
        .words("Must-haves")
        .words("Note");
    for (at, name) in NAMES.iter().enumerate() {
        let gate = match at % 3 {
            0 => Cell::toned("all pass", Tone::Good),
            1 => Cell::toned("1 open", Tone::Doubt),
            _ => Cell::toned("fails ISO 27001", Tone::Bad),
        };
        let score = 78.4 - f64::from(u32::try_from(at).expect("few")) * 3.1;
        table.row(vec![
            (at + 1).to_string().into(),
            Cell::toned(*name, Tone::Strong),
            format!("{score:.2}").into(),
            format!("{:.2}", 78.4 - score).into(),
            gate,
            "Site visit in May: runs shifts the way we do, and says so in writing.".into(),
        ]);
    }
    section.table(table);
    section.table(matrix(&NAMES.map(str::to_owned), 14));
    section
}

fn matrix(vendors: &[String], criteria: usize) -> Table {
    let mut table =
        Table::of("Values of every vendor on every criterion").head("Criterion").numbers("Of the whole %");
    for vendor in vendors {
        table = table.numbers(vendor);
    }
    for criterion in 0..criteria {
        let is_group = criterion % 5 == 0;
        let name = if is_group { "Cost and commercial terms" } else { "Price of a productive hour" };
        let mut cells: Vec<Cell> = vec![name.into(), "7.5".into()];
        cells.extend((0..vendors.len()).map(|vendor| {
            let value =
                f64::from(u32::try_from((vendor * 37 + criterion * 23) % 101).expect("small")) / 100.0;
            Cell {
                text: format!("{:.1}", value * 100.0).into(),
                picture: Picture::Shade(value),
                ..Cell::default()
            }
        }));
        let row = table.row(cells);
        row.depth = usize::from(!is_group);
        row.is_total = is_group;
    }
    table
}

fn cost() -> Section {
    let mut section = Section::chapter("cost", "Total cost by year");
    let series = vec!["2027".to_owned(), "2028".to_owned(), "2029".to_owned()];
    let bars = NAMES.iter().map(|name| bar(name, &[3.1, 2.9, 2.8], None)).collect();
    section.chart(
        "Millions of EUR by year",
        "About nine million each.",
        ChartKind::Bars { series, bars, whole: 10.0 },
    );
    let mut table = Table::of("Total cost, EUR")
        .head("Vendor")
        .numbers("2027")
        .numbers("2028")
        .numbers("2029")
        .numbers("Total");
    for name in NAMES {
        table.row(vec![
            name.into(),
            "3,104,220".into(),
            "2,950,000".into(),
            "2,811,004".into(),
            "8,865,224".into(),
        ]);
    }
    table
        .row(vec![
            "Lowest".into(),
            "3,104,220".into(),
            "2,950,000".into(),
            "2,811,004".into(),
            "8,865,224".into(),
        ])
        .is_total = true;
    section.table(table);
    section
}

fn robustness() -> Section {
    let mut section = Section::chapter("robustness", "How sure the ranking is");
    let rows = NAMES.iter().enumerate().map(|(at, name)| {
        let share = |rank: usize| if at == rank { 0.6 } else { 0.08 };
        ((*name).to_owned(), (0..6).map(share).collect())
    });
    let columns = (1..=6).map(|rank| rank.to_string()).collect();
    section.chart(
        "How often each vendor takes each rank, %",
        "Mostly the diagonal.",
        ChartKind::Heat { columns, rows: rows.collect() },
    );
    let span = |label: &str, from, to, now| Span {
        label: label.to_owned(),
        from,
        to,
        now,
        shown: format!("{from} to {to} %"),
    };
    let spans = vec![
        span("Cost", 12.0, 58.0, 30.0),
        span("Security", 0.0, 44.0, 25.0),
        span("Culture fit", 3.0, 100.0, 15.0),
    ];
    section.chart(
        "How far each weight may move",
        "Cost from 12 to 58 %.",
        ChartKind::Spans { axis: 0.0..=100.0, unit: "% of the whole".to_owned(), spans },
    );
    let bars = [("Cost", 4.2), ("Security", -1.5), ("Culture fit", 0.4)]
        .map(|(name, by)| bar(name, &[by], None))
        .to_vec();
    section.chart(
        "What makes the difference",
        "Cost most.",
        ChartKind::Diverging { sides: [NAMES[1].to_owned(), NAMES[0].to_owned()], bars },
    );
    section
}

fn vendor(at: usize, name: &str) -> Section {
    let mut section = Section::chapter(&format!("vendor-{at}"), name);
    section.level = 2;
    section.starts_page = at % 2 == 1;
    section.text(format!(
        "{name} is a contact centre of 1,400 seats. It scores 71.00 points and is not out of anything."
    ));
    let mut table = Table::of("Points, facts and evidence")
        .head("Criterion")
        .numbers("Points")
        .numbers("of")
        .words("Fact")
        .words("Evidence");
    for row in 0..12 {
        let text = if row % 4 == 0 { "not known" } else { "28 %/year, may be 22 to 40" };
        table
            .row(vec![
                "Attrition of agents".into(),
                "4.20".into(),
                "7.50".into(),
                text.into(),
                "RFP answer 3.1, 2026-09-30".into(),
            ])
            .depth = row % 3;
    }
    section.table(table);
    section
}

/// A matrix of many vendors, and a chapter for each.
pub(crate) fn wide(vendors: usize, criteria: usize) -> Document {
    let names: Vec<String> = (1..=vendors).map(|at| format!("Vendor number {at} International")).collect();
    let mut document = empty("Many vendors");
    let mut section = Section::chapter("values", "Values");
    section.table(matrix(&names, criteria));
    let bars = names.iter().map(|name| bar(name, &[50.0], None)).collect();
    section.chart("Scores", "All the same.", ChartKind::Bars { series: vec![], bars, whole: 100.0 });
    document.sections.push(section);
    document.sections.extend(names.iter().enumerate().map(|(at, name)| vendor(at, name)));
    document
}

/// Texts that break pages, names and readers, in every place where a text can stand.
pub(crate) fn hostile() -> Document {
    let texts = hostile_texts();
    let mut document = empty(&texts[0]);
    document.kind.clone_from(&texts[1]);
    document.subtitle = Some(texts[2].clone());
    document.organisation = Some(texts[3].clone());
    document.foot.clone_from(&texts[4]);
    for (at, text) in texts.iter().enumerate() {
        let mut section = Section::chapter(&format!("s{at}"), text);
        section.level = u8::try_from(at % 5).expect("small");
        section.text(text).heading(text).list(vec![text.clone(), String::new()]);
        section.blocks.push(Block::Callout { tone: Tone::Bad, title: text.clone(), text: text.clone() });
        section.blocks.push(Block::Terms(vec![(text.clone(), text.clone()), (String::new(), String::new())]));
        section.blocks.push(Block::Table(Table::default()));
        section.blocks.push(Block::Table(Table::of(text).head(text).words(text).numbers("")));
        let mut table = Table::of(text).head(text).words(text).numbers(text);
        table.row(vec![text.as_str().into(), text.as_str().into(), text.as_str().into()]).depth = 1_000;
        section.table(table);
        let nan = bar(text, &[f64::NAN, f64::INFINITY, -1.0], Some([f64::NAN, f64::INFINITY]));
        let bars = vec![nan, bar(text, &[0.0], None)];
        section.chart(
            text,
            text,
            ChartKind::Bars { series: vec![text.clone(); 3], bars: bars.clone(), whole: 0.0 },
        );
        section.chart(text, "", ChartKind::Diverging { sides: [text.clone(), text.clone()], bars });
        section.chart(
            "",
            "",
            ChartKind::Heat { columns: vec![], rows: vec![(text.clone(), vec![f64::NAN])] },
        );
        section.chart("", "", ChartKind::Spans { axis: 0.0..=0.0, unit: text.clone(), spans: vec![] });
        document.sections.push(section);
    }
    document
}

fn hostile_texts() -> Vec<String> {
    let controls: String = (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32).collect();
    vec![
        "W".repeat(10_000),
        "long words ".repeat(900),
        String::new(),
        " \n\n \t ".to_owned(),
        controls,
        "ا".repeat(10_000),
        "ที่".repeat(3_000),
        "\u{202e}gnp.exe\u{202c} \u{2067}x\u{2069} \u{feff}\u{fffe}\u{ffff}\u{e000}\u{f8ff}\u{10ffff}\u{0}"
            .to_owned(),
        "👩‍👩‍👧‍👦🇫🇮👍🏽 漢字かな한국어 שלום हिन्दी \u{0301}\u{0301}".to_owned(),
        format!("a{}", "\u{0301}".repeat(3_000)),
        "\u{200d}\u{200b}\u{ad}\u{fe0f}\u{2060}".repeat(200),
        "العربية English ไทย 123 (العربية) [x] <script>alert(1)</script> =HYPERLINK(\"x\") | `".repeat(30),
        "\u{2028}\u{2029}\u{85}\u{b}\u{c}\r\r\n".to_owned(),
    ]
}
