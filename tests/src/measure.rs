//! What the measurements share: `docs/performance.md` has their figures, and `CONTRIBUTING.md` their commands.

pub mod by_hand;
pub mod calls;
pub mod entity;
pub mod form;
pub mod scale;
pub mod server;
mod size;
mod table;
mod turns;
pub mod uploads;
mod usage;
pub mod worst;

pub use entity::{EntityForm, NameOrder};
pub use form::Form;
pub use size::{Size, declarations, measured_declaration};
pub use table::Table;
pub use turns::Turns;
pub use usage::Usage;

/// The one in the middle, or between the two in the middle; NaN if there is none.
#[must_use]
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let upper = values.len() / 2;
    match values.as_slice() {
        [] => f64::NAN,
        values if values.len().is_multiple_of(2) => f64::midpoint(values[upper - 1], values[upper]),
        values => values[upper],
    }
}
