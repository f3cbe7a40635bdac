//! OData system query options.

use std::borrow::Cow;

/// OData system query options, which select what a response contains.
///
/// This is the type of a field with `#[graph(query_options)]`. Options that are not set are not sent. Names and
/// expressions are sent as they are, apart from percent-encoding.
///
/// ```
/// use graph_runtime::{GraphClient, QueryOptions, graph_action};
///
/// /// Lists users.
/// #[graph_action(GET, "/users", perms = "User.ReadBasic.All")]
/// pub struct ListUsers {
///     /// Which users and properties to return.
///     #[graph(query_options)]
///     pub options: QueryOptions,
/// }
///
/// let options = QueryOptions::new().select(["id", "displayName"]).filter("startsWith(displayName,'A')").top(10);
/// let graph = GraphClient::builder().build()?;
/// let request = graph.prepare(&ListUsers::builder().options(options).build())?;
/// assert_eq!(
///     request.url().query(),
///     Some("$select=id,displayName&$filter=startsWith(displayName,%27A%27)&$top=10"),
/// );
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// See [Query parameters](https://learn.microsoft.com/graph/query-parameters).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[must_use = "options do nothing until they are sent with an action"]
pub struct QueryOptions {
    select: String,
    expand: String,
    filter: Option<String>,
    search: Option<String>,
    orderby: String,
    top: Option<u32>,
    skip: Option<u32>,
    count: Option<bool>,
    format: Option<String>,
    /// The other options, with their names.
    custom: Vec<(String, String)>,
}

impl QueryOptions {
    /// Creates a value without options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `$select`: the properties to return. Adds to properties from previous calls.
    pub fn select<S: AsRef<str>>(mut self, properties: impl IntoIterator<Item = S>) -> Self {
        append(&mut self.select, properties);
        self
    }

    /// Sets `$expand`: the relationships whose targets are included in the response, such as `manager($select=id)`.
    /// Adds to relationships from previous calls.
    pub fn expand<S: AsRef<str>>(mut self, relationships: impl IntoIterator<Item = S>) -> Self {
        append(&mut self.expand, relationships);
        self
    }

    /// Sets `$filter`: an expression for the items to return, such as `startsWith(displayName,'A')`. In a string
    /// literal of the expression, double each quote: `'O''Brien'`.
    pub fn filter(mut self, expression: impl Into<String>) -> Self {
        self.filter = Some(expression.into());
        self
    }

    /// Sets `$search`: a search expression for the items to return, such as `"displayName:wa"`, including the double
    /// quotes.
    pub fn search(mut self, expression: impl Into<String>) -> Self {
        self.search = Some(expression.into());
        self
    }

    /// Sets `$orderby`: the properties to sort by, such as `displayName desc`. Adds to properties from previous calls.
    pub fn orderby<S: AsRef<str>>(mut self, properties: impl IntoIterator<Item = S>) -> Self {
        append(&mut self.orderby, properties);
        self
    }

    /// Sets `$top`: the number of items in one page.
    pub const fn top(mut self, items: u32) -> Self {
        self.top = Some(items);
        self
    }

    /// Sets `$skip`: the number of items to skip.
    pub const fn skip(mut self, items: u32) -> Self {
        self.skip = Some(items);
        self
    }

    /// Sets `$count`: whether the response includes the total number of items.
    pub const fn count(mut self, included: bool) -> Self {
        self.count = Some(included);
        self
    }

    /// Sets `$format`: the media type of the response, or a short name such as `json`. Reports, for example, take
    /// `text/csv`.
    pub fn format(mut self, media_type: impl Into<String>) -> Self {
        self.format = Some(media_type.into());
        self
    }

    /// Sets an option that has no method here, such as `$skiptoken`, `$apply` or one of an operation's own. It replaces an
    /// earlier option with the same name.
    ///
    /// Name and value are encoded for the URL. An option without a name is not sent.
    pub fn custom(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        self.custom.retain(|(earlier, _)| *earlier != name);
        if !name.is_empty() {
            self.custom.push((name, value));
        }
        self
    }

    /// Sets an option whose value is a list, separated by commas. A list without items is not sent.
    pub fn custom_list<S: AsRef<str>>(self, name: impl Into<String>, items: impl IntoIterator<Item = S>) -> Self {
        let mut list = String::new();
        append(&mut list, items);
        if list.is_empty() { self } else { self.custom(name, list) }
    }

    /// Returns the names and values of the options that are set, in the order of Microsoft's documentation.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        fn list(list: &str) -> Option<Cow<'_, str>> {
            (!list.is_empty()).then_some(Cow::Borrowed(list))
        }

        let number = |number: Option<u32>| number.map(|number| Cow::Owned(number.to_string()));
        [
            ("$select", list(&self.select)),
            ("$expand", list(&self.expand)),
            ("$filter", self.filter.as_deref().map(Cow::Borrowed)),
            ("$search", self.search.as_deref().map(Cow::Borrowed)),
            ("$orderby", list(&self.orderby)),
            ("$top", number(self.top)),
            ("$skip", number(self.skip)),
            ("$count", self.count.map(|included| Cow::Borrowed(if included { "true" } else { "false" }))),
            ("$format", self.format.as_deref().map(Cow::Borrowed)),
        ]
        .into_iter()
        .filter(|(name, _)| !self.custom.iter().any(|(custom, _)| custom == name))
        .filter_map(|(name, value)| value.map(|value| (name, value)))
        .chain(self.custom.iter().map(|(name, value)| (name.as_str(), Cow::Borrowed(value.as_str()))))
    }
}

fn append<S: AsRef<str>>(list: &mut String, items: impl IntoIterator<Item = S>) {
    for item in items {
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(item.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(options: &QueryOptions) -> String {
        let pairs: Vec<_> = options.pairs().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join(";")
    }

    #[test]
    fn options_that_are_not_set_are_not_sent() {
        assert_eq!(shown(&QueryOptions::new()), "");
        assert_eq!(shown(&QueryOptions::new().select([""; 0]).orderby(Vec::<String>::new())), "");
    }

    #[test]
    fn all_options_are_written_with_their_names_in_a_fixed_order() {
        let options = QueryOptions::new()
            .count(true)
            .skip(20)
            .top(10)
            .orderby(["displayName desc"])
            .search("\"displayName:wa\"")
            .filter("accountEnabled eq true")
            .expand(["manager($select=id)"])
            .select(["id"])
            .select(vec![String::from("displayName")])
            .format("json")
            .custom("$skiptoken", "1")
            .custom_list("ids", ["a", "b"])
            .custom_list("none", [""; 0])
            .custom("$skiptoken", "2")
            .custom("$top", "11")
            .custom("", "lost");
        assert_eq!(
            shown(&options),
            "$select=id,displayName;$expand=manager($select=id);$filter=accountEnabled eq true;\
             $search=\"displayName:wa\";$orderby=displayName desc;$skip=20;$count=true;$format=json;ids=a,b;$skiptoken=2;$top=11"
        );
    }
}
