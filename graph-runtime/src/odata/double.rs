//! The OData types `Edm.Double` and `Edm.Single`.
//!
//! JSON has no number for NaN and the infinities. OData writes them as the strings `"NaN"`, `"INF"` and `"-INF"`. The
//! functions [`serialize`] and [`deserialize`] do this for a property of a type that derives serde's traits:
//!
//! ```
//! use graph_runtime::odata::double;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Score {
//!     #[serde(with = "double")]
//!     average: f64,
//!     #[serde(with = "double", default)]
//!     deviations: Vec<Option<f32>>,
//! }
//!
//! let score: Score = serde_json::from_str(r#"{"average": "NaN", "deviations": [0.5, "INF", null]}"#)?;
//! assert!(score.average.is_nan());
//! assert_eq!(serde_json::to_string(&score)?, r#"{"average":"NaN","deviations":[0.5,"INF",null]}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! In a request, they are written in this way in every type, with or without the attribute.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::odata::patch::Patch;

/// Serializes a floating-point number, or an `Option`, [`Patch`] or `Vec` of such a number.
///
/// # Errors
///
/// Returns an error if the serializer does, or for a [`Patch::Keep`].
pub fn serialize<T: DoubleValue, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// Deserializes a floating-point number, or an `Option`, [`Patch`] or `Vec` of such a number.
///
/// A number in a string is accepted.
///
/// # Errors
///
/// Returns an error if the value is not a number.
pub fn deserialize<'de, T: DoubleValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// Returns the text for a number that JSON cannot represent.
pub(crate) fn text(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value == f64::INFINITY {
        Some("INF")
    } else if value == f64::NEG_INFINITY {
        Some("-INF")
    } else {
        None
    }
}

/// A type for [`serialize`] and [`deserialize`]: `f64`, `f32`, and `Option`, [`Patch`] and `Vec` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a floating-point number",
    label = "expected `f64` or `f32`, or an `Option`, `Patch` or `Vec` of one"
)]
pub trait DoubleValue: Sized {
    #[doc(hidden)]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    #[doc(hidden)]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

impl DoubleValue for f64 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match text(*self) {
            Some(text) => serializer.serialize_str(text),
            None => serializer.serialize_f64(*self),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberOrText)
    }
}

impl DoubleValue for f32 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match text(f64::from(*self)) {
            Some(text) => serializer.serialize_str(text),
            None => serializer.serialize_f32(*self),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a number too large becomes infinite, and digits are rounded")]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::read(deserializer).map(|value| value as Self)
    }
}

impl<T: DoubleValue> DoubleValue for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(Double).serialize(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map(|Double(value)| value))
    }
}

impl<T: DoubleValue> DoubleValue for Patch<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Set(value) => value.write(serializer),
            Self::Clear => serializer.serialize_none(),
            Self::Keep => Patch::<()>::Keep.serialize(serializer),
        }
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::read(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

impl<T: DoubleValue> DoubleValue for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Double))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers<T>(PhantomData<T>);

        impl<'de, T: DoubleValue> de::Visitor<'de> for Numbers<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of numbers")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut numbers = Vec::new();
                while let Some(Double(number)) = items.next_element()? {
                    numbers.push(number);
                }
                Ok(numbers)
            }
        }

        deserializer.deserialize_seq(Numbers(PhantomData))
    }
}

/// A floating-point number, as serde's traits read and write it.
#[derive(Debug, Clone, Copy)]
pub struct Double<T>(pub T);

impl<T: DoubleValue> Serialize for Double<&T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl<'de, T: DoubleValue> Deserialize<'de> for Double<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

struct NumberOrText;

impl de::Visitor<'_> for NumberOrText {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, \"NaN\", \"INF\" or \"-INF\"")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    #[expect(clippy::cast_precision_loss, reason = "the property is a floating-point number")]
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "the property is a floating-point number")]
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    /// The standard library reads `NaN`, `INF`, `-INF`, and the `Infinity` that some services write.
    fn visit_str<E: de::Error>(self, text: &str) -> Result<f64, E> {
        text.trim().parse().map_err(|_| E::invalid_value(de::Unexpected::Other("text"), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: DoubleValue>(json: &str) -> T {
        serde_json::from_str::<Double<T>>(json).expect(json).0
    }

    fn written<T: DoubleValue>(value: &T) -> String {
        serde_json::to_string(&Double(value)).expect("JSON")
    }

    #[test]
    fn numbers_without_a_representation_in_json_are_strings() {
        assert_eq!(written(&vec![1.5, f64::NAN, f64::INFINITY, f64::NEG_INFINITY]), r#"[1.5,"NaN","INF","-INF"]"#);
        assert_eq!(written(&Some(f32::INFINITY)), r#""INF""#);
        assert_eq!(written(&0.1_f32), "0.1");
        assert_eq!(written(&Patch::<f64>::Clear), "null");
        assert_eq!(written(&Patch::Set(f64::NAN)), r#""NaN""#);
        assert!(serde_json::to_string(&Double(&Patch::<f64>::Keep)).is_err());
    }

    #[test]
    fn numbers_are_read_from_numbers_and_strings() {
        assert_eq!(
            read::<Vec<f64>>(r#"[1, -2, 1.5, "1.5", "INF", "-INF", "Infinity"]"#),
            [1.0, -2.0, 1.5, 1.5, f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY]
        );
        assert!(read::<f32>(r#""NaN""#).is_nan());
        assert_eq!(read::<Option<f64>>("null"), None);
        assert_eq!(read::<Patch<f64>>("null"), Patch::Clear);
        assert_eq!(read::<Patch<f64>>("2"), Patch::Set(2.0));
        assert_eq!(read::<f32>("0.1").to_bits(), 0.1_f32.to_bits());
        for json in ["\"many\"", "\"\"", "null", "true", "[1]"] {
            assert!(serde_json::from_str::<Double<f64>>(json).is_err(), "{json}");
        }
    }
}
