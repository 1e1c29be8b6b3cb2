//! What the spread of the bids would make of the weights, beside those that people stated.

use serde::{Serialize, Serializer};

use super::{PERCENT_DIGITS, percent};
use crate::answers::Answer;
use crate::answers::document::{Cell, Section, Table, Tone};
use crate::answers::records::{Field, Records};
use crate::explain::{CriterionSpread, Spread, spread};
use crate::score::Evaluation;

/// Weights that follow from the bids alone, each with its warning.
#[derive(Clone, Debug)]
pub struct SpreadWeights<'a> {
    evaluation: &'a Evaluation,
    spread: Spread,
}

impl<'a> SpreadWeights<'a> {
    /// Asks what the bids alone would weigh.
    #[must_use]
    pub fn new(evaluation: &'a Evaluation) -> SpreadWeights<'a> {
        SpreadWeights { evaluation, spread: spread(evaluation) }
    }

    /// What must be said with every such number, also where records have no room for it.
    #[must_use]
    pub fn warning(&self) -> &'static str {
        self.spread.warning
    }

    fn table(&self) -> Table {
        let mut table = Table::of("Weights in the whole, as stated and by the spread of the bids")
            .head("Criterion")
            .numbers("Stated");
        // A formula that is not defined for these bids has no column; the notes say why.
        let is_defined =
            |formula: &usize| self.spread.criteria.iter().any(|one| shares(one)[*formula].is_some());
        let formulas: Vec<usize> = (0..FORMULAS.len()).filter(is_defined).collect();
        for formula in &formulas {
            table = table.numbers(FORMULAS[*formula]);
        }
        for one in &self.spread.criteria {
            let stated = Cell::toned(percent(&one.stated, PERCENT_DIGITS), Tone::Strong);
            let by_data = formulas.iter().map(|formula| match shares(one)[*formula] {
                Some(share) => Cell::from(format!("{:.1} %", 100.0 * share)),
                None => Cell::toned("–", Tone::Faint),
            });
            table.row([one.name.as_str().into(), stated].into_iter().chain(by_data).collect());
        }
        table
    }

    fn notes(&self) -> Vec<String> {
        let spread = &self.spread;
        let mut notes =
            vec![format!("Of all, by the values of the {} vendors in the ranking.", spread.vendors)];
        if spread.vendors < 2 {
            notes.push("There is no spread without two vendors in the ranking.".to_owned());
        } else if spread.criteria.iter().any(|one| one.merec.is_none()) {
            notes.push("MEREC divides by the values, and some are 0, so it is not defined here.".to_owned());
        }
        if !spread.left_out.is_empty() {
            notes.push(format!(
                "Left out, because something is not known of them: {}.",
                spread.left_out.join(", ")
            ));
        }
        notes
    }
}

/// The formulas, in the order of the columns.
const FORMULAS: [&str; 4] = ["Entropy", "Deviation", "CRITIC", "MEREC"];

/// The shares by the formulas, in the order of the columns.
fn shares(one: &CriterionSpread) -> [Option<f64>; 4] {
    [one.entropy, one.standard_deviation, one.critic, one.merec]
}

impl Serialize for SpreadWeights<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.spread.serialize(serializer)
    }
}

impl Answer for SpreadWeights<'_> {
    const QUESTION: &'static str = "weights-from-data";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("spread", "");
        section.text(self.warning()).table(self.table());
        self.notes().into_iter().fold(&mut section, Section::text);
        vec![section]
    }

    fn records(&self) -> Records {
        let head = ["criterion", "name", "stated", "entropy", "standard_deviation", "critic", "merec"];
        let record = |one: &CriterionSpread| {
            let mut fields = vec![
                Field::Text(one.criterion.to_string()),
                Field::Text(one.name.clone()),
                Field::number(Some(&one.stated)),
            ];
            fields.extend(shares(one).map(Field::number));
            fields
        };
        Records::new(head, self.spread.criteria.iter().map(record))
    }
}
