//! Scales of numbers by themselves: two ends, points, an ideal, marks. All are one line through points.

use std::fmt;

use super::{Scale, ScaleError, Shape, between_extremes, check_worth, number_text, worth_text};
use crate::exact::Exact;

/// A line through points, level before the first and after the last.
#[derive(Clone, Debug)]
pub struct ValueLine {
    /// Two or more, each a number and its worth from 0 to 1; the numbers go up.
    points: Vec<(Exact, Exact)>,
    written: Written,
}

/// How a line was written, which is how it is shown.
#[derive(Clone, Debug)]
enum Written {
    /// A worst and a best end.
    Ends,
    /// Points with their worths.
    Points,
    /// An ideal between two ends that are worth nothing.
    Ideal,
    /// Marks by people, with what each whole one means.
    Marks { anchors: Vec<String> },
}

/// The marks that people give.
#[derive(Clone, Copy, Debug)]
pub struct MarkRange<'a> {
    /// The lowest mark, worth 0.
    pub from: &'a Exact,
    /// The highest mark, worth 1.
    pub to: &'a Exact,
    /// What each whole mark means, worst first; may be empty.
    pub anchors: &'a [String],
}

impl<'a> MarkRange<'a> {
    /// What a mark means, where it is a whole one and marks have a text each.
    #[must_use]
    pub fn anchor(self, mark: &Exact) -> Option<&'a str> {
        let step: usize = (mark - self.from).to_string().parse().ok()?;
        self.anchors.get(step).map(String::as_str)
    }
}

impl Scale {
    /// A straight line from the worst end, worth 0, to the best one, worth 1; either may be the higher.
    ///
    /// # Errors
    /// [`ScaleError::Flat`] where the two are the same.
    pub fn ends(worst: Exact, best: Exact) -> Result<Scale, ScaleError> {
        if worst == best {
            return Err(ScaleError::Flat);
        }
        let mut points = vec![(worst, Exact::ZERO), (best, Exact::ONE)];
        points.sort();
        Ok(Scale::line_of(points, Written::Ends))
    }

    /// A line through points: numbers that go up, each with its worth from 0 to 1.
    ///
    /// # Errors
    /// [`ScaleError::TooFewPoints`], [`ScaleError::NotRising`], [`ScaleError::WorthOutside`].
    pub fn points(points: Vec<(Exact, Exact)>) -> Result<Scale, ScaleError> {
        if points.len() < 2 {
            return Err(ScaleError::TooFewPoints);
        }
        if let Some(before) = points.windows(2).position(|pair| pair[0].0 >= pair[1].0) {
            return Err(ScaleError::NotRising { at: before + 1 });
        }
        points.iter().try_for_each(|(_, worth)| check_worth(worth))?;
        Ok(Scale::line_of(points, Written::Points))
    }

    /// Worth 1 at the ideal, falling in straight lines to 0 at both ends.
    ///
    /// # Errors
    /// [`ScaleError::IdealOutside`] unless low < ideal < high.
    pub fn ideal(low: Exact, ideal: Exact, high: Exact) -> Result<Scale, ScaleError> {
        if low >= ideal || ideal >= high {
            return Err(ScaleError::IdealOutside);
        }
        let points = vec![(low, Exact::ZERO), (ideal, Exact::ONE), (high, Exact::ZERO)];
        Ok(Scale::line_of(points, Written::Ideal))
    }

    /// Marks by people, from the worst to the best.
    ///
    /// - `anchors`: what each whole mark means, worst first; may be empty.
    ///
    /// # Errors
    /// [`ScaleError::FlatMarks`] unless the highest is above the lowest; [`ScaleError::Anchors`] where some marks
    /// have a text and others have not.
    pub fn rating(from: Exact, to: Exact, anchors: Vec<String>) -> Result<Scale, ScaleError> {
        if to <= from {
            return Err(ScaleError::FlatMarks { from, to });
        }
        if !anchors.is_empty() && Exact::from(anchors.len()) != &(&to - &from) + &Exact::ONE {
            return Err(ScaleError::Anchors { given: anchors.len(), from, to });
        }
        let points = vec![(from, Exact::ZERO), (to, Exact::ONE)];
        Ok(Scale::line_of(points, Written::Marks { anchors }))
    }

    fn line_of(points: Vec<(Exact, Exact)>, written: Written) -> Scale {
        Scale::of(Shape::Line(ValueLine { points, written }))
    }
}

impl ValueLine {
    /// Two points or more, each a number and its worth from 0 to 1; the numbers go up.
    #[must_use]
    pub fn points(&self) -> &[(Exact, Exact)] {
        &self.points
    }

    /// The lowest and the highest number; beyond them the line is level.
    #[must_use]
    pub fn reach(&self) -> [&Exact; 2] {
        [&self.points[0].0, &self.points[self.points.len() - 1].0]
    }

    /// The points in the order in which they are written, each with the name that it has there.
    pub fn named_points(&self) -> impl Iterator<Item = (&'static str, &(Exact, Exact))> {
        let names: &[&str] = match self.written {
            Written::Ends => &["worst", "best"],
            Written::Points => &[],
            Written::Ideal => &["low", "ideal", "high"],
            Written::Marks { .. } => &["lowest mark", "highest mark"],
        };
        let name = |nth: usize| names.get(nth).copied().unwrap_or("point");
        let last = self.points.len() - 1;
        let place = move |nth: usize| if self.falls() { last - nth } else { nth };
        (0..=last).map(move |nth| (name(nth), &self.points[place(nth)]))
    }

    /// Whether the worths of the points were written too, and not only the numbers that are worth 0 and 1.
    #[must_use]
    pub fn has_written_worths(&self) -> bool {
        match self.written {
            Written::Points => true,
            Written::Ends | Written::Ideal | Written::Marks { .. } => false,
        }
    }

    /// The worst and the best end of a scale that names them.
    #[must_use]
    pub fn worst_and_best(&self) -> Option<[&Exact; 2]> {
        match self.written {
            Written::Ends => {
                let [low, high] = self.reach();
                Some(if self.falls() { [high, low] } else { [low, high] })
            }
            Written::Points | Written::Ideal | Written::Marks { .. } => None,
        }
    }

    /// The marks that people give on it; none for a line of facts.
    #[must_use]
    pub fn marks(&self) -> Option<MarkRange<'_>> {
        match &self.written {
            Written::Marks { anchors } => {
                let [from, to] = self.reach();
                Some(MarkRange { from, to, anchors })
            }
            Written::Ends | Written::Points | Written::Ideal => None,
        }
    }

    /// The worth of a number, 0 to 1.
    ///
    /// Source: Keeney and Raiffa 1976, value functions on a fixed scale; case `value_functions` in tests.
    #[must_use]
    pub fn value(&self, number: &Exact) -> Exact {
        let after = self.points.partition_point(|(at, _)| at < number);
        let worth = |at: usize| self.points[at].1.clone();
        if after == 0 || after == self.points.len() {
            return worth(after.saturating_sub(1));
        }
        between(&self.points[after - 1], &self.points[after], number)
    }

    /// Whether it is written from its high end to its low one.
    fn falls(&self) -> bool {
        match self.written {
            Written::Ends => self.points[0].1 > self.points[1].1,
            Written::Points | Written::Ideal | Written::Marks { .. } => false,
        }
    }

    pub(super) fn range(&self, unit: &str) -> String {
        let mut numbers = self.named_points().map(|(_, (number, _))| number);
        let mut next = || numbers.next().map(Exact::to_string).unwrap_or_default();
        match &self.written {
            Written::Ends => format!("{} to {}{unit}", next(), next()),
            Written::Points => {
                let named: Vec<(String, &Exact)> =
                    self.points.iter().map(|(number, worth)| (number.to_string(), worth)).collect();
                format!("{}{unit}", between_extremes(&named))
            }
            Written::Ideal => {
                let [low, ideal, high] = [next(), next(), next()];
                format!("{low} or {high} to {ideal}{unit}")
            }
            Written::Marks { anchors } => {
                let anchor = |at: Option<&String>| at.map_or_else(String::new, |text| format!(" ({text})"));
                format!("{}{} to {}{}", next(), anchor(anchors.first()), next(), anchor(anchors.last()))
            }
        }
    }
}

/// The worth of a number between two points of a line.
fn between((x0, y0): &(Exact, Exact), (x1, y1): &(Exact, Exact), number: &Exact) -> Exact {
    let along = (number - x0).over(&(x1 - x0)).expect("the numbers of a line go up, so two differ");
    y0 + &(&along * &(y1 - y0))
}

impl fmt::Display for ValueLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> =
            self.named_points().map(|(_, (number, _))| number_text(f, number)).collect();
        match &self.written {
            Written::Ends => write!(f, "{} worst, {} best", numbers[0], numbers[1]),
            Written::Points => {
                let pairs = numbers.iter().zip(&self.points);
                let pairs = pairs.map(|(number, (_, worth))| format!("{number} = {}", worth_text(worth)));
                write!(f, "line through {}", pairs.collect::<Vec<_>>().join(", "))
            }
            Written::Ideal => write!(f, "{1} ideal, 0 at {0} and {2}", numbers[0], numbers[1], numbers[2]),
            Written::Marks { .. } => write!(f, "marks from {} to {}", numbers[0], numbers[1]),
        }
    }
}
