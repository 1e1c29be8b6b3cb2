//! The board edition: what is to be decided and what it costs, on two pages that stand alone.
//!
//! It asks the other answers and places what they say; what is its own is which offers stand beside the one that it is
//! about, and why each cheaper one is passed over.

mod price;

use super::award::{awarded, earlier};
use super::document::{Block, Cell, ChartKind, Section, Spot, Table, Tone};
use super::findings::Findings;
use super::panel::words;
use super::robust::worth_checking;
use super::summary::{Advice, advice, recommendation};
use super::{break_even, capital};
use crate::answers::gaps::all_gaps;
use crate::decision::FactId;
use crate::decision::award::together;
use crate::exact::Exact;
use crate::explain::words::{behind, range_text};
use crate::explain::{Gap, difference};
use crate::panel::PanelResults;
use crate::panel::results::MarkResult;
use crate::record::leak::{driven, rating};
use crate::robust::BreakEven;
use crate::score::evaluation::{Outcome, VendorResult};
use price::Prices;

/// The most rows of a table.
const MOST_ROWS: usize = 6;
/// The most criteria that say why an offer is behind.
const MOST_REASONS: usize = 3;
/// The most facts that are told as not known for sure.
const MOST_FACTS: usize = 3;
/// The most facts of which it is said where they tip the first place.
const MOST_TIPS: usize = 3;
/// The most marks that are told as far apart.
const MOST_MARKS: usize = 2;
/// Lines for those who sign.
const SIGNATURES: usize = 3;

/// What the paper is about: who gets the work, or who is to get it, with what stands beside.
struct Paper<'a> {
    findings: &'a Findings<'a>,
    prices: Option<Prices>,
    /// Those that got the work, or the first of the ranking where nothing is decided; empty where nobody is.
    about: Vec<&'a VendorResult>,
}

/// The sections of the board edition.
pub(crate) fn sections(findings: &Findings<'_>) -> Vec<Section> {
    let evaluation = findings.evaluation;
    let about = match findings.record.in_force() {
        Some(award) => {
            let ids = award.winners.iter().map(|winner| winner.standing.vendor.as_str());
            ids.filter_map(|id| evaluation.vendor(id)).collect()
        }
        None => evaluation.ranked().filter(|vendor| vendor.rank == Some(1)).collect(),
    };
    let paper = Paper { findings, prices: Prices::of(findings), about };
    vec![paper.decision(), paper.grounds()]
}

impl Paper<'_> {
    /// What is to be decided, what it costs, how sure it is, what is still open.
    fn decision(&self) -> Section {
        let findings = self.findings;
        let is_decided = findings.record.in_force().is_some();
        let mut section = Section::chapter("decision", if is_decided { "Decided" } else { "To decide" });
        section.blocks.extend(self.answer());
        let what_ifs = &findings.decision.provenance.what_if;
        if !what_ifs.is_empty() {
            let (title, text) =
                ("What if".to_owned(), format!("Not as the files say: {}.", what_ifs.join("; ")));
            section.blocks.push(Block::Callout { tone: Tone::Doubt, title, text });
        }
        section.blocks.push(Block::Terms(self.figures()));
        if let Some(how_sure) = findings.how_sure() {
            section.heading("How sure it is").text(how_sure);
        } else if let Some(why) = findings.why_not_drawn() {
            section.heading("How sure it is").text(why);
        }
        let tips = self.tips();
        let next = findings.robustness().and_then(|draws| worth_checking(findings.decision, draws));
        if !tips.is_empty() || next.is_some() {
            section.heading("What would change it").list(tips);
            section.blocks.extend(next.map(Block::Text));
        }
        if !self.about.is_empty() {
            section.heading("Conditions and open points").list(self.open_points());
        }
        section
    }

    /// The answer with its price. Its colour is that of the ranking's certainty, or of what the award has come to.
    fn answer(&self) -> Vec<Block> {
        let findings = self.findings;
        let (tone, _, said) = recommendation(findings);
        let mut awarded = awarded(&findings.record, &findings.since_award());
        if let Some(Block::Callout { tone: first, title, text }) = awarded.first_mut() {
            let since = findings.since_award();
            let now = if since.lost.is_empty() { tone } else { Tone::Bad };
            *first = graver(*first, now);
            *title = self.with_price(std::mem::take(title));
            *text = format!("{text} Today: {said}");
            // What was decided before stands where it is told who decided.
            awarded.retain(|block| matches!(block, Block::Callout { .. }));
            return awarded;
        }
        let title = match advice(findings) {
            Advice::Nobody => "Nobody can be recommended: it is to be decided how to go on".to_owned(),
            Advice::Several(firsts) => {
                let names: Vec<String> = firsts.iter().map(|one| one.name().to_owned()).collect();
                format!("It is to be decided who gets the work: {} share the first place", together(&names))
            }
            Advice::NotAwarded(first) => {
                format!("Nobody gets the work; first of the ranking is {}", first.name())
            }
            Advice::Unclear(first, _) => format!(
                "It is to be decided who gets the work: no clear first; {} is first of the ranking",
                first.name()
            ),
            Advice::Open(first) => format!("Award to {}, once what is open is settled", first.name()),
            Advice::Clear(first) => format!("Award to {}", first.name()),
        };
        vec![Block::Callout { tone, title: self.with_price(title), text: said }]
    }

    /// A sentence with what the work costs behind it.
    fn with_price(&self, said: String) -> String {
        let Some(prices) = self.prices.as_ref().filter(|_| !self.about.is_empty()) else { return said };
        let one = |vendor: &&VendorResult| match self.about.len() {
            1 => prices.likely(vendor),
            _ => format!("{} {}", vendor.name(), prices.likely(vendor)),
        };
        let amounts: Vec<String> = self.about.iter().map(one).collect();
        format!("{said}. {}: {}", prices.name, amounts.join(", "))
    }

    /// Cost with its range, budget, score, and how far the next is.
    fn figures(&self) -> Vec<(String, String)> {
        let evaluation = self.findings.evaluation;
        let digits = evaluation.shown_decimals().scores;
        let mut figures = Vec::new();
        let named = |what: &str, vendor: &VendorResult| match self.about.len() {
            1 => what.to_owned(),
            _ => format!("{what}, {}", vendor.name()),
        };
        let score = |vendor: &VendorResult| {
            let range =
                range_text(vendor, digits).map_or_else(String::new, |range| format!(", may be {range}"));
            format!("{}{}{range}", vendor.score.fixed(digits), evaluation.decision.rule.of_points())
        };
        for vendor in self.about.iter().take(MOST_ROWS) {
            if let Some(prices) = &self.prices {
                figures.push((named(&prices.name, vendor), prices.with_range(vendor)));
                figures.extend(prices.limits(vendor).map(|(name, said)| (named(&name, vendor), said)));
            }
            figures.push((named("Score", vendor), score(vendor)));
        }
        let is_other = |vendor: &&VendorResult| self.about.iter().all(|one| one.id() != vendor.id());
        if let Some(next) = evaluation.ranked().find(is_other).filter(|_| !self.about.is_empty()) {
            let gap = behind(next, digits);
            let gap = if gap.is_empty() { String::new() } else { format!(", {gap} behind the first") };
            let price = self
                .prices
                .as_ref()
                .map_or_else(String::new, |prices| format!("; {}", prices.with_range(next)));
            figures
                .push(("Next in rank".to_owned(), format!("{}: {}{gap}{price}", next.name(), score(next))));
        }
        match &self.prices {
            Some(prices) => {
                figures.extend(prices.basis.iter().map(|basis| ("Counted".to_owned(), capital(basis))));
            }
            None => figures.push(("Price".to_owned(), price::none(self.findings.decision).to_owned())),
        }
        figures
    }

    /// Must-haves that are open, and what is not known for sure, of those that the paper is about.
    fn open_points(&self) -> Vec<String> {
        let evaluation = self.findings.evaluation;
        let of = |vendor: &VendorResult| match self.about.len() {
            1 => String::new(),
            _ => format!("{}: ", vendor.name()),
        };
        let mut points = Vec::new();
        for vendor in &self.about {
            let open = vendor.must_haves().filter(|(_, outcome, _)| *outcome != Outcome::Pass);
            points.extend(open.map(|(name, outcome, why)| {
                format!("{}must-have {name}, {}: {why}", of(vendor), outcome.word())
            }));
        }
        let all = all_gaps(evaluation, true);
        // What it costs, with its range, stands among the figures.
        let is_price = |fact: &FactId| self.prices.as_ref().is_some_and(|prices| prices.fact == *fact);
        let is_about = |gap: &&Gap<'_>| {
            let is_of = |vendor: &&VendorResult| vendor.id() == gap.vendor.id();
            let moves_points = gap.in_cost.is_none() || !gap.criteria.is_empty();
            gap.gates.is_empty() && moves_points && !is_price(&gap.fact) && self.about.iter().any(is_of)
        };
        let unsure = all.iter().filter(is_about).map(|gap| {
            let reads = gap.reads().collect::<Vec<_>>().join(", ");
            let stake = gap.stake_in_words(evaluation);
            let stake = stake.trim_end_matches(" hang on it").trim_end_matches(" hangs on it");
            format!("{}{reads}: {} ({stake})", of(gap.vendor), gap.known_in_words())
        });
        points.extend(first_of(unsure.collect(), MOST_FACTS, "facts that are not known for sure"));
        if points.is_empty() {
            points.push(
                "Nothing: every must-have is passed, and all that counts is known for sure.".to_owned(),
            );
        }
        points
    }

    /// Price against quality, why each cheaper offer is passed over, who fails what, where those who judged differ, and
    /// who decides.
    fn grounds(&self) -> Section {
        let mut section = Section::chapter("grounds", "What it rests on");
        match &self.prices {
            None => {
                section.text(price::none(self.findings.decision));
            }
            Some(prices) => {
                self.picture(prices, &mut section);
                self.cheaper_offers(prices, &mut section);
            }
        }
        let failed = self.failed();
        if !failed.is_empty() {
            section.heading("Must-haves that are failed").list(failed);
        }
        if let Some(results) = self.findings.panel() {
            let said = words::without(results);
            section.heading("Where those who judged differ").text(said).list(Self::apart(results));
        }
        self.signatures(&mut section);
        section
    }

    /// Why each offer that costs less is passed over.
    fn cheaper_offers(&self, prices: &Prices, section: &mut Section) {
        let Some((least, cheaper)) = self.cheaper(prices) else { return };
        let of = least.name();
        if cheaper.is_empty() {
            section.text(format!("No offer costs less than {of}."));
            return;
        }
        let mut table = Table::of(format!("Offers that cost less than {of}, and why each is passed over"))
            .head("Offer")
            .numbers(prices.heading())
            .words("Why it is passed over");
        for vendor in cheaper.iter().take(MOST_ROWS) {
            let why = self.passed_over(least, vendor);
            table.row(vec![vendor.name().into(), prices.amount(vendor).into(), why.into()]);
        }
        section.table(table);
        section.list(more(cheaper.len(), MOST_ROWS, "that cost less").into_iter().collect());
    }

    /// The cheapest of those that the paper is about, and the offers that cost less, from the lowest price.
    fn cheaper(&self, prices: &Prices) -> Option<(&VendorResult, Vec<&VendorResult>)> {
        let vendors = &self.findings.evaluation.vendors;
        let likely = |vendor: &VendorResult| prices.of_vendor(vendor).map(|[_, likely, _]| likely);
        let least = self.about.iter().copied().filter(|vendor| likely(vendor).is_some());
        let least = least.min_by_key(|vendor| likely(vendor))?;
        let mut cheaper: Vec<&VendorResult> = vendors
            .iter()
            .filter(|vendor| self.about.iter().all(|one| one.id() != vendor.id()))
            .filter(|vendor| likely(vendor).is_some() && likely(vendor) < likely(least))
            .collect();
        cheaper.sort_by_key(|vendor| likely(vendor));
        Some((least, cheaper))
    }

    /// Why an offer that costs less does not get the work.
    fn passed_over(&self, least: &VendorResult, vendor: &VendorResult) -> String {
        let evaluation = self.findings.evaluation;
        let decimals = evaluation.shown_decimals();
        let Some(rank) = vendor.rank else { return format!("Out: {}", vendor.out_because()) };
        let rule = &evaluation.decision.rule;
        if !rule.is_sum() {
            return format!("Rank {rank}: {}{}", vendor.score.fixed(decimals.scores), rule.of_points());
        }
        let difference = difference(evaluation, least, vendor);
        if difference.gap.is_negative() {
            let ahead = difference.gap.abs().fixed(decimals.scores);
            return format!(
                "Rank {rank}, {ahead} points ahead of {}: by the reason of the award",
                least.name()
            );
        }
        let behind = difference.parts.iter().filter(|part| !part.points.is_negative()).take(MOST_REASONS);
        let behind: Vec<String> = behind
            .map(|part| format!("{} {}", part.criterion.name, part.points.fixed(decimals.points)))
            .collect();
        let most = if behind.is_empty() { String::new() } else { format!("; most on {}", behind.join(", ")) };
        format!("Rank {rank}, {} points behind{most}", difference.gap.fixed(decimals.scores))
    }

    /// A point for each offer with a price; none where there are fewer than two, or nothing but the price counts.
    fn picture(&self, prices: &Prices, section: &mut Section) {
        let evaluation = self.findings.evaluation;
        let digits = evaluation.shown_decimals().points;
        let known: Vec<(&VendorResult, [f64; 3])> = evaluation
            .vendors
            .iter()
            .filter_map(|vendor| Some((vendor, prices.of_vendor(vendor)?.each_ref().map(Exact::to_f64))))
            .collect();
        let prices_of = driven(evaluation);
        if known.len() < 2 || evaluation.leaves().all(|(at, _)| prices_of.contains(&at)) {
            return;
        }
        let is_about = |vendor: &VendorResult| self.about.iter().any(|one| one.id() == vendor.id());
        let spot = |(vendor, [low, likely, high]): &(&VendorResult, [f64; 3])| Spot {
            label: if vendor.rank.is_some() {
                vendor.name().to_owned()
            } else {
                format!("{} (out)", vendor.name())
            },
            at: [*likely, rating(evaluation, vendor).to_f64()],
            range: (low < high).then_some([*low, *high]),
            tone: match vendor.rank {
                _ if is_about(vendor) => Tone::Strong,
                Some(_) => Tone::Plain,
                None => Tone::Faint,
            },
        };
        let mut spots: Vec<Spot> = known.iter().map(spot).collect();
        // Those that matter most have their names where they look best.
        spots.sort_by_key(|spot| match spot.tone {
            Tone::Strong => 0,
            Tone::Faint => 2,
            _ => 1,
        });
        let said: Vec<String> = known
            .iter()
            .map(|(vendor, _)| {
                let out = if vendor.rank.is_some() { "" } else { ", out" };
                format!(
                    "{}{out}: {}, {} points",
                    vendor.name(),
                    prices.amount(vendor),
                    rating(evaluation, vendor).fixed(digits)
                )
            })
            .collect();
        let beside = "points for all but price";
        section.chart(
            "Price against quality",
            format!("{} and {beside} of each offer. {}.", prices.heading(), said.join("; ")),
            ChartKind::Scatter { axes: [prices.heading(), capital(beside)], spots },
        );
    }

    /// The must-haves that are failed, and by whom.
    fn failed(&self) -> Vec<String> {
        let vendors = self.findings.evaluation.vendors.iter();
        let all = vendors.flat_map(|vendor| {
            let failed = vendor.must_haves().filter(|(_, outcome, _)| *outcome == Outcome::Fail);
            failed.map(|(name, _, why)| format!("{}: {name}: {why}", vendor.name()))
        });
        first_of(all.collect(), MOST_ROWS, "that are failed")
    }

    /// Where those who judged differ most.
    fn apart(results: &PanelResults) -> Vec<String> {
        let line = |row: &MarkResult| {
            let [vendor, criterion] = [
                results.decision.vendor_name(&row.combined.vendor),
                results.decision.criterion_name(&row.combined.criterion),
            ];
            let points = row.points_at_stake.as_ref();
            let points =
                points.map_or_else(String::new, |points| format!(", {} points apart", points.fixed(2)));
            let farthest = words::farthest(results, row);
            let farthest = if farthest.is_empty() { farthest } else { format!("; farthest {farthest}") };
            Some(format!("{vendor}, {criterion}: marks {}{points}{farthest}", words::ends(row)?))
        };
        let all = results.moderation.iter().filter_map(|&at| line(&results.marks[at]));
        first_of(all.collect(), MOST_MARKS, "that are to be talked through")
    }

    /// The smallest changes of one fact alone that tip the first place.
    fn tips(&self) -> Vec<String> {
        let is_about = |one: &&BreakEven| self.about.iter().any(|vendor| *vendor.id() == one.vendor);
        let facts: Vec<&BreakEven> = self.findings.break_even().iter().filter(is_about).collect();
        let mut lines = break_even::facts_texts(self.findings.decision, &facts);
        lines.truncate(MOST_TIPS);
        lines
    }

    /// Who decided, and where to sign.
    fn signatures(&self, section: &mut Section) {
        let record = &self.findings.record;
        let Some(award) = record.in_force() else {
            section
                .heading("Who decides")
                .table(lines_to_sign("Not decided yet; to be signed by", SIGNATURES));
            return;
        };
        section.heading("Who decided").list(earlier(record));
        let mut table = lines_to_sign("", 0);
        table.caption = format!("Decided on {} by {}", award.on, award.signed());
        for signer in &award.by {
            let on = signer.on.unwrap_or(award.on).to_string();
            let role = signer.role.as_deref().unwrap_or_default();
            table.row(vec![signer.name.as_str().into(), role.into(), on.into(), Cell::default()]);
        }
        section.table(table);
    }
}

/// A table in which people sign.
fn lines_to_sign(caption: &str, count: usize) -> Table {
    let mut table = Table::of(caption).head("Name").words("As").words("On").words("Signature");
    for _ in 0..count {
        table.row(vec![Cell::default(); 4]);
    }
    table
}

/// The graver of two tones of an answer.
fn graver(a: Tone, b: Tone) -> Tone {
    let grave = |tone: Tone| match tone {
        Tone::Bad => 2,
        Tone::Doubt => 1,
        Tone::Plain | Tone::Strong | Tone::Faint | Tone::Good => 0,
    };
    if grave(b) > grave(a) { b } else { a }
}

/// How many more there are than are shown.
fn more(all: usize, shown: usize, what: &str) -> Option<String> {
    (all > shown).then(|| format!("{} more {what}: see the full report.", all - shown))
}

/// The first lines, and how many more there are.
fn first_of(mut lines: Vec<String>, most: usize, what: &str) -> Vec<String> {
    let more = more(lines.len(), most, what);
    lines.truncate(most);
    lines.extend(more);
    lines
}
