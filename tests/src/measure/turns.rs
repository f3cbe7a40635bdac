//! Comparisons on a machine that does other things as well.

use super::median;

/// The figures of two sides that took turns, so that what else the machine did weighed on both.
#[derive(Debug)]
pub struct Turns {
    one: Vec<f64>,
    other: Vec<f64>,
}

impl Turns {
    /// Has the sides take turns so many times, and one time more to warm up: one, other, other, one, so that nobody gains
    /// by being the first or the last. The figure of a side is the mean of its two.
    pub fn take(turns: u32, mut one: impl FnMut() -> f64, mut other: impl FnMut() -> f64) -> Self {
        let mut taken = Self { one: Vec::new(), other: Vec::new() };
        for turn in 0..=turns {
            let first = one();
            let between = f64::midpoint(other(), other());
            let around = f64::midpoint(first, one());
            if turn > 0 {
                taken.one.push(around);
                taken.other.push(between);
            }
        }
        taken
    }

    /// The first side's median.
    #[must_use]
    pub fn one(&self) -> f64 {
        median(self.one.iter().copied())
    }

    /// The second side's median.
    #[must_use]
    pub fn other(&self) -> f64 {
        median(self.other.iter().copied())
    }

    /// The median of what the first side has in each turn, divided by what the second has in the same.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        median(self.one.iter().zip(&self.other).map(|(one, other)| one / other))
    }
}
