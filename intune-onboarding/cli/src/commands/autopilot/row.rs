//! Rows of a CSV file with hardware hashes, as `Get-WindowsAutopilotInfo` writes it, and their checks.

use std::path::Path;

use graph_runtime::odata::Base64;
use intune_onboarding::autopilot::ImportedWindowsAutopilotDeviceIdentity;

use crate::{
    commands::bulk::{Known, Prepared, Problem, Row, Sheet},
    failure::Failure,
};

const COLUMNS: [Known; 10] = [
    Known::required("Device Serial Number", &["serialnumber", "serial"]),
    Known::optional("Windows Product ID", &["productkey", "windowsproductkey"]),
    Known::required("Hardware Hash", &["hardwareidentifier"]),
    Known::optional("Group Tag", &["orderid", "purchaseorderid"]),
    Known::optional("Assigned User", &["assigneduserprincipalname"]),
    // What an export has besides.
    Known::optional("Import Status", &[]),
    Known::optional("Error Code", &[]),
    Known::optional("Error Name", &[]),
    Known::optional("Import ID", &[]),
    Known::optional("ID", &[]),
];
// Their positions in `COLUMNS`.
const SERIAL_NUMBER: usize = 0;
const PRODUCT_ID: usize = 1;
const HARDWARE_HASH: usize = 2;
const GROUP_TAG: usize = 3;
const ASSIGNED_USER: usize = 4;

/// A hardware hash has about 3,000 bytes; much less is not one.
const MIN_HASH: usize = 64;

/// Reads and checks all rows of a file to import.
pub(super) fn read(option: &str, path: &Path) -> Result<Prepared<ImportedWindowsAutopilotDeviceIdentity>, Failure> {
    let mut sheet = Sheet::read(option, path)?;
    let columns = sheet.header(&COLUMNS)?;
    Ok(Prepared::of(&sheet, COLUMNS[SERIAL_NUMBER].name, |row| {
        let serial_number = row.cell(columns[SERIAL_NUMBER]).to_owned();
        (serial_number, device(&columns, row))
    }))
}

/// Reads the serial numbers of a file: the other columns are not needed.
pub(super) fn read_serial_numbers(option: &str, path: &Path) -> Result<Prepared<String>, Failure> {
    let mut sheet = Sheet::read(option, path)?;
    let mut known = COLUMNS;
    known[HARDWARE_HASH].is_required = false;
    let columns = sheet.header(&known)?;
    Ok(Prepared::of(&sheet, COLUMNS[SERIAL_NUMBER].name, |row| {
        let serial_number = row.cell(columns[SERIAL_NUMBER]).to_owned();
        let checked = check_serial_number(&serial_number).map_err(|reason| problem(row, SERIAL_NUMBER, reason));
        (serial_number.clone(), checked.map(|()| serial_number))
    }))
}

fn device(
    columns: &[Option<usize>; COLUMNS.len()],
    row: &Row,
) -> Result<ImportedWindowsAutopilotDeviceIdentity, Problem> {
    let width = columns.iter().flatten().max().map_or(0, |last| last + 1);
    if let Some(problem) = row.shape(width) {
        return Err(problem);
    }
    let cell = |column: usize| row.cell(columns[column]);
    let text = |column: usize| Some(cell(column).to_owned()).filter(|text| !text.is_empty());
    check_serial_number(cell(SERIAL_NUMBER)).map_err(|reason| problem(row, SERIAL_NUMBER, reason))?;
    let hash = hardware_hash(cell(HARDWARE_HASH)).map_err(|reason| problem(row, HARDWARE_HASH, reason))?;
    let user = text(ASSIGNED_USER);
    if let Some(user) = user.as_deref().filter(|user| !is_user_principal_name(user)) {
        let reason = format!("`{user}` is no user principal name, such as ada@contoso.com");
        return Err(problem(row, ASSIGNED_USER, reason));
    }
    let mut device = ImportedWindowsAutopilotDeviceIdentity::default();
    device.serial_number = text(SERIAL_NUMBER);
    device.product_key = text(PRODUCT_ID).map(Into::into);
    device.hardware_identifier = Some(hash);
    device.group_tag = text(GROUP_TAG);
    device.assigned_user_principal_name = user;
    Ok(device)
}

fn problem(row: &Row, column: usize, reason: impl Into<String>) -> Problem {
    Problem { row: row.number, column: COLUMNS[column].name.to_owned(), reason: reason.into() }
}

fn check_serial_number(serial_number: &str) -> Result<(), String> {
    if serial_number.is_empty() {
        return Err("it is empty".to_owned());
    }
    if serial_number.len() > 128 || serial_number.chars().any(char::is_control) {
        return Err("it is too long, or has control characters".to_owned());
    }
    Ok(())
}

/// Checks a hardware hash, which is not shown: it is long.
fn hardware_hash(text: &str) -> Result<Base64, String> {
    if text.is_empty() {
        return Err("it is empty".to_owned());
    }
    let hash: Base64 = text.parse().map_err(|_| {
        // A cell of a spreadsheet ends at 32,767 characters, and text is often cut at powers of 2.
        format!("it is not base64: its {} characters are not those of a whole hardware hash", text.len())
    })?;
    let length = hash.as_bytes().len();
    if length < MIN_HASH {
        return Err(format!("it has only {length} bytes: a hardware hash has some thousand"));
    }
    Ok(hash)
}

fn is_user_principal_name(user: &str) -> bool {
    let Some((name, domain)) = user.split_once('@') else { return false };
    !name.is_empty() && domain.contains('.') && !domain.contains('@') && !user.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::commands::bulk::Outcome;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), text).expect("written");
        file
    }

    #[test]
    fn microsofts_header_is_read_whole_or_in_part() {
        let hash = "T0".repeat(64);
        for text in [
            format!("Device Serial Number,Windows Product ID,Hardware Hash\nA1,,{hash}\n"),
            format!("Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User\nA1,,{hash},,\n"),
            format!("\u{feff}\"Device Serial Number\";\"Hardware Hash\"\r\n\"A1\";\"{hash}\"\r\n"),
        ] {
            let prepared = read("--file", file(&text).path()).expect("rows");
            let device = prepared.items[0].as_ref().expect("a device");
            assert_eq!(device.serial_number.as_deref(), Some("A1"));
            assert_eq!(
                (device.hardware_identifier.as_ref().map(ToString::to_string), &device.group_tag),
                (Some(hash.clone()), &None)
            );
        }
        for (text, said) in [
            ("Device Serial Number,Windows Product ID\nA1,\n", "lacks the column `Hardware Hash`"),
            (
                "Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name\n",
                "`Manufacturer name`, which is no",
            ),
            ("A1,,T0\n", "`A1`, which is no column"),
        ] {
            let failure = read("--file", file(text).path()).err().expect(said);
            assert!(failure.to_string().contains(said), "{failure}");
        }
    }

    #[test]
    fn bad_rows_are_found_with_row_column_and_reason() {
        let hash = "T0".repeat(64);
        let text = format!(
            "Device Serial Number,Hardware Hash,Assigned User\n,{hash},\nA1,,\nA1,{hash}!,\nA1,T0HU,\nA1,{hash},ada\n\
             A1,{hash},ada@contoso.com\na1,{hash},\nA2,{hash},,x\n"
        );
        let prepared = read("--file", file(&text).path()).expect("rows");
        let found: Vec<_> = prepared.problems.iter().map(|problem| (problem.row, problem.column.as_str())).collect();
        assert_eq!(
            found,
            [
                (2, "Device Serial Number"),
                (3, "Hardware Hash"),
                (4, "Hardware Hash"),
                (5, "Hardware Hash"),
                (6, "Assigned User"),
                (8, "Device Serial Number"),
                (9, "4"),
            ]
        );
        assert_eq!(prepared.entries[6].outcome, Outcome::Duplicate);
        assert!(!format!("{:?}", prepared.problems).contains(&hash), "hashes are not shown");
        assert_eq!(prepared.items.iter().flatten().count(), 1);
    }

    #[test]
    fn serial_numbers_alone_are_enough_for_a_deletion() {
        let prepared = read_serial_numbers("--file", file("Device Serial Number\nA1\nA2\n").path()).expect("rows");
        assert_eq!(prepared.items, [Some("A1".to_owned()), Some("A2".to_owned())]);
    }
}
