//! The ranges of a file that the service still expects.

use std::ops::Range;

/// The missing ranges of a file, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NextRanges(Vec<Range<u64>>);

impl From<Range<u64>> for NextRanges {
    fn from(range: Range<u64>) -> Self {
        Self(vec![range])
    }
}

impl NextRanges {
    /// Returns the first missing range, or `None` if the service has the whole file.
    pub(super) fn first(&self) -> Option<Range<u64>> {
        self.0.first().cloned()
    }

    /// Returns the number of missing bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.0.iter().map(|range| range.end - range.start).sum()
    }
}

/// Reads the missing ranges of a file of `total` bytes: `26-`, `0-25`, with an inclusive end, or, from Outlook, `26`.
pub(super) fn missing(ranges: &[String], total: u64) -> Result<NextRanges, String> {
    let mut missing = Vec::with_capacity(ranges.len());
    for text in ranges {
        let range = parse(text).ok_or("the service's `nextExpectedRanges` is not a list of ranges")?;
        if range.start < total {
            missing.push(range.start..range.end.min(total));
        }
    }
    missing.sort_unstable_by_key(|range: &Range<u64>| range.start);
    // What overlaps is counted and sent once.
    let mut distinct: Vec<Range<u64>> = Vec::with_capacity(missing.len());
    for range in missing {
        match distinct.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => distinct.push(range),
        }
    }
    Ok(NextRanges(distinct))
}

fn parse(text: &str) -> Option<Range<u64>> {
    let (start, end) = text.trim().split_once('-').unwrap_or((text.trim(), ""));
    let start = start.trim().parse().ok()?;
    let end = match end.trim() {
        "" => u64::MAX,
        end => end.parse::<u64>().ok()?.checked_add(1)?,
    };
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(texts: &[&str], total: u64) -> Result<Vec<(u64, u64)>, String> {
        let texts: Vec<_> = texts.iter().map(|&text| text.to_owned()).collect();
        missing(&texts, total).map(|ranges| ranges.0.into_iter().map(|range| (range.start, range.end)).collect())
    }

    #[test]
    fn ranges_are_read_in_every_form_and_put_in_order() {
        assert_eq!(ranges(&["0-"], 128), Ok(vec![(0, 128)]));
        assert_eq!(ranges(&["26"], 128), Ok(vec![(26, 128)]));
        assert_eq!(ranges(&["77-99", "12-55"], 128), Ok(vec![(12, 56), (77, 100)]));
        assert_eq!(ranges(&["12-55", "56-60", "20-30"], 128), Ok(vec![(12, 61)]));
        assert_eq!(ranges(&["100-900", "128-"], 128), Ok(vec![(100, 128)]));
        assert_eq!(ranges(&[], 128), Ok(vec![]));
        assert_eq!(missing(&["0-9".into(), "20-29".into()], 128).map(|ranges| ranges.bytes()), Ok(20));
    }

    #[test]
    fn a_text_that_is_no_range_is_an_error() {
        for text in ["", "-", "-5", "a-b", "5-4", "1-18446744073709551615", "18446744073709551616-", "1-2-3"] {
            assert!(ranges(&[text], 128).is_err(), "{text}");
        }
    }
}
