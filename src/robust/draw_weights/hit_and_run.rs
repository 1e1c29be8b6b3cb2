//! Hit-and-run: steps in random directions through a room that has no closed form.

use super::chain::{MIXED, MOST_WORK, WELL_MIXED, float, index, scale_reduction, whole};
use super::room::Room;
use super::{Region, normalise};
use crate::robust::random::Lanes;

/// How chains go from one draw to the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stride {
    steps: usize,
    /// The share of steps along an edge, from one share to another: in a long narrow room only these get far, and they
    /// take little. Any mix of directions that does not depend on the point leaves the even distribution as it is.
    edges: f64,
}

impl Stride {
    /// Goes to the next draw.
    pub(super) fn go(&self, point: &mut [f64], room: &Room, lanes: &mut Lanes, lane: usize) {
        for _ in 0..self.steps {
            if lanes.uniform_of(lane) < self.edges {
                step_along_edge(point, room, lanes, lane);
            } else {
                step(point, room, lanes, lane);
            }
        }
    }

    /// What the steps take, about in nanoseconds.
    fn work(self, members: usize, room: &Room) -> f64 {
        let anywhere = 30.0 * float(members) + 3.0 * float(room.factors());
        let edge = 30.0 + 16.0 * float(room.factors()) / float(members.max(1));
        float(self.steps) * (self.edges * edge + (1.0 - self.edges) * anywhere)
    }
}

/// A part of a line: how far it goes back and ahead.
struct Chord {
    back: f64,
    ahead: f64,
}

impl Chord {
    const ENDLESS: Chord = Chord { back: f64::NEG_INFINITY, ahead: f64::INFINITY };

    /// Ends where something that is at `slack` now, and grows with `slope`, would fall below zero.
    fn limit(&mut self, slack: f64, slope: f64) {
        // Rounding puts a point that is on an edge a little outside.
        let slack = slack.max(0.0);
        if slope > 0.0 {
            self.back = self.back.max(-slack / slope);
        } else if slope < 0.0 {
            self.ahead = self.ahead.min(-slack / slope);
        }
    }

    /// A uniform place on it; none where it has no end.
    fn place(&self, uniform: f64) -> Option<f64> {
        let along = self.back + (self.ahead - self.back) * uniform;
        along.is_finite().then_some(along)
    }
}

/// One step of hit-and-run: a random direction in which the shares still add up to one, the exact chord
/// through the room, a uniform point on it. Source: Smith 1984; Tervonen et al. 2013.
fn step(point: &mut [f64], room: &Room, lanes: &mut Lanes, lane: usize) {
    let count = float(point.len());
    let mut direction: Vec<f64> = point.iter().map(|_| lanes.normal_of(lane)).collect();
    let mean = direction.iter().sum::<f64>() / count;
    for part in &mut direction {
        *part -= mean;
    }
    let mut chord = Chord::ENDLESS;
    for (share, part) in point.iter().zip(&direction) {
        chord.limit(*share, *part);
    }
    for (slack, slope) in room.along(point, &direction) {
        chord.limit(slack, slope);
    }
    if let Some(along) = chord.place(lanes.uniform_of(lane)) {
        for (share, part) in point.iter_mut().zip(&direction) {
            *share = (*share + along * part).max(0.0);
        }
        normalise(point);
    }
}

/// One step in which one share gives to another.
fn step_along_edge(point: &mut [f64], room: &Room, lanes: &mut Lanes, lane: usize) {
    let count = float(point.len());
    let mut any = || index(lanes.uniform_of(lane) * count, point.len());
    let (from, to) = (any(), any());
    let mut chord = Chord { back: -point[to], ahead: point[from] };
    if from != to {
        for (slack, slope) in room.between(point, from, to) {
            chord.limit(slack, slope);
        }
    }
    if let (Some(along), false) = (chord.place(lanes.uniform_of(lane)), from == to) {
        point[from] = (point[from] - along).max(0.0);
        point[to] = (point[to] + along).max(0.0);
    }
}

/// Hit-and-run with as many steps between draws as it takes for the chains of a trial to agree; none when as many as
/// there is time for do not do. The first number of steps is that of R's hitandrun; where there is no time for so
/// many, most go along edges, and chains have to agree better.
pub(super) fn mixing(room: &Room, start: &[f64], seed: u64) -> Option<Region> {
    const DOUBLINGS: u32 = 6;
    let count = float(start.len());
    let usual = libm::ceil(libm::log(count + 1.0) / 4.0 * count * count * count);
    let mut strides: Vec<(Stride, f64)> = (0..DOUBLINGS)
        .map(|doubling| (Stride { steps: whole(usual) << doubling, edges: 0.5 }, MIXED))
        .filter(|(stride, _)| stride.work(start.len(), room) <= MOST_WORK)
        .collect();
    if strides.is_empty() {
        let one = Stride { steps: 1, edges: 15.0 / 16.0 };
        let steps = whole(MOST_WORK / one.work(start.len(), room));
        strides.push((Stride { steps, ..one }, WELL_MIXED));
    }
    strides.into_iter().find_map(|(stride, mixed)| {
        let kind = Region::HitAndRun { room: room.clone(), start: start.to_vec(), stride };
        (scale_reduction(&kind, start, seed) <= mixed).then_some(kind)
    })
}
