//! What values in examples and lists of values in descriptions tell about types.

use super::{blocks::Text, limits, names::is_name, words};

/// Finds the members of an enumeration in the description of a property: `Possible values are: a, b.`, in any language
/// where they stand in backticks.
pub(super) fn members(description: &Text, example: Option<&str>) -> Vec<String> {
    let mut members: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let is_new = is_name(word) && !matches!(word, "null" | "true" | "false") && members.len() < limits::ROWS;
        if is_new && !members.iter().any(|member| member == word) {
            members.push(word.to_owned());
        }
    };
    for code in &description.code {
        // Where translation lost the comma between two, `a``b` is one.
        code.split([',', '、', '|', '`']).for_each(&mut add);
    }
    if description.code.is_empty()
        && let Some(values) = words::possible_values(&description.plain)
    {
        values
            .split([',', ';'])
            .flat_map(|part| part.split(" or "))
            .flat_map(|part| part.split(" and "))
            .for_each(&mut add);
    }
    if let Some(example) = example.filter(|example| is_name(example)) {
        add(example);
    }
    members
}

/// Returns the type of a number as it is written.
pub(super) fn number_type(number: &str) -> &'static str {
    if number.contains(['.', 'e', 'E']) && !number.starts_with("0x") {
        "Double"
    } else if number.parse::<i32>().is_ok() {
        "Int32"
    } else {
        "Int64"
    }
}

/// Returns the type of a text, as far as its form tells.
pub(super) fn text_type(text: &str) -> &'static str {
    let bytes = text.as_bytes();
    let digits =
        |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|bytes| bytes.iter().all(u8::is_ascii_digit));
    let is_date =
        digits(0..4) && bytes.get(4) == Some(&b'-') && digits(5..7) && bytes.get(7) == Some(&b'-') && digits(8..10);
    match bytes.get(10) {
        Some(b'T') if is_date => "DateTimeOffset",
        None if is_date => "Date",
        _ if digits(0..2) && bytes.get(2) == Some(&b':') && digits(3..5) && bytes.get(5) == Some(&b':') => "TimeOfDay",
        _ => "String",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(plain: &str, code: &[&str]) -> Text {
        Text { plain: plain.into(), code: code.iter().map(|code| (*code).into()).collect(), ..Text::default() }
    }

    #[test]
    fn members_stand_in_the_description() {
        assert_eq!(members(&text("Werte: `a`, `b`.", &["a", "b"]), Some("c")), ["a", "b", "c"]);
        assert_eq!(members(&text("Werte: `a`, `b``c`.", &["a", "b``c"]), None), ["a", "b", "c"]);
        assert_eq!(
            members(&text("The kind. Possible values are: one, two or three. Default.", &[]), None),
            ["one", "two", "three"]
        );
    }

    #[test]
    fn the_form_of_a_text_tells_dates_and_times() {
        let types = ["2017-01-01T00:00:00Z", "2017-01-01", "08:00:00", "a", "2017"].map(text_type);
        assert_eq!(types, ["DateTimeOffset", "Date", "TimeOfDay", "String", "String"]);
        assert_eq!(["1", "-3000000000", "0.5"].map(number_type), ["Int32", "Int64", "Double"]);
    }
}
