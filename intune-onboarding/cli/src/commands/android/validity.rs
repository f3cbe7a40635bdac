//! How long a new enrollment token is valid.

use clap::Args;

use crate::failure::Failure;

const DAY: i32 = 24 * 60 * 60;
/// Microsoft's documentation names no longest validity, so the limit is that of the property's type, `Edm.Int32`.
const MAX: i32 = i32::MAX;

/// The options for the validity of a token; one of them is given.
#[derive(Debug, Args)]
#[group(id = "validity", multiple = false)]
pub(in crate::commands) struct Validity {
    /// Validity of the token in days, 1 to 24855
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
    validity_days: Option<i64>,

    /// Validity of the token in seconds, 1 to 2147483647
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    validity_seconds: Option<i64>,
}

impl Validity {
    /// Whether none of the options was given.
    pub(in crate::commands) fn is_missing(&self) -> bool {
        self.validity_days.is_none() && self.validity_seconds.is_none()
    }

    /// Returns the validity in seconds.
    pub(in crate::commands) fn seconds(&self) -> Result<i32, Failure> {
        let (option, value, longest, unit) = match (self.validity_days, self.validity_seconds) {
            (Some(days), _) => ("--validity-days", days, MAX / DAY, DAY),
            (None, seconds) => ("--validity-seconds", seconds.unwrap_or(0), MAX, 1),
        };
        match i32::try_from(value) {
            Ok(value) if (1..=longest).contains(&value) => Ok(value * unit),
            _ => Err(Failure::input(format!("{option} is {value}: it must be from 1 to {longest}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_validity_is_one_second_at_least_and_fits_its_type() {
        let validity = |days, seconds| Validity { validity_days: days, validity_seconds: seconds }.seconds();
        assert_eq!(validity(None, Some(1)).ok(), Some(1));
        assert_eq!(validity(None, Some(2_147_483_647)).ok(), Some(i32::MAX));
        assert_eq!(validity(Some(1), None).ok(), Some(86_400));
        assert_eq!(validity(Some(90), None).ok(), Some(7_776_000));
        assert_eq!(validity(Some(24_855), None).ok(), Some(24_855 * 86_400));
        for (days, seconds) in [
            (Some(0), None),
            (Some(24_856), None),
            (Some(-1), None),
            (Some(i64::MAX), None),
            (None, Some(0)),
            (None, Some(2_147_483_648)),
            (None, Some(i64::MIN)),
        ] {
            assert!(validity(days, seconds).is_err(), "{days:?} {seconds:?}");
        }
    }
}
