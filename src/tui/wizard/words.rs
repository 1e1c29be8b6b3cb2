//! What is possible at each step, in the words of hints and help.

use super::Wizard;
use super::method::Step;
use crate::tui::action::Action;
use crate::tui::state::State;

/// What typing a number does.
pub(crate) fn numbers(state: &State) -> Option<(&'static str, &'static str)> {
    Some(match state.wizard.as_ref()?.step {
        Step::Method | Step::Most | Step::Best | Step::Worst => ("1 to 9", "the row of that number"),
        Step::Order => ("1 to 9", "move the row to that place"),
        Step::Swings | Step::Points => ("0 to 9 .", "type the number; backspace deletes"),
        Step::Pairs | Step::FromBest | Step::ToWorst => {
            ("1 to 9", "so many times as much; backspace deletes")
        }
        Step::Review => return None,
    })
}

/// The command that finds the same weights.
pub(crate) fn twin(state: &State) -> String {
    let Some(wizard) = &state.wizard else { return "weigh weights".to_owned() };
    let under = wizard.under.as_ref().map_or_else(String::new, |under| format!(" --under {under}"));
    format!("weigh weights {}{under} ... --write", wizard.method.word())
}

impl Wizard {
    pub(super) fn actions(&self) -> Vec<Action> {
        use Action::{
            Back, Down, Edit, First, Last, LeastFitting, Left, Less, More, MuchLess, MuchMore, Normalise,
            Open, PageDown, PageUp, Right, Toggle, Up,
        };
        let mut actions = match self.step {
            Step::Method | Step::Most | Step::Best | Step::Worst => vec![Open],
            Step::Order => vec![More, Less, Toggle, Open],
            Step::Swings => vec![Open, More, Less, MuchMore, MuchLess],
            Step::Points => vec![Open, Normalise, More, Less, MuchMore, MuchLess],
            Step::Pairs => vec![Left, Right, Toggle, Open],
            Step::FromBest | Step::ToWorst => vec![Left, Right, Open],
            Step::Review => vec![Open, Edit, More, Less],
        };
        actions.push(Back);
        if self.worst().is_some() && self.step != Step::Method {
            actions.push(LeastFitting);
        }
        if self.step != Step::Review {
            actions.extend([Down, Up, PageDown, PageUp, First, Last]);
        }
        actions
    }

    pub(super) fn words(&self, action: &Action) -> Option<(&'static str, &'static str)> {
        Some(match (action, self.step) {
            (Action::Open, Step::Method) => ("choose", "answer the questions of this method"),
            (Action::Open, Step::Most | Step::Best | Step::Worst) => ("this one", "it is the selected one"),
            (Action::Open, Step::Order) => ("done", "this is the order"),
            (Action::Open, Step::Review) => ("take over", "take the weights over; saving writes them"),
            (Action::Open, _) => ("next", "the next question"),
            (Action::Back, step) if step != Step::Method => ("back", "back a step"),
            (Action::Back | Action::Quit, _) => ("leave", "back to the weights; nothing is changed"),
            (Action::Down, Step::Pairs | Step::FromBest | Step::ToWorst) => ("", "the next question"),
            (Action::Up, Step::Pairs | Step::FromBest | Step::ToWorst) => ("", "the question before"),
            (Action::Down, _) => ("select", "the row below"),
            (Action::More, Step::Order) => ("up", "a place up"),
            (Action::Less, Step::Order) => ("down", "a place down"),
            (Action::Toggle, Step::Order) => ("tie", "share the place above, or no more"),
            (Action::Toggle, _) => ("turn", "turn the comparison around"),
            (Action::More, Step::Review) => ("finer", "a digit more after the point"),
            (Action::Less, Step::Review) => ("coarser", "a digit less after the point"),
            (Action::More, _) => ("", "one more"),
            (Action::Less, _) => ("", "one less"),
            (Action::MuchMore, _) => ("", "five more"),
            (Action::MuchLess, _) => ("", "five less"),
            (Action::Left, Step::Pairs) => ("left", "the left one matters more"),
            (Action::Right, Step::Pairs) => ("right", "the right one matters more"),
            (Action::Left, _) => ("less", "less"),
            (Action::Right, _) => ("more", "more"),
            (Action::Normalise, _) => ("rest", "give what is left to the selected one"),
            (Action::LeastFitting, _) => ("fits least", "to the judgement that fits the others least"),
            (Action::Edit, _) => ("note", "a note to keep, such as who judged and when"),
            (Action::NextPage, _) => ("", "the next step"),
            (Action::PreviousPage, _) => ("", "the step before"),
            _ => return None,
        })
    }
}
