//! How long something is still valid.

use graph_runtime::DateTimeOffset;

/// Returns the whole days until a date; negative once it has passed.
pub(super) fn days_left(date: &DateTimeOffset) -> i64 {
    let left = date.to_offset_date_time() - DateTimeOffset::now().to_offset_date_time();
    left.whole_seconds().div_euclid(24 * 60 * 60)
}

/// Writes a number of days: `in 3 days`, `2 days ago`.
pub(super) fn in_days(days: i64) -> String {
    match days {
        1 => "in 1 day".to_owned(),
        0.. => format!("in {days} days"),
        -1 => "1 day ago".to_owned(),
        _ => format!("{} days ago", -days),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn days_are_whole_and_negative_once_a_date_has_passed() {
        let now = DateTimeOffset::now().to_offset_date_time();
        let left = |moment| days_left(&DateTimeOffset::try_from(moment).expect("a date"));
        let later = [49, 25, 1].map(|hours| left(now + Duration::from_hours(hours)));
        let earlier = [1, 25].map(|hours| left(now - Duration::from_hours(hours)));
        assert_eq!((later, earlier), ([2, 1, 0], [-1, -2]));
    }

    #[test]
    fn a_number_of_days_is_read_aloud() {
        let texts = [2, 1, 0, -1, -2].map(in_days);
        assert_eq!(texts.join(", "), "in 2 days, in 1 day, in 0 days, 1 day ago, 2 days ago");
    }
}
