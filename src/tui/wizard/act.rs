//! What keys do to the questions.

use tui_input::InputRequest;

use super::Wizard;
use super::method::{Method, Step};
use crate::decision::Weight;
use crate::decision::judgement::{Judgements, usual_decimals};
use crate::exact::Exact;
use crate::tui::action::Action;

/// The most characters of a typed number.
const LONGEST: usize = 12;
/// The most digits after the point of a weight.
const MOST_DIGITS: u32 = 6;

/// What an action came to.
pub(super) enum ActResult {
    Stays,
    Fails(String),
    Leaves,
    /// The note is to be typed.
    Notes,
    /// Everything is answered.
    Judges(Judgements),
}

impl Wizard {
    /// Goes to a step, to its first open question.
    pub(super) fn go(&mut self, step: Step) {
        self.step = step;
        self.typed.clear();
        self.is_mending = false;
        let (first, last) = (self.answers.in_row(0), self.answers.in_row(self.ids.len() - 1));
        self.row = match step {
            Step::Method => Method::ALL.iter().position(|one| *one == self.method).unwrap_or(0),
            Step::Most => self.answers.most.unwrap_or(first),
            Step::Best => self.answers.best.unwrap_or(first),
            Step::Worst => self.answers.worst.unwrap_or(last),
            // The swing that matters most is answered already.
            Step::Swings if self.answers.most == Some(0) => self.first_open().unwrap_or(1),
            _ => self.first_open().unwrap_or(0),
        };
    }

    /// Goes steps on or back; says whether there are so many.
    fn walk(&mut self, steps: isize) -> bool {
        let here = self.steps().iter().position(|step| *step == self.step).unwrap_or(0);
        let to = here.checked_add_signed(steps).and_then(|at| self.steps().get(at)).copied();
        if let Some(to) = to {
            self.go(to);
        }
        to.is_some()
    }

    fn select(&mut self, row: usize) {
        self.row = row.min(self.count().saturating_sub(1));
        self.typed.clear();
        self.is_mending = false;
        if self.step == Step::Method {
            self.method = Method::ALL[self.row];
        }
    }

    pub(super) fn act(&mut self, action: &Action) -> ActResult {
        match action {
            Action::Up => self.select(self.row.saturating_sub(1)),
            Action::Down => self.select(self.row + 1),
            Action::PageUp => self.select(self.row.saturating_sub(10)),
            Action::PageDown => self.select(self.row + 10),
            Action::First => self.select(0),
            Action::Last => self.select(usize::MAX),
            Action::Select(row) if *row != self.row => self.select(*row),
            Action::Open | Action::Select(_) => return self.open(),
            Action::Quit => return ActResult::Leaves,
            Action::Back if !self.walk(-1) => return ActResult::Leaves,
            Action::PreviousPage => {
                self.walk(-1);
            }
            Action::NextPage => return self.skip(),
            Action::More => return self.nudge(1),
            Action::Less => return self.nudge(-1),
            Action::MuchMore => return self.nudge(5),
            Action::MuchLess => return self.nudge(-5),
            Action::Left => self.lean(1),
            Action::Right => self.lean(-1),
            Action::Grade(grade) => self.set_answer(Some(ratio(*grade))),
            Action::Toggle => self.toggle(),
            Action::Normalise => return self.give_rest(),
            Action::LeastFitting => return self.go_to_worst(),
            Action::Edit => return ActResult::Notes,
            Action::Type(InputRequest::InsertChar(c)) => return self.type_char(*c),
            Action::Type(InputRequest::DeletePrevChar)
                if self.step == Step::Swings && self.answers.most == Some(self.row) =>
            {
                return self.yardstick();
            }
            Action::Type(InputRequest::DeletePrevChar) => {
                self.typed.pop();
                self.set_answer(Exact::parse(&self.typed).ok());
            }
            _ => {}
        }
        ActResult::Stays
    }

    /// Accepts the answer, and goes to the next question or step.
    fn open(&mut self) -> ActResult {
        match self.step {
            Step::Method => return self.begin(),
            Step::Most => self.answers.set_most(self.row),
            Step::Best => {
                self.answers.set_best(self.row);
                if self.ids.len() == 2 {
                    self.answers.set_worst(1 - self.row);
                }
            }
            Step::Worst if self.answers.best == Some(self.row) => {
                return ActResult::Fails(
                    "this one matters most; the one that matters least is another".to_owned(),
                );
            }
            Step::Worst => self.answers.set_worst(self.row),
            Step::Order => {}
            Step::Review => {
                return match self.answers.judgements(self.method, &self.ids) {
                    Some(judgements) => ActResult::Judges(judgements),
                    None => ActResult::Stays,
                };
            }
            Step::Swings | Step::Points | Step::Pairs | Step::FromBest | Step::ToWorst => {
                return self.accept();
            }
        }
        self.walk(1);
        ActResult::Stays
    }

    /// Begins with the selected method.
    fn begin(&mut self) -> ActResult {
        if self.ids.len() > self.method.most() {
            return ActResult::Fails(format!(
                "{} criteria are too many for this method, which takes {}; use swing or points",
                self.ids.len(),
                self.method.most()
            ));
        }
        self.walk(1);
        ActResult::Stays
    }

    /// Accepts a number.
    fn accept(&mut self) -> ActResult {
        let rest = self.answers.rest();
        let is_last_open = (0..self.count()).all(|row| row == self.row || self.answer(row).is_some());
        if self.answer(self.row).is_none() {
            if self.step == Step::Points && is_last_open && !rest.is_negative() {
                self.set_answer(Some(rest));
            } else {
                return ActResult::Fails(self.wanted().to_owned());
            }
        }
        self.typed.clear();
        let is_mended = self.is_mending;
        let mut next = self.row + 1;
        if self.step == Step::Swings && self.answers.most == Some(next) {
            next += 1;
        }
        if next < self.count() && !is_mended {
            self.row = next;
        } else if let Some(open) = self.first_open() {
            self.row = open;
        } else if is_mended {
            self.go(Step::Review);
        } else {
            return self.skip();
        }
        ActResult::Stays
    }

    /// What an open question wants.
    fn wanted(&self) -> &'static str {
        match self.step {
            Step::Swings => "type a number from 0 to 100",
            Step::Points => "type how many points it gets",
            _ => "type a number from 1 to 9, or use the arrows",
        }
    }

    /// Goes to the next step, where this one is answered.
    fn skip(&mut self) -> ActResult {
        let rest = self.answers.rest();
        let is_done = match self.step {
            Step::Method | Step::Most | Step::Best | Step::Worst => return self.open(),
            Step::Review => return ActResult::Stays,
            Step::Points => self.first_open().is_none() && rest.is_zero(),
            _ => self.first_open().is_none(),
        };
        if let (false, Some(open)) = (is_done, self.first_open()) {
            self.row = open;
            return ActResult::Fails(self.wanted().to_owned());
        }
        if !is_done {
            let too = if rest.is_negative() { "too many" } else { "left to hand out" };
            return ActResult::Fails(format!("{} points are {too}", rest.abs()));
        }
        self.walk(1);
        ActResult::Stays
    }

    /// Moves a row of the order, or a number by steps of one.
    fn nudge(&mut self, steps: i32) -> ActResult {
        match self.step {
            Step::Order => self.row = self.answers.shift(self.row, steps > 0),
            Step::Swings if self.answers.most == Some(self.row) => return self.yardstick(),
            Step::Swings | Step::Points => {
                let now = self.answer(self.row).cloned().unwrap_or_default();
                let most = Exact::HUNDRED;
                let next = &now + &Exact::from(steps);
                let next = if next.is_negative() { Exact::ZERO } else { next };
                self.typed.clear();
                self.set_answer(Some(if self.step == Step::Swings { next.min(most) } else { next }));
            }
            Step::Review => {
                let whole = self.whole.clone().unwrap_or(Weight::HUNDRED);
                let now = self.decimals.unwrap_or_else(|| usual_decimals(&whole));
                self.decimals = Some(now.saturating_add_signed(steps.signum()).min(MOST_DIGITS));
            }
            _ => {}
        }
        ActResult::Stays
    }

    fn yardstick(&self) -> ActResult {
        ActResult::Fails(format!(
            "{} is what the others are held against; go back a step to choose another one",
            self.criteria[self.row].name
        ))
    }

    /// Leans a comparison by a grade towards the first of the two.
    fn lean(&mut self, grades: i32) {
        let now = self.answer(self.row).map_or(0, grade);
        let least = if self.step == Step::Pairs { -8 } else { 0 };
        // Of one against the best or the worst, more is to the right.
        let grades = if self.step == Step::Pairs { grades } else { -grades };
        if matches!(self.step, Step::Pairs | Step::FromBest | Step::ToWorst) {
            self.set_answer(Some(ratio((now + grades).clamp(least, 8))));
        }
    }

    /// Lets a row share the place above it, or turns a comparison around.
    fn toggle(&mut self) {
        match self.step {
            Step::Order => self.row = self.answers.tie(self.row),
            Step::Pairs => {
                let turned = self.answer(self.row).and_then(|ratio| Exact::ONE.over(ratio));
                self.set_answer(turned.or(Some(Exact::ONE)));
            }
            _ => {}
        }
    }

    /// Gives what is left of the points to the selected row, or takes away what is too much.
    fn give_rest(&mut self) -> ActResult {
        if self.step != Step::Points {
            return ActResult::Stays;
        }
        let has = self.answer(self.row).cloned().unwrap_or_default();
        let all = &has + &self.answers.rest();
        if all.is_negative() {
            return ActResult::Fails("this one has less than is too much; take it from others".to_owned());
        }
        self.typed.clear();
        self.set_answer(Some(all));
        ActResult::Stays
    }

    /// Goes to the judgement that fits the others least.
    fn go_to_worst(&mut self) -> ActResult {
        let Some((step, row)) = self.worst() else {
            return ActResult::Fails("no judgement stands out".to_owned());
        };
        self.go(step);
        self.row = row;
        self.is_mending = true;
        ActResult::Stays
    }

    fn type_char(&mut self, c: char) -> ActResult {
        let digit = c.to_digit(10);
        match (self.step, digit) {
            (Step::Method | Step::Most | Step::Best | Step::Worst, Some(row @ 1..)) => {
                let row = usize::try_from(row).unwrap_or(usize::MAX) - 1;
                if row < self.count() {
                    self.select(row);
                    return self.open();
                }
            }
            (Step::Order, Some(place @ 1..)) => {
                let place = usize::try_from(place).unwrap_or(usize::MAX) - 1;
                self.row = self.answers.move_to(self.row, place);
            }
            (Step::Pairs, Some(times @ 1..)) => {
                let is_turned = self.answer(self.row).is_some_and(|ratio| *ratio < Exact::ONE);
                let times = i32::try_from(times).unwrap_or(1) - 1;
                self.set_answer(Some(ratio(if is_turned { -times } else { times })));
            }
            (Step::FromBest | Step::ToWorst, Some(times @ 1..)) => self.set_answer(Some(Exact::from(times))),
            (Step::Swings, _) if self.answers.most == Some(self.row) => return self.yardstick(),
            (Step::Swings | Step::Points, _) => return self.type_number(c),
            _ => {}
        }
        ActResult::Stays
    }

    fn type_number(&mut self, c: char) -> ActResult {
        let typed = format!("{}{c}", self.typed);
        let number = Exact::parse(&typed).or_else(|_| Exact::parse(&format!("{typed}0")));
        let Ok(number) = number else { return ActResult::Stays };
        if self.step == Step::Swings && number > Exact::HUNDRED {
            return ActResult::Fails("no swing matters more than the one that has 100".to_owned());
        }
        if typed.len() <= LONGEST {
            self.typed = typed;
            self.set_answer(Some(number));
        }
        ActResult::Stays
    }
}

/// Where a ratio lies on the scale of whole ratios: 0 for equal, 8 for 9 times, -8 for a ninth.
pub(super) fn grade(ratio: &Exact) -> i32 {
    let ratio = ratio.to_f64();
    let size = if ratio < 1.0 { 1.0 / ratio } else { ratio };
    #[expect(clippy::cast_possible_truncation, reason = "within 1 and 9")]
    let steps = size.clamp(1.0, 9.0).round() as i32 - 1;
    if ratio < 1.0 { -steps } else { steps }
}

/// The ratio of a grade.
fn ratio(grade: i32) -> Exact {
    let size = Exact::from(grade.abs() + 1);
    if grade < 0 { Exact::ONE.over(&size).unwrap_or_default() } else { size }
}
