//! A plain script over the text of descriptions: lines of XML, and JSON as it is. It shares nothing with the library.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Permissions, each after whether it is not marked as the least privileged, and its level.
type Ranked = BTreeSet<(bool, u64, String)>;

/// What the script takes from the text.
#[derive(Default)]
pub(crate) struct Script {
    /// Base, properties with type and nullability, navigation properties with their types.
    types: BTreeMap<String, Type>,
    /// Members, with `flags` first if it has flags.
    enums: BTreeMap<String, BTreeSet<String>>,
    callables: Vec<Callable>,
    roots: BTreeMap<String, String>,
    /// The text of annotations by target.
    annotations: BTreeMap<String, Vec<String>>,
    /// By method, path and caller: permissions, each after whether it is not marked as the least privileged, and its level.
    permissions: BTreeMap<(String, String, &'static str), Ranked>,
}

#[derive(Default)]
struct Type {
    base: Option<String>,
    properties: BTreeMap<String, String>,
    navigation: BTreeMap<String, String>,
}

#[derive(Default, Clone)]
struct Callable {
    name: String,
    is_function: bool,
    binding: String,
    parameters: BTreeMap<String, String>,
    returns: String,
}

impl Script {
    pub(crate) fn new(csdl: &str, permissions: &str) -> Self {
        let mut script = Self::default();
        script.read_csdl(csdl);
        script.read_permissions(permissions);
        script
    }

    fn read_csdl(&mut self, csdl: &str) {
        let aliases: BTreeMap<_, _> = csdl
            .lines()
            .filter(|line| line.trim().starts_with("<Schema "))
            .filter_map(|line| {
                let value =
                    |name: &str| line.split_once(&format!(" {name}=\""))?.1.split_once('"').map(|(value, _)| value);
                Some((value("Alias")?, value("Namespace")?))
            })
            .collect();
        let mut namespace = String::new();
        let (mut current, mut callable, mut target) = (String::new(), None::<Callable>, String::new());
        for line in csdl.lines().map(str::trim) {
            let attribute = |name: &str| {
                let (_, rest) = line.split_once(&format!(" {name}=\""))?;
                rest.split_once('"').map(|(value, _)| value.to_owned())
            };
            let normal = |ty: String| {
                let (before, name) =
                    ty.strip_prefix("Collection(").map_or(("", ty.as_str()), |name| ("Collection(", name));
                match name.split_once('.').and_then(|(alias, rest)| Some((aliases.get(alias)?, rest))) {
                    Some((namespace, rest)) => format!("{before}{namespace}.{rest}"),
                    None => ty,
                }
            };
            let name = attribute("Name").unwrap_or_default();
            let qualified = format!("{namespace}.{name}");
            let null = if line.contains("Nullable=\"false\"") { ", not null" } else { "" };
            let element = line.trim_start_matches('<').split([' ', '>', '/']).next().unwrap_or_default();
            match element {
                "Schema" if line.starts_with("<S") => {
                    namespace = attribute("Namespace").unwrap_or_default();
                }
                "EntityType" | "ComplexType" if line.starts_with('<') && !name.is_empty() => {
                    let base = attribute("BaseType").map(normal);
                    self.types.insert(qualified.clone(), Type { base, ..Type::default() });
                    current = qualified;
                }
                "EnumType" if !name.is_empty() => {
                    let members = self.enums.entry(qualified.clone()).or_default();
                    members.extend(line.contains("IsFlags=\"true\"").then(|| String::from("flags")));
                    current = qualified;
                }
                "Member" => {
                    self.enums.entry(current.clone()).or_default().insert(name);
                }
                "Property" => {
                    let ty = normal(attribute("Type").unwrap_or_default());
                    self.types.entry(current.clone()).or_default().properties.insert(name, format!("{ty}{null}"));
                }
                "NavigationProperty" if !name.is_empty() => {
                    let ty = normal(attribute("Type").unwrap_or_default());
                    self.types.entry(current.clone()).or_default().navigation.insert(name, ty);
                }
                "Action" | "Function" if !name.is_empty() => {
                    callable = Some(Callable { name, is_function: element == "Function", ..Callable::default() });
                }
                "Parameter" => {
                    if let Some(callable) = &mut callable {
                        let ty = normal(attribute("Type").unwrap_or_default());
                        if callable.binding.is_empty() {
                            callable.binding = ty;
                        } else {
                            callable.parameters.insert(name, format!("{ty}{null}"));
                        }
                    }
                }
                "ReturnType" => {
                    if let Some(callable) = &mut callable {
                        callable.returns = normal(attribute("Type").unwrap_or_default());
                    }
                }
                "EntitySet" if !name.is_empty() => {
                    let ty = normal(attribute("EntityType").unwrap_or_default());
                    self.roots.insert(name, format!("Collection({ty})"));
                }
                "Singleton" if !name.is_empty() => {
                    self.roots.insert(name, normal(attribute("Type").unwrap_or_default()));
                }
                "Annotations" if line.starts_with("<A") => target = attribute("Target").unwrap_or_default(),
                _ => {}
            }
            if line.starts_with("</Action>") || line.starts_with("</Function>") {
                self.callables.extend(callable.take());
            }
            if line.starts_with("</Annotations>") {
                target.clear();
            } else if !target.is_empty() && !line.starts_with("<Annotations") {
                self.annotations.entry(target.clone()).or_default().push(line.to_owned());
            }
        }
    }

    fn read_permissions(&mut self, json: &str) {
        let json: Value = serde_json::from_str(json).expect("JSON");
        let list = |value: &Value| -> Vec<String> {
            let all = value.as_array().map(Vec::as_slice).unwrap_or_default();
            all.iter().filter_map(Value::as_str).map(String::from).collect()
        };
        for (name, permission) in json["permissions"].as_object().expect("permissions") {
            for set in permission["pathSets"].as_array().expect("path sets") {
                for (path, marks) in set["paths"].as_object().expect("paths") {
                    for (scheme, caller) in [
                        ("DelegatedWork", "delegated"),
                        ("DelegatedPersonal", "personal"),
                        ("Application", "application"),
                    ] {
                        if !list(&set["schemeKeys"]).iter().any(|own| own == scheme) {
                            continue;
                        }
                        for method in list(&set["methods"]) {
                            let marks = marks.as_str().unwrap_or_default();
                            let least =
                                marks.split(';').any(|mark| mark.starts_with("least=") && mark.contains(scheme));
                            let also =
                                marks.split(';').find(|mark| mark.starts_with("AlsoRequires=")).unwrap_or_default();
                            let key = (method, key(path), caller);
                            let level = |name: &str| {
                                let level = |name: &str| {
                                    let own = &json["permissions"][name]["schemes"][scheme]["privilegeLevel"];
                                    own.as_u64().unwrap_or(u64::MAX)
                                };
                                // To read is never more than to read and write.
                                level(name).min(level(&name.replacen(".Read", ".ReadWrite", 1)))
                            };
                            let others =
                                also.trim_start_matches("AlsoRequires=").split(',').filter(|name| !name.is_empty());
                            let rank = others.map(level).chain([level(name)]).max().unwrap_or(u64::MAX);
                            self.permissions.entry(key).or_default().insert((!least, rank, format!("{name} {also}")));
                        }
                    }
                }
            }
        }
    }

    fn lineage(&self, name: &str) -> Vec<(&str, &Type)> {
        let mut found = Vec::new();
        let mut next = self.types.get_key_value(name);
        while let Some((name, ty)) = next {
            found.push((name.as_str(), ty));
            next = ty.base.as_ref().and_then(|base| self.types.get_key_value(base));
        }
        found
    }

    /// Returns the properties of a type, each with everything that is stated about it.
    fn properties(&self, name: &str) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        for (owner, ty) in self.lineage(name) {
            for (property, form) in &ty.properties {
                let stated = self.stated(&format!("{owner}/{property}"));
                all.insert(property.clone(), format!("{form} {stated}"));
            }
        }
        all
    }

    /// Returns what annotations state about deprecation and computed values.
    fn stated(&self, target: &str) -> String {
        let mut stated = self.deprecation(target);
        let lines = self.annotations.get(target).map(Vec::as_slice).unwrap_or_default();
        if lines.iter().any(|line| line.contains("Core.V1.Computed\"") && !line.contains("false")) {
            stated.push_str(" computed");
        }
        stated
    }

    fn deprecation(&self, target: &str) -> String {
        let lines = self.annotations.get(target).map(Vec::as_slice).unwrap_or_default();
        let start = lines.iter().position(|line| line.contains("Core.V1.Revisions\""));
        start.map_or_else(String::new, |start| {
            let end =
                lines[start..].iter().position(|line| line.starts_with("</Annotation>")).unwrap_or(lines.len() - start);
            lines[start..start + end].join(" ")
        })
    }

    /// Returns whether the script can follow a path.
    pub(crate) fn knows(&self, route: &str) -> bool {
        self.follow(route).is_some()
    }

    /// Returns the properties of a type that requests may have: not the key, what the service computes, when something
    /// was created or changed, and streams.
    fn sent(&self, name: &str) -> BTreeMap<String, String> {
        let mut sent = self.properties(name);
        sent.retain(|name, form| {
            let is_time = name.contains("DateTime")
                && ["created", "lastModified", "modified"].iter().any(|start| name.starts_with(start));
            name != "id" && !is_time && !form.contains("computed") && !form.contains("Edm.Stream")
        });
        sent
    }

    /// Follows a path. Returns the type that it leads to, and the callable at its end.
    fn follow(&self, path: &str) -> Option<(String, Option<&Callable>)> {
        let mut segments = path.split('/').skip(1);
        let mut current = self.roots.get(segments.next()?)?.clone();
        let mut called = None;
        for segment in segments {
            called = None;
            let element = current.strip_prefix("Collection(").and_then(|ty| ty.strip_suffix(')')).map(String::from);
            if segment.starts_with('<') {
                current = element?;
                continue;
            }
            if segment.starts_with('$') || segment.starts_with("microsoft.graph.") && self.types.contains_key(segment) {
                if !segment.starts_with('$') {
                    current = element.map_or_else(|| segment.to_owned(), |_| format!("Collection({segment})"));
                }
                continue;
            }
            let name = segment.split('(').next().unwrap_or(segment);
            let name = name.rsplit('.').next().unwrap_or(name);
            let own = element.clone().unwrap_or_else(|| current.clone());
            let lineage = self.lineage(&own);
            let member = lineage.iter().filter(|_| element.is_none()).find_map(|(_, ty)| {
                let property = ty.properties.get(name).map(|form| form.trim_end_matches(", not null").to_owned());
                property.or_else(|| ty.navigation.get(name).cloned())
            });
            if let Some(ty) = member {
                current = ty;
                continue;
            }
            let given: BTreeSet<_> = segment
                .split_once('(')
                .map(|(_, arguments)| arguments.trim_end_matches(')').split(','))
                .into_iter()
                .flatten()
                .filter_map(|argument| argument.split_once('=').map(|(name, _)| name.to_owned()))
                .collect();
            let bindings = lineage.iter().map(|(name, _)| match element {
                Some(_) => format!("Collection({name})"),
                None => (*name).to_owned(),
            });
            let bindings: Vec<_> = bindings.collect();
            let found = bindings.iter().find_map(|binding| {
                let mut own = self.callables.iter().filter(|own| own.name == name && own.binding == *binding);
                own.find(|own| !own.is_function || own.parameters.keys().cloned().collect::<BTreeSet<_>>() == given)
            })?;
            called = Some(found);
            current.clone_from(&found.returns);
        }
        Some((current, called))
    }
}

/// Returns the methods and paths for which permissions are published.
pub(crate) fn published(json: &str) -> BTreeSet<(String, String)> {
    let json: Value = serde_json::from_str(json).expect("JSON");
    let permissions = json["permissions"].as_object().expect("permissions").values();
    let sets = permissions.flat_map(|permission| permission["pathSets"].as_array().expect("path sets"));
    let mut all = BTreeSet::new();
    for set in sets {
        for method in set["methods"].as_array().expect("methods").iter().filter_map(Value::as_str) {
            let paths = set["paths"].as_object().expect("paths").keys();
            // Drives are addressed in several ways, of which the script knows one.
            let paths = paths.filter(|path| !path.contains([':', '?']) && !path.contains("..."));
            all.extend(paths.map(|path| (method.to_owned(), path.clone())));
        }
    }
    all
}

/// Returns a path as keys are compared: in lower case, with `{}` for each value.
fn key(path: &str) -> String {
    let mut key = String::new();
    let mut depth = 0;
    for c in path.to_lowercase().chars() {
        match c {
            '{' | '<' => {
                depth += 1;
                if depth == 1 {
                    key.push_str("{}");
                }
            }
            '}' | '>' => depth -= 1,
            '\'' => {}
            c if depth == 0 => key.push(c),
            _ => {}
        }
    }
    key.replace("()", "").trim_end_matches('/').to_owned()
}

/// Returns what is different between two descriptions for these operations and types.
pub(crate) fn differences(
    old: &Script,
    new: &Script,
    operations: &[(&str, String)],
    types: &BTreeSet<String>,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (method, route) in operations {
        let of = format!("{method} {}", route.replace('<', "{").replace('>', "}"));
        let Some((old_type, old_callable)) = old.follow(route) else { panic!("{of} is not in the older description") };
        let Some((new_type, new_callable)) = new.follow(route) else {
            found.insert(format!("{of} gone"));
            continue;
        };
        if old_type != new_type && (*method == "GET" || old_callable.is_some()) {
            found.insert(format!("{of} returns"));
        }
        if let (Some(old), Some(new)) = (old_callable, new_callable) {
            changed(&old.parameters, &new.parameters, &of, &mut found);
        }
        // What is sent has the properties of the type that the path leads to.
        if matches!(*method, "POST" | "PATCH" | "PUT") && old_callable.is_none() && !route.ends_with("$ref") {
            let element = |ty: &str| ty.trim_start_matches("Collection(").trim_end_matches(')').to_owned();
            changed(&old.sent(&element(&old_type)), &new.sent(&element(&new_type)), &of, &mut found);
        }
        for caller in ["delegated", "personal", "application"] {
            let permissions = |script: &Script| {
                let has_any = ["delegated", "personal", "application"]
                    .iter()
                    .any(|caller| script.permissions.contains_key(&((*method).to_owned(), key(route), *caller)));
                has_any.then(|| {
                    script.permissions.get(&((*method).to_owned(), key(route), caller)).cloned().unwrap_or_default()
                })
            };
            let names = |all: &Ranked| -> BTreeSet<String> { all.iter().map(|(_, _, name)| name.clone()).collect() };
            let first = |all: &Ranked| all.first().map(|(_, _, name)| name.clone());
            if let (Some(old), Some(new)) = (permissions(old), permissions(new))
                && (names(&old) != names(&new) || first(&old) != first(&new))
            {
                found.insert(format!("{of} permissions {caller}"));
            }
        }
    }
    for name in types {
        changed(&old.properties(name), &new.properties(name), name, &mut found);
        if let (Some(old), Some(new)) = (old.enums.get(name), new.enums.get(name)) {
            found.extend(old.symmetric_difference(new).map(|member| format!("{name} member {member}")));
        }
        if old.deprecation(name) != new.deprecation(name) {
            found.insert(format!("{name} deprecated"));
        }
    }
    found
}

fn changed(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>, of: &str, found: &mut BTreeSet<String>) {
    for name in old.keys().chain(new.keys()) {
        if old.get(name) != new.get(name) {
            found.insert(format!("{of} {name}"));
        }
    }
}
