//! `weigh explain VENDOR`: from the score to criterion, value, fact and evidence, as a tree.

use serde_json::json;

use super::args::{Explain, Format, Global};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Environment, Exit, Failure, Shell};
use super::table::{Field, Keep, Table, csv, markdown_text};
use super::text::wrapped;
use crate::decision::Fact;
use crate::explain::words::{fact_lines, introduced, standing};
use crate::explain::{Reason, reasons};
use crate::score::evaluation::{Exclusion, Outcome, ShownDecimals, VendorResult};
use crate::score::{Evaluation, shown_value};

pub(super) fn run(global: &Global, args: &Explain, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let vendor = settings::vendor(&evaluation, &args.vendor)?;
    let tree = reasons(&evaluation, vendor);
    let text = match format {
        Format::Table => text(&evaluation, vendor, &tree, &shell.environment),
        Format::Md => markdown(&evaluation, vendor, &tree),
        Format::Json => {
            let standing = json!({
                "id": vendor.id, "name": vendor.name, "local": vendor.local, "rank": vendor.rank,
                "is_tied": vendor.is_tied, "score": vendor.score, "lowest": vendor.lowest,
                "highest": vendor.highest, "gap": vendor.gap, "is_awardable": vendor.is_awardable,
                "exclusions": vendor.exclusions, "gates": vendor.gates, "minimums": vendor.minimums,
                "reasons": tree,
            });
            settings::json("explain", &evaluation, &standing)
        }
        Format::Csv => csv_of(&tree),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

fn text(
    evaluation: &Evaluation,
    vendor: &VendorResult,
    tree: &[Reason],
    environment: &Environment,
) -> String {
    let decimals = evaluation.shown_decimals();
    let width = environment.text_width();
    let line = |text: &str| wrapped(text, width, "", "");
    let bold = |text: &str| {
        if environment.is_out_coloured { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    };
    let mut out = format!("{}\n{}\n", bold(&line(&introduced(vendor))), line(&standing(evaluation, vendor)));
    if let Some(note) = &vendor.note {
        out.push_str(&format!("{}\n", line(note)));
    }
    for exclusion in &vendor.exclusions {
        out.push_str(&format!("{}\n", line(&format!("Out because {}", exclusion.text()))));
    }
    if !vendor.gates.is_empty() || !vendor.minimums.is_empty() {
        out.push_str(&format!("\n{}\n", bold("Must-haves")));
    }
    for (outcome, line) in must_have_lines(vendor) {
        let first = format!("  {:<4}  ", outcome.word());
        let filled = wrapped(&line, width, &first, "        ");
        out.push_str(&coloured(&filled, outcome_colour(outcome), environment));
        out.push('\n');
    }
    out.push_str(&format!(
        "\n{}\n",
        bold(&format!("Score {} of {}", vendor.score.fixed(decimals.scores), evaluation.rule.points))
    ));
    let mut writer = TreeWriter { out, width, decimals, environment };
    writer.branches(tree, "");
    writer.out
}

/// Gates and minimums with their reasons and evidence.
fn must_have_lines(vendor: &VendorResult) -> Vec<(Outcome, String)> {
    let gates = vendor.gates.iter().map(|gate| {
        let cited = gate.fact.as_ref().map_or_else(String::new, |fact| cited(fact));
        (gate.outcome, format!("{}: {}{cited}", gate.name, gate.reason))
    });
    let minimums = vendor
        .minimums
        .iter()
        .map(|minimum| (minimum.outcome, format!("Minimum on {}: {}", minimum.name, minimum.reason)));
    gates.chain(minimums).collect()
}

/// Source, date and place of a fact: ` (RFP answer 3.1, 2026-09-30; vendors/x.toml:12)`.
fn cited(fact: &Fact) -> String {
    let source = fact.evidence.cited();
    let parts: Vec<String> =
        [source, fact.location.to_string()].into_iter().filter(|part| !part.is_empty()).collect();
    format!(" ({})", parts.join("; "))
}

fn outcome_colour(outcome: Outcome) -> anstyle::AnsiColor {
    match outcome {
        Outcome::Pass => anstyle::AnsiColor::Green,
        Outcome::Open => anstyle::AnsiColor::Yellow,
        Outcome::Fail => anstyle::AnsiColor::Red,
    }
}

fn coloured(text: &str, colour: anstyle::AnsiColor, environment: &Environment) -> String {
    if !environment.is_out_coloured {
        return text.to_owned();
    }
    let style = colour.on_default();
    text.lines().map(|line| format!("{style}{line}{style:#}")).collect::<Vec<_>>().join("\n")
}

struct TreeWriter<'a> {
    out: String,
    width: usize,
    decimals: ShownDecimals,
    environment: &'a Environment,
}

impl TreeWriter<'_> {
    fn branches(&mut self, reasons: &[Reason], prefix: &str) {
        for (at, reason) in reasons.iter().enumerate() {
            let is_last = at + 1 == reasons.len();
            let (branch, below) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            let below = format!("{prefix}{below}");
            let line = self.headline(reason);
            self.line(&line, &format!("{prefix}{branch}"), &below, None);
            let facts_below =
                if reason.parts.is_empty() { format!("{below}   ") } else { format!("{below}│  ") };
            for (line, is_doubtful) in fact_lines(reason) {
                let colour = is_doubtful.then_some(anstyle::AnsiColor::Yellow);
                self.line(&line, &facts_below, &facts_below, colour);
            }
            self.branches(&reason.parts, &below);
        }
    }

    fn headline(&self, reason: &Reason) -> String {
        let digits = self.decimals.points;
        let value = reason
            .value
            .as_ref()
            .map_or_else(|| "left out".to_owned(), |value| format!("value {}", shown_value(value).plain(2)));
        let range = if reason.lowest_points == reason.highest_points {
            String::new()
        } else {
            format!(
                ", may be {} to {}",
                reason.lowest_points.fixed(digits),
                reason.highest_points.fixed(digits)
            )
        };
        format!(
            "{}: {} of {} points ({value}{range})",
            reason.name,
            reason.points.fixed(digits),
            reason.max_points.plain(digits.max(2)),
        )
    }

    fn line(&mut self, line: &str, first: &str, next: &str, colour: Option<anstyle::AnsiColor>) {
        let filled = wrapped(line, self.width, first, next);
        match colour {
            Some(colour) => self.out.push_str(&coloured(&filled, colour, self.environment)),
            None => self.out.push_str(&filled),
        }
        self.out.push('\n');
    }
}

fn markdown(evaluation: &Evaluation, vendor: &VendorResult, tree: &[Reason]) -> String {
    let decimals = evaluation.shown_decimals();
    let mut out = format!(
        "# {}\n\n{}\n",
        markdown_text(&introduced(vendor)),
        markdown_text(&standing(evaluation, vendor))
    );
    for reason in vendor.exclusions.iter().map(Exclusion::text) {
        out.push_str(&format!("\nOut because {}\n", markdown_text(&reason)));
    }
    if !vendor.gates.is_empty() || !vendor.minimums.is_empty() {
        out.push_str("\n## Must-haves\n\n");
        for (outcome, line) in must_have_lines(vendor) {
            out.push_str(&format!("- **{}** {}\n", outcome.word(), markdown_text(&line)));
        }
    }
    out.push_str("\n## Points\n\n");
    let mut table = Table::default()
        .text("Criterion", Keep::Always)
        .number("Points", Keep::Always)
        .number("of", Keep::Always)
        .number("Value", Keep::Always)
        .text("Fact", Keep::Always)
        .text("Evidence", Keep::Always);
    each(tree, 0, &mut |reason, depth| {
        let lines = fact_lines(reason);
        let line = |at: usize| lines.get(at).map_or_else(String::new, |(line, _)| line.clone());
        let indent = "\u{2003}".repeat(depth);
        table.row(vec![
            format!("{indent}{}", reason.name).into(),
            reason.points.fixed(decimals.points).into(),
            reason.max_points.plain(decimals.points.max(2)).into(),
            reason.value.as_ref().map_or_else(String::new, |value| shown_value(value).plain(2)).into(),
            line(0).into(),
            if reason.marks.is_empty() {
                [line(1), line(2)].join(" ").trim().to_owned().into()
            } else {
                lines.iter().skip(1).map(|(line, _)| line.as_str()).collect::<Vec<_>>().join("; ").into()
            },
        ]);
    });
    out + &table.markdown()
}

/// Visits every reason, groups before what is under them.
fn each<'a>(reasons: &'a [Reason], depth: usize, visit: &mut impl FnMut(&'a Reason, usize)) {
    for reason in reasons {
        visit(reason, depth);
        each(&reason.parts, depth + 1, visit);
    }
}

fn csv_of(tree: &[Reason]) -> String {
    let head = [
        "criterion",
        "name",
        "depth",
        "share",
        "points",
        "lowest_points",
        "highest_points",
        "max_points",
        "value",
        "knowledge",
        "capped",
        "fact",
        "fact_value",
        "unit",
        "source",
        "as_of",
        "until",
        "note",
        "file",
        "line",
    ];
    let mut rows = Vec::new();
    each(tree, 0, &mut |reason, depth| {
        let fact = reason.fact.as_deref();
        let evidence = fact.map(|fact| &fact.evidence);
        let knowledge = json!(reason.knowledge).as_str().unwrap_or_default().to_owned();
        rows.push(vec![
            Field::Text(reason.criterion.to_string()),
            Field::Text(reason.name.clone()),
            Field::Number(depth.to_string()),
            Field::number(Some(&reason.share)),
            Field::number(Some(&reason.points)),
            Field::number(Some(&reason.lowest_points)),
            Field::number(Some(&reason.highest_points)),
            Field::number(Some(&reason.max_points)),
            Field::number(reason.value.as_ref()),
            Field::Text(knowledge),
            Field::Text(if reason.is_capped { "yes" } else { "no" }.to_owned()),
            Field::text(reason.fact_id.as_ref().map(ToString::to_string)),
            Field::text(fact.and_then(|fact| fact.value.as_ref()).map(ToString::to_string)),
            Field::text(evidence.and_then(|evidence| evidence.unit.clone()).or_else(|| reason.unit.clone())),
            Field::text(evidence.and_then(|evidence| evidence.source.clone())),
            Field::text(evidence.and_then(|evidence| evidence.as_of).map(|date| date.to_string())),
            Field::text(evidence.and_then(|evidence| evidence.until).map(|date| date.to_string())),
            Field::text(evidence.and_then(|evidence| evidence.note.clone())),
            Field::text(fact.map(|fact| fact.location.file.clone())),
            Field::number(fact.map(|fact| fact.location.line)),
        ]);
    });
    csv(&head, rows.into_iter())
}
