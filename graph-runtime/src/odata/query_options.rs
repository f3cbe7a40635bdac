//! OData's system query options.

use std::borrow::Cow;

/// OData's system query options: which part of an answer is wanted.
///
/// The value of a field marked `#[graph(query_options)]`. What is not set is not sent. Names and expressions go to the
/// service as they are given; they are only encoded.
///
/// ```
/// use graph_runtime::{GraphClient, QueryOptions, graph_action};
///
/// /// Lists users.
/// #[graph_action(GET, "/users", perms = "User.ReadBasic.All")]
/// pub struct ListUsers {
///     /// Which users, and what of them.
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
/// See [query parameters](https://learn.microsoft.com/graph/query-parameters).
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
}

impl QueryOptions {
    /// No options.
    pub fn new() -> Self {
        Self::default()
    }

    /// `$select`: the properties to answer. Adds to those that were given before.
    pub fn select<S: AsRef<str>>(mut self, properties: impl IntoIterator<Item = S>) -> Self {
        append(&mut self.select, properties);
        self
    }

    /// `$expand`: the relationships to answer with their targets, such as `manager($select=id)`. Adds to those that were
    /// given before.
    pub fn expand<S: AsRef<str>>(mut self, relationships: impl IntoIterator<Item = S>) -> Self {
        append(&mut self.expand, relationships);
        self
    }

    /// `$filter`: which items to answer, as an expression such as `startsWith(displayName,'A')`. Inside a string of the
    /// expression, a quote is doubled: `'O''Brien'`.
    pub fn filter(mut self, expression: impl Into<String>) -> Self {
        self.filter = Some(expression.into());
        self
    }

    /// `$search`: which items to answer, as a search expression such as `"displayName:wa"`, with its double quotes.
    pub fn search(mut self, expression: impl Into<String>) -> Self {
        self.search = Some(expression.into());
        self
    }

    /// `$orderby`: the properties to sort by, such as `displayName desc`. Adds to those that were given before.
    pub fn orderby<S: AsRef<str>>(mut self, properties: impl IntoIterator<Item = S>) -> Self {
        append(&mut self.orderby, properties);
        self
    }

    /// `$top`: how many items to answer in one page.
    pub const fn top(mut self, items: u32) -> Self {
        self.top = Some(items);
        self
    }

    /// `$skip`: how many items to pass over.
    pub const fn skip(mut self, items: u32) -> Self {
        self.skip = Some(items);
        self
    }

    /// `$count`: whether to answer how many items there are in all.
    pub const fn count(mut self, wanted: bool) -> Self {
        self.count = Some(wanted);
        self
    }

    /// The options that are set, with their names, in the order of Microsoft's documentation.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&'static str, Cow<'_, str>)> {
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
            ("$count", self.count.map(|wanted| Cow::Borrowed(if wanted { "true" } else { "false" }))),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| (name, value)))
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
    fn what_is_not_set_is_not_sent() {
        assert_eq!(shown(&QueryOptions::new()), "");
        assert_eq!(shown(&QueryOptions::new().select([""; 0]).orderby(Vec::<String>::new())), "");
    }

    #[test]
    fn every_option_has_its_name() {
        let options = QueryOptions::new()
            .count(true)
            .skip(20)
            .top(10)
            .orderby(["displayName desc"])
            .search("\"displayName:wa\"")
            .filter("accountEnabled eq true")
            .expand(["manager($select=id)"])
            .select(["id"])
            .select(vec![String::from("displayName")]);
        assert_eq!(
            shown(&options),
            "$select=id,displayName;$expand=manager($select=id);$filter=accountEnabled eq true;\
             $search=\"displayName:wa\";$orderby=displayName desc;$top=10;$skip=20;$count=true"
        );
    }
}
