//! Exact numbers against whole numbers of 128 bits, which share no code with them.

use proptest::prelude::*;
use weigh::exact::{Exact, Mode, Rounding};

use super::check;
use super::random::rounding;

/// A decimal number as a whole number of units of its last digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decimal {
    units: i128,
    decimals: u32,
}

impl Decimal {
    /// The number with all its decimals, as people write it.
    fn text(self) -> String {
        let one = 10_u128.pow(self.decimals);
        let (whole, rest) = (self.units.unsigned_abs() / one, self.units.unsigned_abs() % one);
        let sign = if self.units < 0 { "-" } else { "" };
        match self.decimals {
            0 => format!("{sign}{whole}"),
            decimals => format!("{sign}{whole}.{rest:0>width$}", width = decimals as usize),
        }
    }

    /// The number without zeros at its end.
    fn shortest(self) -> Decimal {
        let mut short = self;
        while short.decimals > 0 && short.units % 10 == 0 {
            short = Decimal { units: short.units / 10, decimals: short.decimals - 1 };
        }
        short
    }

    fn exact(self) -> Exact {
        Exact::parse(&self.text()).unwrap()
    }

    /// The same number in units of a finer digit.
    fn units_at(self, decimals: u32) -> i128 {
        self.units * 10_i128.pow(decimals - self.decimals)
    }

    /// Rounds as it is taught: look at the digits that go, with the sign set aside.
    fn rounded(self, Rounding { digits, mode }: Rounding) -> Decimal {
        if digits >= self.decimals {
            return self;
        }
        let step = 10_i128.pow(self.decimals - digits);
        let (kept, rest) = (self.units.abs() / step, self.units.abs() % step);
        let goes_up = match mode {
            Mode::HalfUp => rest >= step / 2,
            Mode::HalfEven => rest > step / 2 || (rest == step / 2 && kept % 2 != 0),
            Mode::Truncate => false,
            Mode::Up => rest > 0,
        };
        Decimal { units: self.units.signum() * (kept + i128::from(goes_up)), decimals: digits }
    }
}

/// A random decimal of at most so many digits after the point and, all in all, 36.
fn decimal(most_decimals: u32) -> impl Strategy<Value = Decimal> {
    (0..=most_decimals, 0..=18_u32).prop_flat_map(|(decimals, whole)| {
        let limit = 10_i128.pow(decimals + whole);
        (1 - limit..limit).prop_map(move |units| Decimal { units, decimals })
    })
}

/// A random decimal that often lies on a half, or a digit beside one.
fn near_a_half() -> impl Strategy<Value = Decimal> {
    (-99_999..=99_999_i128, 0..=3_u32, -1..=1_i128).prop_map(|(units, decimals, off)| Decimal {
        units: (units * 10 + 5) * 10 + off,
        decimals: decimals + 2,
    })
}

/// `SplitMix64`: Steele, Lea and Flood 2014. Enough for test numbers, the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// An amount of up to twelve digits, up to six of them after the point.
    fn decimal(&mut self) -> Decimal {
        let (bits, size) = (self.next(), self.next());
        let limit = 10_i128.pow(u32::try_from(size % 12).unwrap() + 1);
        let decimals = u32::try_from(size >> 32).unwrap() % 7;
        Decimal { units: i128::from(bits) % (2 * limit) - limit, decimals }
    }
}

#[test]
fn a_million_decimal_sums_equal_the_sums_of_whole_numbers() {
    let mut numbers = Numbers(2026);
    // Ten numbers one after the other: an error in any subtotal would still be there at the end.
    for _ in 0..100_000 {
        let (mut sum, mut units) = (Exact::ZERO, 0_i128);
        for _ in 0..10 {
            let term = numbers.decimal();
            sum += &term.exact();
            units += term.units_at(6);
        }
        assert_eq!(sum.fixed(6), Decimal { units, decimals: 6 }.text());
    }
}

#[test]
fn sums_of_halves_and_sums_in_a_row_are_the_same() {
    let mut numbers = Numbers(7);
    for length in 0..200 {
        let terms: Vec<Decimal> = (0..length).map(|_| numbers.decimal()).collect();
        let units = terms.iter().map(|term| term.units_at(6)).sum();
        let exact: Vec<Exact> = terms.into_iter().map(Decimal::exact).collect();
        assert_eq!(Exact::sum(&exact), Decimal { units, decimals: 6 }.exact(), "{length} terms");
    }
}

#[test]
fn rounding_is_what_it_is_with_whole_numbers() {
    check((prop_oneof![decimal(18), near_a_half()], rounding()), |(number, rule)| {
        let rounded = rule.apply(&number.exact());
        prop_assert_eq!(rounded.to_string(), number.rounded(rule).shortest().text());
        prop_assert_eq!(rule.apply(&rounded), rounded, "rounding twice is rounding once");
        Ok(())
    });
}

#[test]
fn rounded_numbers_keep_their_order() {
    check((near_a_half(), near_a_half(), rounding()), |(a, b, rule)| {
        let (low, high) = if a.exact() <= b.exact() { (a, b) } else { (b, a) };
        prop_assert!(rule.apply(&low.exact()) <= rule.apply(&high.exact()));
        Ok(())
    });
}

#[test]
fn what_is_shown_reads_as_the_same_number() {
    check(decimal(18), |number| {
        let exact = number.exact();
        prop_assert_eq!(exact.to_string(), number.shortest().text());
        prop_assert_eq!(&Exact::parse(&exact.to_string()).unwrap(), &exact);
        prop_assert_eq!(serde_json::to_string(&exact).unwrap(), number.shortest().text());
        Ok(())
    });
}

#[test]
fn numbers_with_an_exponent_are_the_same_numbers() {
    check((decimal(9), -9..=9_i32), |(number, exponent)| {
        let Decimal { units, decimals } = number.shortest();
        let text = format!("{}e{exponent}", number.text());
        let decimals = i32::try_from(decimals).unwrap() - exponent;
        let expected = match u32::try_from(decimals) {
            Ok(decimals) => Decimal { units, decimals },
            Err(_) => Decimal { units: units * 10_i128.pow(decimals.unsigned_abs()), decimals: 0 },
        };
        match Exact::parse(&text) {
            Ok(exact) => prop_assert_eq!(exact.to_string(), expected.shortest().text(), "{}", text),
            // Nine digits more before the point can be too many; never nine after it.
            Err(_) => prop_assert!(expected.units.abs() / 10_i128.pow(expected.decimals) >= 10_i128.pow(18)),
        }
        Ok(())
    });
}

#[test]
fn arithmetic_undoes_itself() {
    check((decimal(9), decimal(9)), |(a, b)| {
        let (x, y) = (a.exact(), b.exact());
        prop_assert_eq!(&(&x + &y) - &y, x.clone());
        prop_assert_eq!(&x - &y, -&(&y - &x));
        prop_assert_eq!(x.cmp(&y), a.units_at(9).cmp(&b.units_at(9)));
        match y.over(&x) {
            Some(quotient) => prop_assert_eq!(&quotient * &x, y),
            None => prop_assert!(x.is_zero()),
        }
        Ok(())
    });
}
