//! Comparisons on a machine that does other things as well.

use super::median;

/// The figures of two sides that took turns, so that what else the machine did weighed on both.
#[derive(Debug)]
pub struct Turns {
    one: Vec<f64>,
    other: Vec<f64>,
}

impl Turns {
    /// Has each side take its turn so many times, and one time more to warm up. Who is first changes each time.
    pub fn take(turns: u32, mut one: impl FnMut() -> f64, mut other: impl FnMut() -> f64) -> Self {
        let mut taken = Self { one: Vec::new(), other: Vec::new() };
        for turn in 0..=turns {
            let (figure, other) = if turn % 2 == 0 {
                let figure = one();
                (figure, other())
            } else {
                let other = other();
                (one(), other)
            };
            if turn > 0 {
                taken.one.push(figure);
                taken.other.push(other);
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
