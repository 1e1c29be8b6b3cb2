//! Charts as shapes: nothing leaves the picture, and no two texts stand on each other.

use proptest::prelude::*;
use weigh::answers::document::{Bar, Chart, ChartKind, Span, Spot, Tone};
use weigh::report::drawing::{Anchor, Drawing, Figure, cut, drawing, text_width};

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-zA-Z ]{1,60}",
        Just("สยามวอยซ์ บริการลูกค้า".to_owned()),
        Just("بيت الرد لخدمات العملاء".to_owned()),
        Just("W".repeat(10_000)),
    ]
}

fn length() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), 0.0..100.0]
}

fn bar(parts: usize) -> impl Strategy<Value = Bar> {
    let range = prop::option::of((length(), length()).prop_map(|(a, b)| [a.min(b), a.max(b)]));
    (name(), prop::collection::vec(length(), parts), range, "[0-9.]{1,9}")
        .prop_map(|(label, parts, range, shown)| Bar { label, parts, range, shown })
}

fn bars() -> impl Strategy<Value = ChartKind> {
    (1..10_usize).prop_flat_map(|parts| {
        (prop::collection::vec(name(), parts), prop::collection::vec(bar(parts), 0..8), length())
            .prop_map(|(series, bars, whole)| ChartKind::Bars { series, bars, whole })
    })
}

fn diverging() -> impl Strategy<Value = ChartKind> {
    let signed = (bar(1), any::<bool>()).prop_map(|(mut bar, is_left)| {
        if is_left {
            bar.parts[0] = -bar.parts[0];
        }
        bar
    });
    (name(), name(), prop::collection::vec(signed, 0..8))
        .prop_map(|(left, right, bars)| ChartKind::Diverging { sides: [left, right], bars })
}

fn heat() -> impl Strategy<Value = ChartKind> {
    (1..30_usize).prop_flat_map(|columns| {
        let row = (name(), prop::collection::vec(0.0..=1.0_f64, columns));
        (prop::collection::vec(name(), columns), prop::collection::vec(row, 0..8))
            .prop_map(|(columns, rows)| ChartKind::Heat { columns, rows })
    })
}

fn spans() -> impl Strategy<Value = ChartKind> {
    let span = (name(), length(), length(), length(), "[0-9 to]{1,20}")
        .prop_map(|(label, a, b, now, shown)| Span { label, from: a.min(b), to: a.max(b), now, shown });
    (length(), name(), prop::collection::vec(span, 0..8)).prop_map(|(end, unit, spans)| ChartKind::Spans {
        axis: 0.0..=end,
        unit,
        spans,
    })
}

fn scatter() -> impl Strategy<Value = ChartKind> {
    let range = prop::option::of((length(), length()).prop_map(|(a, b)| [a.min(b), a.max(b)]));
    let tone = prop_oneof![Just(Tone::Strong), Just(Tone::Plain), Just(Tone::Faint)];
    let spot = (name(), length(), length(), range, tone).prop_map(|(label, x, y, range, tone)| Spot {
        label,
        at: [x, y],
        range,
        tone,
    });
    (name(), name(), prop::collection::vec(spot, 0..30))
        .prop_map(|(below, beside, spots)| ChartKind::Scatter { axes: [below, beside], spots })
}

/// Left, top, right and bottom of a shape, as the rough widths have it.
fn bounds(shape: &Figure) -> [f64; 4] {
    match shape {
        Figure::Rect { x, y, width, height, .. } => [*x, *y, x + width, y + height],
        Figure::Line { from, to, .. } => {
            [from[0].min(to[0]), from[1].min(to[1]), from[0].max(to[0]), from[1].max(to[1])]
        }
        Figure::Text { x, y, text, size, anchor, room, .. } => {
            let width = text_width(&cut(text, *size, *room), *size);
            let left = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            [left, y - 0.72 * size, left + width, y + 0.2 * size]
        }
    }
}

fn check(drawing: &Drawing) {
    let slack = 8.0;
    for shape in &drawing.shapes {
        let [left, top, right, bottom] = bounds(shape);
        let is_inside =
            left >= -slack && top >= -1.0 && right <= drawing.width + slack && bottom <= drawing.height + 1.0;
        assert!(is_inside, "{shape:?} leaves {} x {}", drawing.width, drawing.height);
        if let Figure::Rect { width, height, .. } = shape {
            assert!(*width >= 0.0 && *height > 0.0, "{shape:?}");
        }
    }
    let texts: Vec<[f64; 4]> = drawing
        .shapes
        .iter()
        .filter(|shape| matches!(shape, Figure::Text { text, .. } if !text.is_empty()))
        .map(bounds)
        .collect();
    for (at, a) in texts.iter().enumerate() {
        for b in &texts[at + 1..] {
            let overlap = |from: usize, to: usize| a[to].min(b[to]) - a[from].max(b[from]);
            assert!(overlap(0, 2) <= 1.5 || overlap(1, 3) <= 0.5, "{a:?} stands on {b:?}");
        }
    }
}

#[test]
fn nothing_leaves_a_chart_and_no_texts_overlap() {
    let config = ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() };
    let kind = prop_oneof![bars(), diverging(), heat(), spans(), scatter()];
    proptest!(config, |(kind in kind, width in prop_oneof![Just(255.0), Just(510.0), Just(700.0)])| {
        let chart = Chart { title: String::new(), description: String::new(), kind };
        check(&drawing(&chart, width));
    });
}

#[test]
fn parts_of_a_bar_fill_their_share_of_it() {
    let bar = Bar { label: "A".to_owned(), parts: vec![25.0, 50.0], range: None, shown: "75".to_owned() };
    let kind =
        ChartKind::Bars { series: vec!["x".to_owned(), "y".to_owned()], bars: vec![bar], whole: 100.0 };
    let chart = Chart { title: String::new(), description: String::new(), kind };
    let rects: Vec<[f64; 2]> = drawing(&chart, 510.0)
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Figure::Rect { x, width, height, .. } if *height > 10.5 => Some([*x, *width]),
            _ => None,
        })
        .collect();
    let [[left, whole], first, second] = rects[..] else { panic!("a ground and two parts: {rects:?}") };
    // A hair is left between parts.
    assert!((first[0] - left).abs() < 1e-9 && (first[1] + 0.75 - whole / 4.0).abs() < 1e-9);
    assert!((second[0] - left - whole / 4.0).abs() < 1e-9 && (second[1] + 0.75 - whole / 2.0).abs() < 1e-9);
}
