//! Finding the weights of one group: a method, its questions one at a time, and the weights that follow
//! beside them.
//!
//! The answers become judgements and weights where the commands get theirs ([`crate::weights::find`],
//! [`crate::open::judge`]), and an unsaved change of the session like any other. The ranking is not shown:
//! weights are found before anybody looks at who wins.

mod act;
mod answers;
mod draw;
mod method;
mod words;

use std::sync::Arc;

use tui_input::InputRequest;

use super::action::Action;
use super::effect::{Effect, JudgeJob};
use super::page::Page;
use super::session::{Session, Setting, Target};
use super::state::{Modal, Screen, State, Typed, Typing};
use crate::decision::judgement::ranges;
use crate::decision::{Criterion, CriterionId, JudgedGroup, Weight};
use crate::exact::Exact;
use crate::open::judge::{Planned, as_written};
use crate::weights::find;
use act::ActResult;
use answers::Answers;
pub(crate) use draw::draw;
use method::{Method, Step};
pub(crate) use words::{numbers, twin};

/// Asking for the weights of a group.
pub(crate) struct Wizard {
    /// The group; none for the top.
    under: Option<CriterionId>,
    /// Its name, as in "under Cost".
    place: String,
    criteria: Vec<Asked>,
    /// The ids of the criteria.
    ids: Vec<String>,
    answers: Answers,
    method: Method,
    /// The method of the judgements that there are.
    had: Option<Method>,
    step: Step,
    /// The selected row, or the question that is asked.
    row: usize,
    /// The number that is being typed.
    typed: String,
    /// Whether the question was gone to because it fits the others least: answering it leads back.
    is_mending: bool,
    decimals: Option<u32>,
    note: Option<String>,
    /// What the rule lets weights add up to.
    whole: Option<Weight>,
    /// The weights so far.
    judged: Option<JudgedGroup>,
}

/// A criterion that is asked about.
struct Asked {
    name: String,
    /// The weight that is stated now.
    weight: Weight,
    /// What the swing from its worst to its best is; of a group, that of each criterion under it.
    swing: Vec<String>,
}

/// Opens the wizard for the criteria beside one, where somebody left it if nothing has changed since.
pub(crate) fn open(state: &mut State, at: usize) {
    let Some(session) = &state.session else { return };
    let siblings = session.siblings(at);
    let locked =
        siblings.iter().map(|at| session.criterion(*at)).find(|one| session.locked.contains(&one.id));
    if let Some(locked) = locked {
        let key = super::help::first_key(state, &Action::Lock);
        let text = format!("{} is locked; {key} unlocks it", locked.id);
        state.fail(text);
    } else if siblings.len() < 2 {
        state.say("one criterion alone has all the weight; there is nothing to find");
    } else {
        let left = state.wizard.take();
        let mut wizard = Wizard::new(session, at);
        if let Some(left) = left.filter(|left| left.under == wizard.under && left.ids == wizard.ids) {
            wizard.go_on_from(left);
        }
        state.wizard = Some(wizard);
        state.screen = Screen::Wizard;
    }
}

/// After the files were read again: the questions go on where the group is the same, else they end.
pub(crate) fn refit(state: &mut State) {
    let (Some(wizard), Some(session)) = (&state.wizard, &state.session) else { return };
    let criteria = &session.decision().criteria;
    let parent = |one: &Criterion| one.parent.map(|parent| &criteria[parent].id);
    let at = criteria.iter().position(|one| parent(one) == wizard.under.as_ref());
    let is_same = at.is_some_and(|at| Wizard::new(session, at).ids == wizard.ids);
    match at.filter(|_| is_same) {
        Some(at) if state.screen == Screen::Wizard => open(state, at),
        Some(_) => {}
        None => {
            state.wizard = None;
            if state.screen == Screen::Wizard {
                state.screen = Screen::Page;
                state.say("the criteria of the group are others now, so the questions ended");
            }
        }
    }
}

/// What of a key goes to the number that is being typed, or picks one.
pub(crate) fn typed(state: &State, code: crossterm::event::KeyCode) -> Option<InputRequest> {
    use crossterm::event::KeyCode;
    let wizard = state.wizard.as_ref().filter(|_| state.screen == Screen::Wizard)?;
    match code {
        KeyCode::Char(c) if c.is_ascii_digit() || c == '.' => Some(InputRequest::InsertChar(c)),
        KeyCode::Backspace if wizard.is_asking() => Some(InputRequest::DeletePrevChar),
        _ => None,
    }
}

/// What is possible now, what matters most first.
pub(crate) fn possible(state: &State) -> Vec<Action> {
    let own = state.wizard.as_ref().map(Wizard::actions).unwrap_or_default();
    let always = [Action::PreviousPage, Action::NextPage, Action::Help, Action::Quit];
    own.into_iter().chain(always).chain([Action::Theme, Action::Redraw, Action::Suspend]).collect()
}

/// What an action does here, in the hint bar and in the help; none for what it does everywhere.
pub(crate) fn words(state: &State, action: &Action) -> Option<(&'static str, &'static str)> {
    state.wizard.as_ref().filter(|_| state.screen == Screen::Wizard)?.words(action)
}

pub(crate) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    match action {
        Action::Help => {
            state.modal = Some(Modal::Help(0));
            return Vec::new();
        }
        Action::Theme => {
            state.look.theme = state.look.theme.next();
            return Vec::new();
        }
        _ => {}
    }
    let Some(wizard) = &mut state.wizard else {
        state.screen = Screen::Page;
        return Vec::new();
    };
    let outcome = wizard.act(action);
    wizard.work_out();
    match outcome {
        ActResult::Stays => {}
        ActResult::Fails(why) => state.fail(why),
        ActResult::Notes => {
            let note = wizard.note.clone().unwrap_or_default();
            state.typing = Some(Typing::at_end(Typed::Remarks, note));
        }
        ActResult::Leaves => {
            state.screen = Screen::Page;
            let key = super::help::first_key(state, &Action::FindWeights);
            state.say(format!("nothing was changed; {key} goes on where you were"));
        }
        ActResult::Judges(judgements) => {
            let (under, decimals, note) = (wizard.under.clone(), wizard.decimals, wizard.note.clone());
            let Some(session) = &state.session else { return Vec::new() };
            let (opened, what_if) = (Arc::clone(&session.opened), session.with_changes());
            let job = JudgeJob { opened, what_if, under, judgements, decimals, note };
            return vec![Effect::Judge(Box::new(job))];
        }
    }
    Vec::new()
}

/// Takes a typed note.
pub(crate) fn note(state: &mut State, text: &str) {
    if let Some(wizard) = &mut state.wizard {
        let text = text.trim();
        wizard.note = (!text.is_empty()).then(|| text.to_owned());
    }
}

/// Lays judgements that were checked, and the weights that follow, over the files: one step of the history.
pub(crate) fn take(state: &mut State, planned: Planned) {
    let Some(session) = &mut state.session else { return };
    let Planned { path, value, judged, .. } = planned;
    let target = Target::Value(path);
    let had = session.decision().judgements.iter().find(|one| one.under == judged.under).map(as_written);
    let mut settings = Vec::new();
    if !judged.differences(judged.criteria(session.decision())).is_empty() {
        let weight =
            |one: crate::decision::JudgedWeight| (Target::Weight(one.criterion), Setting::Weight(one.weight));
        settings.extend(judged.weights.iter().cloned().map(weight));
    }
    let is_new = had.as_ref().is_none_or(|(_, text)| *text != value);
    if let Some((_, text)) = had {
        session.remember(target.clone(), text);
    }
    state.screen = Screen::Page;
    state.page = Page::Weights;
    state.wizard = None;
    if settings.is_empty() && !is_new {
        state.say("the weights follow from these judgements already; nothing was changed");
        return;
    }
    let place = judged.under.as_ref().map_or_else(|| "at the top".to_owned(), |id| format!("under {id}"));
    settings.push((target, Setting::Text(value)));
    session.set(settings, format!("weights {place} from judgements"), None);
    let key = super::help::first_key(state, &Action::Save);
    state.say(format!("the weights {place} follow from the judgements now; {key} saves both"));
}

impl Wizard {
    /// For the criteria beside the one at the index; begins with the judgements that there are.
    fn new(session: &Session, at: usize) -> Wizard {
        let criteria = &session.decision().criteria;
        let siblings = session.siblings(at);
        let parent = criteria[at].parent;
        let under = parent.map(|parent| criteria[parent].id.clone());
        let asked: Vec<Asked> = siblings.iter().map(|&at| asked(criteria, at)).collect();
        let ids: Vec<String> = siblings.iter().map(|&at| criteria[at].id.to_string()).collect();
        let mut answers = Answers::new(&asked.iter().map(|one| one.weight.clone()).collect::<Vec<_>>());
        let had = session.decision().judgements.iter().find(|judged| judged.under == under);
        if let Some(had) = had {
            answers.take(&had.judgements, &ids);
        }
        let method = had.map(|had| Method::of(&had.judgements));
        let mut wizard = Wizard {
            place: parent
                .map_or_else(|| "at the top".to_owned(), |at| format!("under {}", criteria[at].name)),
            under,
            criteria: asked,
            ids,
            answers,
            method: method.unwrap_or(Method::Swing),
            had: method,
            step: Step::Method,
            row: 0,
            typed: String::new(),
            is_mending: false,
            decimals: had.and_then(|had| had.decimals),
            note: had.and_then(|had| had.note.clone()),
            whole: session.decision().rule.weights.clone(),
            judged: None,
        };
        wizard.go(Step::Method);
        wizard.work_out();
        wizard
    }

    /// Takes the answers over that were given when somebody left.
    fn go_on_from(&mut self, left: Wizard) {
        self.answers = left.answers;
        (self.method, self.step, self.row) = (left.method, left.step, left.row);
        (self.decimals, self.note) = (left.decimals, left.note);
        self.work_out();
    }

    /// Works out the weights so far.
    fn work_out(&mut self) {
        let ids: Vec<&str> = self.ids.iter().map(String::as_str).collect();
        let criteria: Vec<CriterionId> = ids.iter().map(|id| CriterionId::new(*id)).collect();
        let whole = self.answers.judgements(self.method, &self.ids);
        let judgements = whole.or_else(|| self.answers.so_far(self.method, &self.ids));
        self.judged = judgements.and_then(|judgements| {
            let found = find(&ids, &judgements).ok()?;
            let (under, whole) = (self.under.clone(), self.whole.as_ref());
            Some(JudgedGroup::new(under, judgements, found, &criteria, whole, self.decimals))
        });
    }

    /// Whether the method has all its answers.
    fn is_whole(&self) -> bool {
        self.answers.judgements(self.method, &self.ids).is_some()
    }

    fn steps(&self) -> &'static [Step] {
        self.method.steps(self.ids.len())
    }

    /// How many rows or questions the step has.
    fn count(&self) -> usize {
        match self.step {
            Step::Method => Method::ALL.len(),
            Step::Most | Step::Swings | Step::Order | Step::Points | Step::Best | Step::Worst => {
                self.ids.len()
            }
            Step::Pairs => self.answers.ratios.len(),
            Step::FromBest | Step::ToWorst => self.asked_at().len(),
            Step::Review => 0,
        }
    }

    /// The criteria that the best, or that are compared with the worst.
    fn asked_at(&self) -> Vec<usize> {
        let is_asked = |at: &usize| {
            Some(*at) != self.answers.best && (self.step == Step::FromBest || Some(*at) != self.answers.worst)
        };
        (0..self.ids.len()).filter(is_asked).collect()
    }

    /// The answer to the question of a row; none where it is open, or where there is nothing to answer.
    fn answer(&self, row: usize) -> Option<&Exact> {
        let answers = &self.answers;
        match self.step {
            Step::Swings => answers.swings.get(row)?.as_ref(),
            Step::Points => answers.points.get(row)?.as_ref(),
            Step::Pairs => answers.ratios.get(row)?.as_ref(),
            Step::FromBest => answers.from_best[*self.asked_at().get(row)?].as_ref(),
            Step::ToWorst => answers.to_worst[*self.asked_at().get(row)?].as_ref(),
            _ => None,
        }
    }

    fn set_answer(&mut self, answer: Option<Exact>) {
        let (row, asked) = (self.row, self.asked_at());
        let answers = &mut self.answers;
        let slot = match self.step {
            Step::Swings => answers.swings.get_mut(row),
            Step::Points => answers.points.get_mut(row),
            Step::Pairs => answers.ratios.get_mut(row),
            Step::FromBest => asked.get(row).map(|at| &mut answers.from_best[*at]),
            Step::ToWorst => asked.get(row).map(|at| &mut answers.to_worst[*at]),
            _ => None,
        };
        if let Some(slot) = slot {
            *slot = answer;
        }
    }

    /// Whether the rows of the step are questions.
    fn is_asking(&self) -> bool {
        matches!(self.step, Step::Swings | Step::Points | Step::Pairs | Step::FromBest | Step::ToWorst)
    }

    /// The first question without an answer.
    fn first_open(&self) -> Option<usize> {
        (0..self.count()).find(|row| self.is_asking() && self.answer(*row).is_none())
    }

    /// The question whose answer fits the others least; none before all are answered, and where all agree.
    fn worst(&self) -> Option<(Step, usize)> {
        let judged = self.judged.as_ref().filter(|_| self.is_whole())?;
        let worst = judged.found.consistency.as_ref()?.worst.as_ref()?;
        let index = |id: &str| self.ids.iter().position(|other| other == id);
        let (more, less) = (index(&worst.more)?, index(&worst.less)?);
        match self.method {
            Method::Pairwise(_) => {
                let is_it = |pair: (usize, usize)| pair == (more, less) || pair == (less, more);
                Some((Step::Pairs, self.answers.pairs().position(is_it)?))
            }
            _ => {
                let mut others = (0..self.ids.len()).filter(|at| Some(*at) != self.answers.best);
                Some((Step::FromBest, others.position(|at| at == less)?))
            }
        }
    }
}

/// What is asked of a criterion.
fn asked(criteria: &[Criterion], at: usize) -> Asked {
    let one = &criteria[at];
    let swing = match &one.leaf {
        Some(leaf) => vec![leaf.scale.range(leaf.unit.as_deref())],
        None => {
            let name = |id: &CriterionId| {
                criteria.iter().find(|one| one.id == *id).map_or_else(String::new, |one| one.name.clone())
            };
            let under = ranges(criteria, Some(at));
            let part =
                |one: &crate::decision::JudgedRange| format!("{}: {}", name(&one.criterion), one.range);
            under.iter().map(part).collect()
        }
    };
    Asked { name: one.name.clone(), weight: one.weight.clone(), swing }
}
