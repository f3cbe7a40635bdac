//! The types of fields.

/// A type, what a setter can be given for it, and what it can do.
pub(super) struct Of {
    pub(super) ty: &'static str,
    pub(super) value: &'static str,
    pub(super) display: bool,
    pub(super) default: bool,
    pub(super) bytes: bool,
}

const fn of(ty: &'static str, value: &'static str, display: bool, default: bool) -> Of {
    Of { ty, value, display, default, bytes: false }
}

const fn bytes(ty: &'static str, value: &'static str) -> Of {
    Of { ty, value, display: false, default: true, bytes: true }
}

pub(super) static TYPES: [Of; 36] = [
    of("String", "\"x\"", true, true),
    of("&'a str", "\"x\"", true, true),
    of("&'static str", "\"x\"", true, true),
    of("Cow<'a, str>", "\"x\"", true, true),
    of("Box<str>", "\"x\"", true, true),
    of("u8", "1", true, true),
    of("i32", "-1", true, true),
    of("i64", "1_i32", true, true),
    of("f64", "1.5", true, true),
    of("bool", "true", true, true),
    of("char", "'x'", true, true),
    of("Key", "1_u64", true, true),
    of("uuid::Uuid", "uuid::Uuid::default()", true, true),
    of("State", "\"on\"", true, false),
    of("std::net::Ipv4Addr", "[127, 0, 0, 1]", true, false),
    of("Secret<String>", "\"x\"", true, false),
    of("&'a &'b str", "&\"x\"", true, false),
    of("T", "u32::from(1_u8)", true, false),
    of("Vec<String>", "[String::new()]", false, true),
    of("Vec<Entity>", "Vec::new()", false, true),
    of("Vec<&'a str>", "[\"x\"]", false, true),
    of("Entity", "Entity::default()", false, true),
    of("&'a Entity", "&Entity { id: None, display_name: None }", false, false),
    of("BTreeMap<String, Vec<Option<u8>>>", "[(String::new(), vec![None])]", false, true),
    of("(u8, String)", "(1, String::new())", false, true),
    of("[u16; 3]", "[1, 2, 3]", false, true),
    of("[[u16; 1 + 1]; 2]", "[[1; 2]; 2]", false, true),
    of("&'b [(u8, &'b str)]", "&[(1, \"x\")][..]", false, true),
    of("Vec<T>", "vec![1_u32]", false, true),
    of("Many<N>", "Many", false, true),
    of("odata::Base64", "vec![1]", true, true),
    of("odata::Duration", "std::time::Duration::ZERO", true, false),
    of("DateTimeOffset", "std::time::SystemTime::UNIX_EPOCH", true, false),
    of("odata::Flags<Weekday>", "Weekday::Monday | Weekday::Sunday", true, true),
    bytes("Vec<u8>", "[1, 2, 3]"),
    bytes("&'a [u8]", "&[1, 2, 3][..]"),
];
