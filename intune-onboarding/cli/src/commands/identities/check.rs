//! Checks of corporate identifiers.

use super::row::Type;

/// The longest identifier that is worth sending.
const MAX_IDENTIFIER: usize = 128;

/// Checks an identifier by its type.
pub(super) fn check(kind: Type, identifier: &str) -> Result<(), String> {
    if identifier.is_empty() {
        return Err("it is empty".to_owned());
    }
    if identifier.len() > MAX_IDENTIFIER || identifier.chars().any(char::is_control) {
        return Err("it is too long, or has control characters".to_owned());
    }
    if is_rounded(identifier) {
        return Err(format!("`{identifier}` is what a spreadsheet makes of a long number: format the column as text"));
    }
    match kind {
        Type::Imei => check_imei(identifier),
        Type::SerialNumber if identifier.contains([',', ';']) => {
            Err(format!("`{identifier}` has a comma or semicolon, as no serial number has"))
        }
        Type::SerialNumber => Ok(()),
        Type::ManufacturerModelSerial => {
            let parts: Vec<_> = identifier.split(',').collect();
            if parts.len() == 3 && parts.iter().all(|part| !part.trim().is_empty()) {
                Ok(())
            } else {
                Err(format!("`{identifier}` is not manufacturer, model and serial number, separated by commas"))
            }
        }
    }
}

/// Checks an IMEI: 15 digits, of which the last is a check digit; 14 without it; or 16 with the software version.
fn check_imei(imei: &str) -> Result<(), String> {
    if !imei.bytes().all(|byte| byte.is_ascii_digit()) || !(14..=16).contains(&imei.len()) {
        return Err(format!("`{imei}` is no IMEI, which has 15 digits, or 14 without the check digit"));
    }
    let sum: u32 = imei
        .bytes()
        .rev()
        .map(|byte| u32::from(byte - b'0'))
        .enumerate()
        .map(|(place, digit)| if place % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    if imei.len() == 15 && !sum.is_multiple_of(10) {
        return Err(format!("`{imei}` is no IMEI: its last digit, the check digit, does not fit the others"));
    }
    Ok(())
}

/// Whether a text is a number that a spreadsheet has rounded, such as `4.90154E+14`.
fn is_rounded(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['E', 'e']) else { return false };
    let is_number = |text: &str, others: &[char]| {
        text.contains(|character: char| character.is_ascii_digit())
            && text.chars().all(|character| character.is_ascii_digit() || others.contains(&character))
    };
    exponent.starts_with('+') && is_number(exponent, &['+']) && is_number(digits, &['.', ','])
}

/// Leaves out the spaces and hyphens with which IMEIs are printed.
pub(super) fn digits(imei: &str) -> String {
    imei.chars().filter(|character| !matches!(character, ' ' | '-' | '\u{a0}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_imei_has_a_check_digit_that_fits() {
        for imei in ["490154203237518", "356938035643809", "35209900176148", "3520990017614823"] {
            assert_eq!(check(Type::Imei, imei), Ok(()));
        }
        for imei in ["490154203237519", "940154203237518", "4901542032375", "49015420323751811", "49015420323751a"] {
            assert!(check(Type::Imei, imei).is_err(), "{imei}");
        }
        assert_eq!(digits("49-015420 323751\u{a0}8"), "490154203237518");
    }

    #[test]
    fn a_number_that_a_spreadsheet_has_rounded_is_no_identifier() {
        for text in ["4.90154E+14", "4,90154e+14", "4E+15"] {
            assert!(check(Type::SerialNumber, text).is_err_and(|reason| reason.contains("as text")), "{text}");
        }
        for text in ["4E15", "E+14", "C02E+X", "12E+", "DMPX2ABCQ1GC"] {
            assert_eq!(check(Type::SerialNumber, text), Ok(()), "{text}");
        }
    }
}
