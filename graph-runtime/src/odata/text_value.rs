//! What values with the same form have in common: the text that was read, and the value of that text.

/// Implements the traits of a type with a field `text`, which is shown and sent, and a field with the value, which is
/// compared.
macro_rules! text_value {
    ($name:ident, $value:ident, $expected:expr) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.text)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(&self.text)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.$value == other.$value
            }
        }

        impl Eq for $name {}

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.$value.hash(state);
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::odata::text::deserialize(deserializer, $expected)
            }
        }
    };
}

/// Orders values by the field that is compared.
macro_rules! ordered_by {
    ($name:ident, $value:ident) => {
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.$value.cmp(&other.$value)
            }
        }
    };
}

pub(super) use {ordered_by, text_value};

#[cfg(test)]
mod tests {
    use crate::odata::{date_time_offset::DateTimeOffset, duration::Duration, time_of_day::TimeOfDay};

    #[test]
    fn a_value_is_shown_as_its_text_with_the_width_of_the_format() {
        let duration: Duration = "PT1H".parse().expect("a duration");
        assert_eq!(format!("{duration:>6}|{duration:<6}|{duration:?}"), "  PT1H|PT1H  |PT1H");
        let time: TimeOfDay = "08:30".parse().expect("a time");
        assert_eq!(format!("{time:>7}|{time:?}"), "  08:30|08:30");
        let date: DateTimeOffset = "2026-11-28T08:30".parse().expect("a date and time");
        assert_eq!(format!("{date:.10}|{date:?}"), "2026-11-28|2026-11-28T08:30");
    }
}
