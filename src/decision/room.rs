//! The room that the weights of a group make for one of them.

use super::Weight;
use crate::exact::{Exact, apportion};

/// Digits after the point of weights that made room.
pub const ROOM_DECIMALS: u32 = 4;
/// Digits after the point of weights that people state, at most.
const STATED_DECIMALS: u32 = 2;
/// How far a weight may be off that made room before, in units of its last digit: each time adds up to one, and more
/// where it grew since.
const OFF: u32 = 5;

/// Lets the weights of a group that do not stay shrink or grow in proportion, so that the group adds up: each is cut
/// off at [`ROOM_DECIMALS`] digits, and what is left goes to the largest remainders ([`apportion`]). So a file that
/// holds them adds up exactly, and says what was shown.
///
/// Weights that made room before are rounded ones, and would drift with every time. Where they come from rounding weights
/// as people state them, these come back: 8 and not 8.0003.
///
/// - `weights`: those of the group.
/// - `stays`: for each of them whether it keeps its weight.
/// - `whole`: what they are to add up to.
/// - Returns all weights, or none where those that stay take more than the whole, or no other one is above 0 and could
///   grow.
///
/// # Panics
/// Never: each weight that is free gets its share.
#[must_use]
pub fn make_room(weights: &[Weight], stays: &[bool], whole: &Weight) -> Option<Vec<Weight>> {
    let of = |is_staying: bool| -> Vec<Exact> {
        let chosen = weights.iter().zip(stays).filter(|(_, stays)| **stays == is_staying);
        chosen.map(|(weight, _)| weight.exact().clone()).collect()
    };
    let free = of(false);
    let room = whole.exact() - &Exact::sum(&of(true));
    if room.is_negative() || (Exact::sum(&free).is_zero() && !room.is_zero()) {
        return None;
    }
    let told_apart = (0..=STATED_DECIMALS).take_while(|digits| are_told_apart(*digits, &free, &room));
    let mut stated = told_apart.map(|digits| apportion(&free, &room, digits));
    let stated = stated.find(|stated| is_source(stated, &free, &room));
    let shares = stated.unwrap_or_else(|| apportion(&free, &room, ROOM_DECIMALS));
    let mut shares = shares.into_iter().map(Weight::of);
    let weight = |(weight, stays): (&Weight, &bool)| {
        if *stays { weight.clone() } else { shares.next().expect("one share for each weight that is free") }
    };
    Some(weights.iter().zip(stays).map(weight).collect())
}

/// Whether weights of so many digits could be told apart by what is left of them in rounded ones: not where these have
/// to grow a lot.
fn are_told_apart(digits: u32, rounded: &[Exact], room: &Exact) -> bool {
    let off = &Exact::from(2 * OFF) * &Exact::from(10).power(digits);
    &off * room <= &Exact::sum(rounded) * &Exact::from(10).power(ROOM_DECIMALS)
}

/// Whether weights are what others were before these made room: scaled to the same sum, they differ by what rounding may
/// have done.
fn is_source(stated: &[Exact], rounded: &[Exact], room: &Exact) -> bool {
    let sum = Exact::sum(rounded);
    let unit = Exact::ONE.over(&Exact::from(10).power(ROOM_DECIMALS)).expect("a power of ten is not zero");
    let most = &(&unit * &Exact::from(OFF)) * room;
    let is_of = |(stated, rounded): (&Exact, &Exact)| {
        stated.is_zero() == rounded.is_zero() && (&(stated * &sum) - &(rounded * room)).abs() <= most
    };
    stated.iter().zip(rounded).all(is_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(weights: &[&str], stays: &[bool], whole: &str) -> Option<String> {
        let weight = |text: &str| Weight::new(Exact::parse(text).unwrap()).unwrap();
        let weights: Vec<Weight> = weights.iter().map(|text| weight(text)).collect();
        let whole = weight(whole);
        let made = make_room(&weights, stays, &whole)?;
        assert_eq!(Weight::sum(&made), whole);
        Some(made.iter().map(Weight::to_string).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn the_others_share_what_is_left_and_add_up_to_the_last_digit() {
        let [one, none] = [[true, false, false, false], [false; 4]];
        assert_eq!(room(&["40", "20", "20", "20"], &one, "100").unwrap(), "40 20 20 20");
        assert_eq!(room(&["30", "25", "25", "25"], &one, "100").unwrap(), "30 23.3334 23.3333 23.3333");
        assert_eq!(room(&["10", "1", "2", "0"], &none, "100").unwrap(), "76.9231 7.6923 15.3846 0");
        assert_eq!(room(&["100", "1", "2", "3"], &one, "100").unwrap(), "100 0 0 0");
        assert_eq!(room(&["0.000001", "50", "50", "0"], &one, "100").unwrap(), "0.000001 50 49.999999 0");
    }

    #[test]
    fn weights_that_made_room_come_back() {
        let start = "25 12 18 8 15 10 12";
        let one = [true, false, false, false, false, false, false];
        for way in [&["30"][..], &["90"], &["60", "35", "10"], &["33", "71", "12", "88"], &["0.5"]] {
            let mut now = start.to_owned();
            for weight in way.iter().chain(&["25"]) {
                let rest: Vec<&str> = now.split(' ').skip(1).collect();
                let weights: Vec<&str> = std::iter::once(*weight).chain(rest).collect();
                now = room(&weights, &one, "100").unwrap();
            }
            assert_eq!(now, start, "{way:?}");
        }
    }

    #[test]
    fn nobody_can_make_room_where_the_rest_is_taken_or_nothing() {
        assert_eq!(room(&["101", "1"], &[true, false], "100"), None);
        assert_eq!(room(&["40", "0"], &[true, false], "100"), None);
        assert_eq!(room(&["40", "40"], &[true, true], "100"), None);
        assert_eq!(room(&["100", "0"], &[true, false], "100").unwrap(), "100 0");
    }
}
