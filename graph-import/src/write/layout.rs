//! The layout that rustfmt gives to what is written, so that it has nothing to change.

/// What the configuration of rustfmt decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// `max_width`: the longest line.
    pub max_width: usize,
    /// `attr_fn_like_width`: the longest list of arguments of an attribute that stays on one line.
    pub attribute_width: usize,
    /// Whether names are sorted as of the style edition 2024, capitals first.
    pub style_2024: bool,
}

impl Default for Layout {
    /// rustfmt's own defaults, in edition 2024.
    fn default() -> Self {
        Self { max_width: 100, attribute_width: 70, style_2024: true }
    }
}

/// An argument of an attribute.
#[derive(Debug, Clone)]
pub(super) struct Argument {
    /// What stands before the list, if there is one: `perms = `, `perms`.
    head: String,
    list: Option<List>,
    /// Whether rustc parses it as a meta item, so that rustfmt lays it out.
    is_meta: bool,
}

#[derive(Debug, Clone)]
struct List {
    open: char,
    close: char,
    items: Vec<Argument>,
}

impl Argument {
    /// An argument whose text is never broken: a literal, or a word.
    pub(super) fn meta(text: impl Into<String>) -> Self {
        Self { head: text.into(), list: None, is_meta: true }
    }

    /// The same for a text that rustfmt does not parse: `returns = Page<User>`.
    pub(super) fn tokens(text: impl Into<String>) -> Self {
        Self { is_meta: false, ..Self::meta(text) }
    }

    /// `head(items)`.
    pub(super) fn call(head: &str, items: Vec<Self>) -> Self {
        let is_meta = items.iter().all(|item| item.is_meta);
        Self { head: head.to_owned(), list: Some(List { open: '(', close: ')', items }), is_meta }
    }

    /// `head[items]`, where `head` is `perms = `.
    pub(super) fn array(head: &str, items: Vec<Self>) -> Self {
        Self { head: head.to_owned(), list: Some(List { open: '[', close: ']', items }), is_meta: false }
    }

    fn flat(&self) -> String {
        match &self.list {
            None => self.head.clone(),
            Some(list) => format!("{}{}{}{}", self.head, list.open, flat(&list.items), list.close),
        }
    }
}

fn flat(arguments: &[Argument]) -> String {
    arguments.iter().map(Argument::flat).collect::<Vec<_>>().join(", ")
}

/// Writes `#[path(arguments)]`, indented, with a line break at its end.
///
/// rustfmt lays out an attribute that consists of meta items; any other is left as it is, here with the method and the
/// path on one line.
pub(super) fn attribute(path: &str, arguments: &[Argument], indent: usize, layout: Layout) -> String {
    let space = " ".repeat(indent);
    if arguments.is_empty() {
        return format!("{space}#[{path}]\n");
    }
    let is_meta = arguments.iter().all(|argument| argument.is_meta);
    let one_line = format!("{space}#[{path}({})]\n", flat(arguments));
    let fits = one_line.chars().count() <= layout.max_width + 1;
    let is_short = flat(arguments).chars().count() <= layout.attribute_width || arguments.len() == 1;
    if fits && (is_short || arguments.len() == 1) {
        return one_line;
    }
    let mut text = format!("{space}#[{path}(\n");
    let inner = indent + 4;
    let mut arguments = arguments.iter().peekable();
    if !is_meta && arguments.len() > 1 {
        let (method, path) = (arguments.next(), arguments.next());
        let line: Vec<_> = method.into_iter().chain(path).map(Argument::flat).collect();
        text.extend([format!("{}{},\n", " ".repeat(inner), line.join(", "))]);
    }
    while let Some(argument) = arguments.next() {
        text.push_str(&broken(argument, inner, is_meta, layout));
        text.push_str(if is_meta && arguments.peek().is_none() { "\n" } else { ",\n" });
    }
    text + &format!("{space})]\n")
}

/// Writes an argument on its own lines, without a line break at its end.
fn broken(argument: &Argument, indent: usize, is_meta: bool, layout: Layout) -> String {
    let space = " ".repeat(indent);
    let one_line = format!("{space}{}", argument.flat());
    let Some(list) = &argument.list else { return one_line };
    let width = if is_meta { layout.attribute_width } else { layout.max_width };
    // The comma after it counts.
    if one_line.chars().count() < layout.max_width && flat(&list.items).chars().count() <= width {
        return one_line;
    }
    let mut text = format!("{space}{}{}\n", argument.head, list.open);
    let mut items = list.items.iter().peekable();
    while let Some(item) = items.next() {
        text.push_str(&broken(item, indent + 4, is_meta, layout));
        text.push_str(if is_meta && items.peek().is_none() { "\n" } else { ",\n" });
    }
    text + &format!("{space}{}", list.close)
}

/// Writes `pub name: Type,`, with the type on a line of its own if both do not fit on one.
pub(super) fn field(name: &str, ty: &str, layout: Layout) -> String {
    let one_line = format!("    pub {name}: {ty},\n");
    if one_line.chars().count() <= layout.max_width + 1 {
        one_line
    } else {
        format!("    pub {name}:\n        {ty},\n")
    }
}

/// Writes `Name(Type),` of an enum.
pub(super) fn variant(name: &str, ty: &str, layout: Layout) -> String {
    let one_line = format!("    {name}({ty}),\n");
    if one_line.chars().count() <= layout.max_width + 1 {
        one_line
    } else {
        format!("    {name}(\n        {ty},\n    ),\n")
    }
}

/// Writes a paragraph as lines of documentation.
pub(super) fn docs(paragraph: &str, indent: usize, layout: Layout) -> String {
    let start = format!("{}///", " ".repeat(indent));
    let mut text = String::new();
    let mut line = start.clone();
    for word in paragraph.split_whitespace() {
        let is_first = line.len() == start.len();
        if !is_first && line.chars().count() + 1 + word.chars().count() > layout.max_width {
            text.push_str(&line);
            text.push('\n');
            line.clone_from(&start);
        }
        let begins = line.len() == start.len();
        line.push(' ');
        line.push_str(&if begins { unlisted(word) } else { word.to_owned() });
    }
    text + &line + "\n"
}

/// Escapes a word that Markdown would read as the mark of a list, heading or quotation at the beginning of a line.
fn unlisted(word: &str) -> String {
    if ["-", "*", "+", ">"].contains(&word) || word.starts_with('#') || word.starts_with('>') {
        return format!("\\{word}");
    }
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < word.len() && (digits == "." || digits == ")") {
        return format!("{}\\{digits}", &word[..word.len() - digits.len()]);
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_of_meta_items_is_laid_out_as_rustfmt_does() {
        let perms = Argument::call(
            "perms",
            vec![Argument::meta("delegated = \"User.Read\""), Argument::meta("personal = \"User.Read\"")],
        );
        let short = [Argument::meta("GET"), Argument::meta("\"/me\""), perms.clone()];
        assert_eq!(
            attribute("graph_action", &short, 0, Layout::default()),
            "#[graph_action(GET, \"/me\", perms(delegated = \"User.Read\", personal = \"User.Read\"))]\n"
        );
        let long = [short.as_slice(), &[Argument::meta("version = \"beta\"")]].concat();
        assert_eq!(
            attribute("graph_action", &long, 0, Layout::default()),
            "#[graph_action(\n    GET,\n    \"/me\",\n    perms(delegated = \"User.Read\", personal = \"User.Read\"),\n    \
             version = \"beta\"\n)]\n"
        );
    }

    #[test]
    fn any_other_attribute_has_method_and_path_on_one_line() {
        let arguments = [
            Argument::meta("GET"),
            Argument::meta("\"/users\""),
            Argument::array(
                "perms = ",
                vec![Argument::meta("\"User.Read.All\""), Argument::meta("\"User.ReadWrite.All\"")],
            ),
            Argument::tokens("returns = Page<User>"),
        ];
        assert_eq!(
            attribute("graph_action", &arguments, 0, Layout { max_width: 50, ..Layout::default() }),
            "#[graph_action(\n    GET, \"/users\",\n    perms = [\n        \"User.Read.All\",\n        \
             \"User.ReadWrite.All\",\n    ],\n    returns = Page<User>,\n)]\n"
        );
    }

    #[test]
    fn a_word_that_would_begin_a_list_is_escaped() {
        let layout = Layout { max_width: 16, ..Layout::default() };
        assert_eq!(docs("Numbers such as 1. and - signs", 0, layout), "/// Numbers such\n/// as 1. and -\n/// signs\n");
        assert_eq!(docs("Numbers so far 1. - x", 0, layout), "/// Numbers so\n/// far 1. - x\n");
        assert_eq!(docs("Numbers so fair - x", 0, layout), "/// Numbers so\n/// fair - x\n");
        assert_eq!(docs("Numbers many 1. x", 0, layout), "/// Numbers many\n/// 1\\. x\n");
        assert_eq!(docs("# x", 0, layout), "/// \\# x\n");
    }
}
