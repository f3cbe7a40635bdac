//! Rows of a CSV file with corporate identifiers, and their checks.

use std::path::Path;

use clap::{Args, ValueEnum};
use intune_onboarding::identities::{ImportedDeviceIdentity, ImportedDeviceIdentityType, Platform};

use super::check::{check, digits};
use crate::{
    commands::bulk::{Known, Prepared, Problem, Row, Sheet},
    failure::Failure,
};

/// The longest details that Intune keeps.
const MAX_DETAILS: usize = 128;

const COLUMNS: [Known; 10] = [
    Known::optional("Identifier", &["importeddeviceidentifier", "corporateidentifier", "imeiorserialnumber"]),
    Known::optional("IMEI", &["imeinumber"]),
    Known::optional("Serial Number", &["serial", "serialnumbers", "deviceserialnumber"]),
    Known::optional("Manufacturer", &[]),
    Known::optional("Model", &[]),
    Known::optional("Type", &["importeddeviceidentitytype"]),
    Known::optional("Details", &["description"]),
    Known::optional("Platform", &[]),
    // What an export has besides.
    Known::optional("Enrollment State", &[]),
    Known::optional("ID", &[]),
];
// Their positions in `COLUMNS`.
const IDENTIFIER: usize = 0;
const IMEI: usize = 1;
const SERIAL_NUMBER: usize = 2;
const MANUFACTURER: usize = 3;
const MODEL: usize = 4;
const TYPE: usize = 5;
const DETAILS: usize = 6;
const PLATFORM: usize = 7;

/// What an identifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Type {
    /// IMEI of a device with a cellular modem
    Imei,
    /// Serial number
    SerialNumber,
    /// Manufacturer, model and serial number, for Windows
    ManufacturerModelSerial,
}

impl From<Type> for ImportedDeviceIdentityType {
    fn from(kind: Type) -> Self {
        match kind {
            Type::Imei => Self::Imei,
            Type::SerialNumber => Self::SerialNumber,
            Type::ManufacturerModelSerial => Self::ManufacturerModelSerial,
        }
    }
}

/// How the rows of a file are read.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// What the identifiers are, unless the header or a column Type says it
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<Type>,

    /// Platform of the devices, unless a column Platform says it: ios, android, windows, macOS, …
    #[arg(long)]
    platform: Option<String>,
}

impl Reading {
    /// Reads and checks all rows of a file.
    pub(super) fn read(&self, option: &str, path: &Path) -> Result<Prepared<ImportedDeviceIdentity>, Failure> {
        let mut sheet = Sheet::read(option, path)?;
        let columns = if sheet.has_header(&COLUMNS) { sheet.header(&COLUMNS)? } else { self.without_header(&sheet)? };
        let of_header = if columns[MANUFACTURER].is_some() {
            Some(Type::ManufacturerModelSerial)
        } else if columns[IMEI].is_some() {
            Some(Type::Imei)
        } else {
            columns[SERIAL_NUMBER].map(|_| Type::SerialNumber)
        };
        let identifiers = [IDENTIFIER, IMEI, SERIAL_NUMBER].map(|column| columns[column]);
        if identifiers.iter().flatten().count() != 1 {
            return Err(sheet.fail("the header has to have one of the columns Identifier, IMEI and Serial Number"));
        }
        if columns[MANUFACTURER].is_some() != columns[MODEL].is_some() {
            return Err(sheet.fail("the columns Manufacturer and Model go together"));
        }
        let kind = self.kind.or(of_header);
        if kind.is_none() && columns[TYPE].is_none() {
            return Err(sheet.fail("what are the identifiers? Say it with --type or in a column Type"));
        }
        let reader = RowReader { columns, kind, platform: self.platform.as_deref() };
        Ok(Prepared::of(&sheet, "Identifier", |row| reader.read(row)))
    }

    /// Returns the columns of Microsoft's form, which has no header.
    fn without_header(&self, sheet: &Sheet) -> Result<[Option<usize>; COLUMNS.len()], Failure> {
        let mut columns = [None; COLUMNS.len()];
        match self.kind {
            None => {
                return Err(sheet.fail(
                    "the first row is no header with a column Identifier, IMEI or Serial Number; for Microsoft's form \
                     without a header, say with --type what the identifiers are",
                ));
            }
            Some(Type::ManufacturerModelSerial) => {
                columns[MANUFACTURER] = Some(0);
                columns[MODEL] = Some(1);
                columns[SERIAL_NUMBER] = Some(2);
                columns[DETAILS] = Some(3);
            }
            Some(Type::Imei | Type::SerialNumber) => {
                columns[IDENTIFIER] = Some(0);
                columns[DETAILS] = Some(1);
            }
        }
        Ok(columns)
    }
}

struct RowReader<'a> {
    columns: [Option<usize>; COLUMNS.len()],
    kind: Option<Type>,
    platform: Option<&'a str>,
}

impl RowReader<'_> {
    /// Returns the identifier of a row, and the identity or what is wrong with it.
    fn read(&self, row: &Row) -> (String, Result<ImportedDeviceIdentity, Problem>) {
        let cell = |column: usize| row.cell(self.columns[column]);
        let column = [IMEI, SERIAL_NUMBER, IDENTIFIER].into_iter().find(|column| self.columns[*column].is_some());
        let column = column.unwrap_or(IDENTIFIER);
        let identifier = match self.columns[MANUFACTURER] {
            None => cell(column).to_owned(),
            Some(_) => [MANUFACTURER, MODEL, SERIAL_NUMBER].map(cell).join(","),
        };
        let problem = |column: usize, reason: String| Problem {
            row: row.number,
            column: COLUMNS[column].name.to_owned(),
            reason,
        };
        let width = self.columns.iter().flatten().max().map_or(0, |last| last + 1);
        if let Some(problem) = row.shape(width) {
            return (identifier, Err(problem));
        }
        let kind = match cell(TYPE) {
            "" => self.kind.ok_or_else(|| problem(TYPE, "it is empty, and there is no --type".to_owned())),
            text => Type::from_str(&kebab(text), true)
                .map_err(|_| problem(TYPE, format!("`{text}` is not imei, serialNumber or manufacturerModelSerial"))),
        };
        let kind = match kind {
            Ok(kind) => kind,
            Err(problem) => return (identifier, Err(problem)),
        };
        let identifier = if kind == Type::Imei { digits(&identifier) } else { identifier };
        let checked = check(kind, &identifier).map_err(|reason| problem(column, reason));
        let platform = match (cell(PLATFORM), self.platform) {
            ("", platform) => platform,
            (platform, _) => Some(platform),
        };
        let platform = platform.map(|text| {
            let platforms = ["ios", "android", "windows", "windowsMobile", "macOS", "visionOS", "tvOS", "unknown"];
            let known = platforms.into_iter().find(|known| known.eq_ignore_ascii_case(text));
            known.map(Platform::from).ok_or_else(|| problem(PLATFORM, format!("`{text}` is no platform")))
        });
        let details = cell(DETAILS);
        let length = details.chars().count();
        let identity = checked.and(platform.transpose()).and_then(|platform| {
            if length > MAX_DETAILS {
                return Err(problem(DETAILS, format!("it has {length} characters; Intune keeps {MAX_DETAILS}")));
            }
            let mut identity = ImportedDeviceIdentity::default();
            identity.imported_device_identifier = Some(identifier.clone());
            identity.imported_device_identity_type = Some(kind.into());
            identity.description = Some(details.to_owned()).filter(|details| !details.is_empty());
            identity.platform = platform;
            Ok(identity)
        });
        (identifier, identity)
    }
}

/// Returns the name of a type as the command line has it: `serial-number` for `serialNumber` or `Serial number`.
fn kebab(text: &str) -> String {
    let mut kebab = String::new();
    for character in text.chars() {
        if character.is_ascii_uppercase() && kebab.ends_with(|last: char| last.is_ascii_lowercase()) {
            kebab.push('-');
        }
        kebab.push(if matches!(character, ' ' | '_') { '-' } else { character.to_ascii_lowercase() });
    }
    kebab
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::commands::bulk::Outcome;

    fn read(kind: Option<Type>, text: &str) -> Result<Prepared<ImportedDeviceIdentity>, Failure> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), text).expect("written");
        Reading { kind, platform: None }.read("--file", file.path())
    }

    fn identifiers(prepared: &Prepared<ImportedDeviceIdentity>) -> Vec<&str> {
        let items = prepared.items.iter().flatten();
        items.filter_map(|item| item.imported_device_identifier.as_deref()).collect()
    }

    #[test]
    fn microsofts_form_has_no_header_and_one_type() {
        let prepared = read(Some(Type::Imei), "49-015420-323751-8,Scanner\n35209900176148,\n").expect("rows");
        assert_eq!(identifiers(&prepared), ["490154203237518", "35209900176148"]);
        assert_eq!(prepared.items[0].as_ref().and_then(|item| item.description.as_deref()), Some("Scanner"));
        let prepared =
            read(Some(Type::ManufacturerModelSerial), "Contoso,\"Pad, large\",A1\n\"Contoso\",Pad,A2,desk\n");
        let prepared = prepared.expect("rows");
        assert_eq!((identifiers(&prepared), prepared.problems[0].row), (vec!["Contoso,Pad,A2"], 1));
        assert!(read(None, "A1,x\n").err().expect("no type").to_string().contains("say with --type"));
    }

    #[test]
    fn a_header_can_say_the_types() {
        for (header, kind) in [
            ("Serial Number,Details", ImportedDeviceIdentityType::SerialNumber),
            ("serial_number,Platform", ImportedDeviceIdentityType::SerialNumber),
        ] {
            let prepared = read(None, &format!("{header}\nA1,\n")).expect(header);
            assert_eq!(
                prepared.items[0].as_ref().and_then(|item| item.imported_device_identity_type.clone()),
                Some(kind)
            );
        }
        let text = "Identifier,Type,Details,Platform,Enrollment State,ID\n\
                    490154203237518,imei,a,android,enrolled,1\nR58,serialNumber,b,,,\nR59,Serial number,,,,\nR60,,,,,\n";
        let prepared = read(None, text).expect("an export");
        assert_eq!(identifiers(&prepared), ["490154203237518", "R58", "R59"]);
        assert_eq!(prepared.problems[0].reason, "it is empty, and there is no --type");
        for (text, said) in [
            ("Details,Platform\na,b\n", "one of the columns Identifier"),
            ("Identifier,IMEI\na,b\n", "one of the columns Identifier"),
            ("Manufacturer,Serial Number\na,b\n", "go together"),
            ("Identifier,Details\na,b\n", "--type or in a column Type"),
            ("Identifier,Color\na,b\n", "`Color`, which is no column"),
        ] {
            let failure = read(None, text).err().expect(said);
            assert!(failure.to_string().contains(said), "{failure}");
        }
    }

    #[test]
    fn bad_and_repeated_rows_are_found_with_row_column_and_reason() {
        let long = "x".repeat(129);
        let text = format!(
            "Identifier,Type,Details,Platform\n490154203237519,imei,,\n4.90154E+14,imei,,\n123,imei,,\n,serialNumber,,\n\
             R1,serialNumber,{long},\nR1,serialNumber,,amiga\nR1,serialNumber,,\nr1,serialNumber,,\nR2,colour,,\n\
             R3,serialNumber,a,ios,b\n"
        );
        let prepared = read(None, &text).expect("rows");
        let found: Vec<_> = prepared
            .problems
            .iter()
            .map(|problem| (problem.row, problem.column.as_str(), problem.reason.as_str()))
            .collect();
        let said = [
            (2, "Identifier", "check digit"),
            (3, "Identifier", "a spreadsheet"),
            (4, "Identifier", "is no IMEI, which has 15 digits"),
            (5, "Identifier", "it is empty"),
            (6, "Details", "129 characters"),
            (7, "Platform", "`amiga` is no platform"),
            (9, "Identifier", "it is in row 8 too"),
            (10, "Type", "`colour` is not imei"),
            (11, "5", "the row has 5 cells, and there are 4 columns"),
        ];
        assert_eq!(found.len(), said.len(), "{found:?}");
        for (found, said) in found.iter().zip(said) {
            assert!((found.0, found.1) == (said.0, said.1) && found.2.contains(said.2), "{found:?} {said:?}");
        }
        assert_eq!(identifiers(&prepared), ["R1"]);
        let duplicates = prepared.entries.iter().filter(|entry| entry.outcome == Outcome::Duplicate).count();
        assert_eq!(duplicates, 1);
    }
}
