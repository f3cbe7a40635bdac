//! Types as tables name them, in the languages of the reference.

use super::{
    blocks::{Link, Text},
    names::{folded, is_name},
};

/// A type as a cell names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// What it is.
    pub(super) what: What,
    /// Whether it is a collection.
    pub(super) collection: bool,
    /// Whether the words had to be translated.
    pub(super) translated: bool,
}

/// What a cell names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A primitive type, without `Edm.`.
    Primitive(&'static str),
    /// A type of Graph's own.
    Named {
        /// The name, without namespace unless the page writes one.
        name: String,
        /// The last part of the name of the type's page, in lower case: `mimecontent`.
        page: Option<String>,
    },
}

/// Reads the cell of a type. `None` if it names none.
pub(super) fn read(cell: &Text) -> Option<Told> {
    let text = cell.plain.as_str();
    let collection = is_collection(text);
    if let Some(link) = resource(cell) {
        let page = page_name(&link.target);
        let name = link.text.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
        let what = match primitive(&name) {
            Some((primitive, _)) => What::Primitive(primitive),
            None => What::Named { name, page: Some(page) },
        };
        return Some(Told { what, collection, translated: false });
    }
    let one = without_collection(text);
    if let Some((primitive, translated)) = primitive(&one) {
        return Some(Told { what: What::Primitive(primitive), collection, translated });
    }
    let name = one.trim_start_matches('#').trim_matches(['[', ']', '`', '*', ' ', '.', ';']);
    let is_type = name.split('.').all(is_name) && name.chars().any(|c| c.is_ascii_lowercase());
    is_type.then(|| Told { what: What::Named { name: name.to_owned(), page: None }, collection, translated: false })
}

/// Returns whether a cell certainly names a type.
pub(super) fn is_type(cell: &Text) -> bool {
    resource(cell).is_some() || primitive(&without_collection(&cell.plain)).is_some()
}

/// Returns the first link to the page of a resource.
pub(super) fn resource(text: &Text) -> Option<&Link> {
    text.links.iter().find(|link| link.target.contains("resources/"))
}

/// Returns the last part of the name of a resource's page: `../resources/intune-shared-mimecontent.md` to `mimecontent`.
pub(super) fn page_name(target: &str) -> String {
    let file = target.rsplit('/').next().unwrap_or(target);
    let file = file.split(['.', '#', '?']).next().unwrap_or(file);
    file.rsplit('-').next().unwrap_or(file).to_lowercase()
}

/// Returns the primitive type that a word names.
pub(super) fn primitive_name(word: &str) -> Option<&'static str> {
    if word.eq_ignore_ascii_case("stream") || word.eq_ignore_ascii_case("Edm.Stream") {
        return Some("Stream");
    }
    primitive(word).map(|(name, _)| name)
}

/// Returns the primitive type that a sentence names with its own name: `… and a String in the response body`.
pub(super) fn within(sentence: &str) -> Option<&'static str> {
    let words = sentence.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase())).find_map(primitive_name)
}

/// Returns whether a sentence speaks of a collection.
pub(super) fn says_collection(sentence: &str) -> bool {
    is_collection(sentence)
}

/// Returns whether a sentence says that the response is a stream of bytes.
pub(super) fn says_stream(sentence: &str) -> bool {
    const WORDS: [&str; 6] = ["поток", "datenstrom", "ストリーム", "流", "flux", "secuencia"];
    let lower = sentence.to_lowercase();
    sentence.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "Stream")
        || WORDS.iter().any(|word| lower.contains(word))
}

fn is_collection(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "collection",
        "sammlung",
        "коллекци",
        "コレクション",
        "集合",
        "colección",
        "coleção",
        "collezione",
        "配列",
        "array of",
        "[]",
        "массив",
    ];
    let text = text.to_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// Drops the words that only say that there are several.
fn without_collection(text: &str) -> String {
    const WORDS: [&str; 16] = [
        "collection(",
        "collection",
        "sammlung von objekten des typs",
        "sammlung",
        "von",
        "коллекция",
        "объектов",
        "コレクション",
        "集合",
        "colección",
        "coleção",
        "collezione",
        "配列",
        "array of",
        "[]",
        "of",
    ];
    let text = text.replace(['`', '(', ')', ';'], " ");
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.retain(|word| !WORDS.contains(&word.to_lowercase().trim_matches('-')));
    let mut one = words.join(" ");
    for suffix in ["コレクション", "集合", "-Sammlung", "[]"] {
        if let Some(rest) = one.strip_suffix(suffix) {
            one.truncate(rest.trim_end().len());
        }
    }
    one
}

/// The primitive types, and what they are called in tables.
const NAMES: [(&str, &[&str]); 15] = [
    (
        "String",
        &[
            "string",
            "str",
            "text",
            "json",
            "uri",
            "url",
            "zeichenfolge",
            "zeichenfolgen",
            "строка",
            "строки",
            "строк",
            "строковый",
            "文字列",
            "文字列型",
            "文字列型string",
            "字符串",
            "字串",
            "chaîne",
            "cadena",
            "stringa",
            "cadeiadecaracteres",
        ],
    ),
    (
        "Boolean",
        &[
            "boolean",
            "bool",
            "boolescherwert",
            "boolesch",
            "логический",
            "логическое",
            "логическоезначение",
            "булево",
            "логическийтип",
            "ブール値",
            "ブール型",
            "ブール型boolean",
            "ブール",
            "布尔",
            "布尔值",
            "布尔型",
            "booléen",
            "booleano",
        ],
    ),
    (
        "Int32",
        &[
            "int32",
            "int",
            "integer",
            "number",
            "ganzzahl",
            "целоечисло",
            "整数",
            "整型",
            "integer32",
            "entier",
            "entero",
        ],
    ),
    ("Int64", &["int64", "long"]),
    ("Int16", &["int16", "short"]),
    ("Byte", &["byte"]),
    (
        "Double",
        &[
            "double",
            "doppelt",
            "двойноесплавающейточкой",
            "двойнойточности",
            "двойной",
            "двойное",
            "双精度",
            "双精度型",
            "倍精度",
            "倍精度浮動小数点数",
        ],
    ),
    ("Single", &["single", "float", "одинарное", "単精度", "单精度"]),
    ("Decimal", &["decimal", "десятичное"]),
    ("Guid", &["guid"]),
    (
        "Binary",
        &[
            "binary",
            "binär",
            "двоичный",
            "вдвоичномформате",
            "двоичноезначение",
            "バイナリ",
            "二进制",
            "binaire",
            "base64",
        ],
    ),
    ("DateTimeOffset", &["datetimeoffset", "datetime", "timestamp", "datumuhrzeit", "датаивремя", "日時", "日期时间"]),
    ("Date", &["date", "datum", "дата", "日付", "日期"]),
    ("TimeOfDay", &["timeofday"]),
    ("Duration", &["duration", "dauer", "длительность", "продолжительность", "期間", "期限", "持续时间", "durée"]),
];

/// Returns a primitive type by its name or by a translation of it, and whether it was translated.
fn primitive(text: &str) -> Option<(&'static str, bool)> {
    let text = text.trim().trim_start_matches("Edm.").trim_start_matches("edm.");
    let wanted = folded(text);
    let (name, _) = NAMES.iter().find(|(_, words)| words.contains(&wanted.as_str()))?;
    Some((*name, !wanted.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests;
