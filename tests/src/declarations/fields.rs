//! The fields: of every type, in every place.

use fastrand::Rng;

use super::{
    DOCS,
    arguments::{Method, Parameter},
    names::{NAMES, written},
    pick,
    types::{Of, TYPES},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Parameter,
    /// In brackets, where a list can be.
    ListParameter,
    Query,
    Header,
    /// A header that is also sent after a redirect.
    Redirected,
    QueryOptions,
    Property,
    Body,
    RawBody,
    /// Not sent.
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Required,
    Optional,
    Patch,
}

pub(super) struct Field {
    name: String,
    ty: &'static Of,
    pub(super) place: Place,
    presence: Presence,
    pub(super) secret: bool,
    pub(super) deprecated: bool,
    attributes: String,
    visibility: &'static str,
    gone: bool,
}

/// The fields of an action of this method, with these path parameters.
pub(super) fn all(rng: &mut Rng, method: Method, parameters: Vec<Parameter>, visibility: &'static str) -> Vec<Field> {
    let mut places: Vec<_> = vec![Place::Query; rng.usize(..3)];
    let header = if method.is_get() && rng.bool() { Place::Redirected } else { Place::Header };
    places.extend(vec![header; rng.usize(..2)]);
    places.extend((rng.u8(..5) == 0).then_some(Place::QueryOptions));
    match rng.u8(..8) {
        _ if !method.has_body() => {}
        0 => places.push(Place::Body),
        1 => places.push(Place::RawBody),
        2 => {}
        _ => {
            places.extend(vec![Place::Property; rng.usize(1..7)]);
            // Nobody reads it but who uses the struct.
            places.extend((visibility == "pub" && rng.u8(..4) == 0).then_some(Place::Nothing));
        }
    }
    let mut names = NAMES.to_vec();
    rng.shuffle(&mut names);
    let mut fields: Vec<_> =
        parameters.into_iter().map(|Parameter { name, place }| Field::any(rng, name, place, visibility)).collect();
    fields.extend(places.into_iter().zip(names).map(|(place, name)| Field::any(rng, name, place, visibility)));
    rng.shuffle(&mut fields);
    fields
}

impl Field {
    fn any(rng: &mut Rng, name: &str, place: Place, visibility: &'static str) -> Self {
        let fits = |ty: &&Of| match place {
            Place::Query | Place::ListParameter => ty.display || ty.list,
            Place::Parameter | Place::Header => ty.display,
            Place::Redirected => ty.display && ty.ty != "Secret<String>",
            Place::RawBody => ty.bytes,
            _ => !ty.bytes,
        };
        let types: Vec<_> = TYPES.iter().filter(fits).collect();
        let can_patch = matches!(place, Place::Property | Place::Nothing);
        let presence = match rng.u8(..6) {
            0 | 1 if !matches!(place, Place::Parameter | Place::ListParameter | Place::QueryOptions) => {
                Presence::Optional
            }
            2 if can_patch => Presence::Patch,
            _ => Presence::Required,
        };
        let secret = rng.u8(..12) == 0 && !matches!(place, Place::QueryOptions | Place::Redirected | Place::Nothing);
        // One that is not sent is not read either, if nobody else can.
        let visibility = if rng.u8(..10) == 0 && place != Place::Nothing { "" } else { visibility };
        let deprecated = rng.u8(..40) == 0;
        let gone = rng.u8(..50) == 0 && !matches!(place, Place::Parameter | Place::ListParameter);
        let ty = pick(rng, &types);
        let mut field = Self {
            name: written(name),
            ty,
            place,
            presence,
            secret,
            deprecated,
            attributes: String::new(),
            visibility,
            gone,
        };
        let docs = if visibility == "pub" || rng.bool() { pick(rng, &DOCS) } else { "" };
        let mut attributes = vec![docs.to_owned(), field.graph(rng), field.serde(rng)];
        attributes
            .push(pick(rng, &["", "", "", "", "", "#[cfg(debug_assertions)]\n", "#[allow(clippy::all)]\n"]).to_owned());
        attributes.push(if gone { "#[cfg(not(debug_assertions))]\n" } else { "" }.to_owned());
        attributes.push(
            if deprecated { pick(rng, &["#[deprecated]\n", "#[deprecated(note = \"old\")]\n"]) } else { "" }.to_owned(),
        );
        rng.shuffle(&mut attributes);
        field.attributes = attributes.concat();
        field
    }

    /// What `#[graph(…)]` says.
    fn graph(&self, rng: &mut Rng) -> String {
        let wire = self.name.replace("r#", "");
        let mut says = match self.place {
            Place::Parameter | Place::ListParameter => vec![pick(rng, &["", "", "path"]).to_owned()],
            Place::Query if rng.bool() && self.name == "f" => vec![String::from("query = \"$filter\"")],
            Place::Query if rng.bool() => vec![String::from("query"), format!("name = \"@{wire}\"")],
            Place::Query => vec![String::from("query")],
            Place::Header => vec![String::from("header = \"X-Header\"")],
            Place::Redirected => vec![String::from("header = \"X-Header\""), String::from("redirected")],
            Place::QueryOptions => vec![String::from("query_options")],
            Place::Property if rng.u8(..5) == 0 => vec![format!("name = \"@x.{wire}\"")],
            Place::Property | Place::Nothing => Vec::new(),
            Place::Body => vec![String::from("body")],
            Place::RawBody => {
                let media_type = pick(rng, &["application/octet-stream", "text/plain; charset=utf-8", "image/svg+xml"]);
                vec![format!("raw_body = \"{media_type}\"")]
            }
        };
        says.extend(self.secret.then(|| String::from("secret")));
        says.extend((self.place == Place::Query && rng.u8(..6) == 0).then(|| String::from("quoted")));
        says.retain(|word| !word.is_empty());
        rng.shuffle(&mut says);
        match says.len() {
            0 => String::new(),
            2 if rng.bool() => format!("#[graph({})]\n#[graph({})]\n", says[0], says[1]),
            // What comes of it is the same, but the macro sees it only after rustc has.
            1 if rng.u8(..12) == 0 => format!("#[cfg_attr(debug_assertions, graph({}))]\n", says[0]),
            _ => format!("#[graph({})]\n", says.join(", ")),
        }
    }

    /// What `#[serde(…)]` says.
    fn serde(&self, rng: &mut Rng) -> String {
        let wire = self.name.replace("r#", "");
        match (self.place, self.presence) {
            (Place::Nothing, _) => pick(rng, &["#[serde(skip)]\n", "#[serde(skip_serializing)]\n"]).to_owned(),
            (Place::Property, _) if rng.u8(..8) == 0 => format!("#[serde(rename = \"{wire}Renamed\")]\n"),
            (Place::Property, _) if rng.u8(..12) == 0 => format!("#[serde(default, alias = \"{wire}Alias\")]\n"),
            (Place::Property, Presence::Required)
                if self.ty.display && self.ty.ty != "Secret<String>" && rng.u8(..8) == 0 =>
            {
                let with = pick(rng, &["serialize_with = \"crate::types::as_text\"", "with = \"crate::types::text\""]);
                format!("#[serde({with})]\n")
            }
            (Place::Property, Presence::Required) if self.ty.ty.starts_with("Vec<") && rng.bool() => {
                String::from("#[serde(skip_serializing_if = \"Vec::is_empty\")]\n")
            }
            (Place::Property, Presence::Optional) if rng.u8(..4) == 0 => {
                String::from("#[serde(skip_serializing_if = \"Option::is_none\")]\n")
            }
            _ => String::new(),
        }
    }

    pub(super) fn source(&self) -> String {
        let Self { name, attributes, visibility, .. } = self;
        let space = if visibility.is_empty() { "" } else { " " };
        let inner = if self.gone { "Nowhere" } else { self.ty() };
        let ty = match self.presence {
            Presence::Required => inner.to_owned(),
            Presence::Optional => format!("Option<{inner}>"),
            Presence::Patch => format!("Patch<{inner}>"),
        };
        format!("{attributes}{visibility}{space}{name}: {ty},\n")
    }

    fn ty(&self) -> &'static str {
        if self.place == Place::QueryOptions { "QueryOptions" } else { self.ty.ty }
    }

    /// The call of the field's setter, or nothing if it may be omitted.
    pub(super) fn set(&self, rng: &mut Rng) -> String {
        let name = &self.name;
        match self.presence {
            Presence::Patch if rng.bool() => format!(".clear_{}()", name.replace("r#", "")),
            Presence::Optional | Presence::Patch if rng.bool() => String::new(),
            _ if self.place == Place::QueryOptions => {
                pick(rng, &["", ".options(QueryOptions::new().top(3))"]).replace("options", name)
            }
            _ => format!(".{name}({})", self.ty.value),
        }
    }

    /// Whether the field is there under a condition that is not met.
    pub(super) fn is_gone(&self) -> bool {
        self.gone
    }

    pub(super) fn has_default(&self) -> bool {
        self.gone || self.ty.default || self.presence != Presence::Required
    }

    /// Whether serde can derive what there is.
    pub(super) fn can_be_derived(&self) -> bool {
        self.place != Place::QueryOptions && self.ty.ty != "Secret<String>" && !self.attributes.contains("cfg_attr")
    }

    pub(super) fn uses(&self, parameter: &str) -> bool {
        !self.gone
            && self.place != Place::QueryOptions
            && self.ty.ty.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|word| word == parameter)
    }
}

/// The parameters of the struct, in angle brackets.
pub(super) fn generics(fields: &[Field]) -> String {
    let mut parameters = Vec::new();
    for (parameter, declared) in [
        ("'a", "'a"),
        ("'b", "'b"),
        ("T", "T: Display + Serialize + DeserializeOwned + Send + 'static"),
        ("N", "const N: usize"),
    ] {
        parameters.extend(fields.iter().any(|field| field.uses(parameter)).then_some(declared));
    }
    if parameters.is_empty() { String::new() } else { format!("<{}>", parameters.join(", ")) }
}

/// What stands between the parameters and the fields.
pub(super) fn where_clause(fields: &[Field]) -> &'static str {
    let uses = |parameter| fields.iter().any(|field| field.uses(parameter));
    if uses("T") && fields.len().is_multiple_of(2) { " where T: Clone, Vec<T>: Clone " } else { " " }
}

/// What a caller has to say of the parameters.
pub(super) fn type_arguments(fields: &[Field]) -> &'static str {
    let uses = |parameter| fields.iter().any(|field| field.uses(parameter));
    match (uses("T"), uses("N")) {
        (false, false) => "",
        (true, false) => "::<u32>",
        (false, true) => "::<3>",
        (true, true) => "::<u32, 3>",
    }
}
