//! The ranges that swings were judged about, and whether the scales still run so.

use serde_json::{Value, json};

use super::CriterionSpans;
use super::judgements::StatedGroup;
use crate::decision::judgement::ranges;
use crate::decision::{Criterion, CriterionId, JudgedRange};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::files::node::Node;
use crate::files::read::{FromToml, Problems, shortened};
use crate::files::values::Prose;

/// As it is written: `hourly_rate = 32 to 12 EUR/h`.
impl FromToml for JudgedRange {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Prose(text) = Prose::read(node, problems)?;
        let parts = text.split_once('=').map(|(id, range)| (id.trim(), range.trim()));
        match parts {
            Some((id, range)) if !id.is_empty() && !range.is_empty() => {
                Some(JudgedRange { criterion: CriterionId::new(id), range: range.to_owned() })
            }
            _ => {
                let message = format!("`{}` is no range of a criterion", shortened(&text));
                let help = "write a criterion and from where to where its scale runs: \"hourly_rate = 32 to 12 EUR/h\"";
                problems.push(Diagnostic::new(Code::BadJudgement, node.span, message).help(help));
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^[^=]*[^= ][^=]*=.*[^ ]" })
    }
}

impl StatedGroup {
    /// Warns of scales that run otherwise than when their swings were judged; none where a criterion stands there
    /// twice.
    pub(crate) fn check_ranges(
        &self,
        criteria: &[(Criterion, CriterionSpans)],
        problems: &mut Problems,
    ) -> Option<()> {
        let (judged, table, group) = (&self.ranges, self.table, self.group);
        if judged.is_empty() {
            // Who weighed by hand need not say it.
            return Some(());
        }
        for (at, range) in judged.iter().enumerate() {
            let id = &range.value.criterion;
            if let Some(earlier) = judged[..at].iter().find(|other| other.value.criterion == *id) {
                let message = format!("the range of `{}` stands here twice", shortened(id.as_str()));
                let problem = Diagnostic::new(Code::ContraryJudgements, range.span, message);
                problems
                    .push(problem.related(earlier.span, "said here before").help("delete one of the two"));
                return None;
            }
        }
        let now = ranges(criteria.iter().map(|(criterion, _)| criterion), group);
        for then in judged {
            let JudgedRange { criterion: id, range } = &then.value;
            let message = match now.iter().find(|one| one.criterion == *id) {
                Some(one) if one.range == *range => continue,
                Some(one) => format!(
                    "`{id}` was judged as a swing of {}, and is one of {} now",
                    shortened(range),
                    shortened(&one.range)
                ),
                None => format!(
                    "`{}` was part of what was judged, and is not scored here any more",
                    shortened(id.as_str())
                ),
            };
            problems.push(changed(message, then.span, id, criteria));
        }
        let is_new = |one: &&JudgedRange| judged.iter().all(|then| then.value.criterion != one.criterion);
        for JudgedRange { criterion: id, range } in now.iter().filter(is_new) {
            let message = format!("`{id}`, a swing of {}, was no part of what was judged", shortened(range));
            problems.push(changed(message, table, id, criteria));
        }
        Some(())
    }
}

fn changed(
    message: String,
    place: Span,
    id: &CriterionId,
    criteria: &[(Criterion, CriterionSpans)],
) -> Diagnostic {
    let problem = Diagnostic::new(Code::RangeChanged, place, message).help(
        "judge the swings again: `weigh weights swing`; or write the new range here, if they hold all the same",
    );
    let scale = criteria.iter().find(|(criterion, _)| criterion.id == *id).and_then(|(_, spans)| spans.scale);
    match scale {
        Some(scale) => problem.related(scale, "its scale now"),
        None => problem,
    }
}
