//! The names of the arguments, and how each is written.

/// The name of an argument that is written `name = …` or `name(…)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Version,
    Perms,
    Returns,
    ODataType,
    Header,
    Query,
    Property,
    Docs,
    Redirects,
    Idempotent,
    Crate,
}

impl Keyword {
    pub(super) const ALL: [Self; 11] = [
        Self::Version,
        Self::Perms,
        Self::Returns,
        Self::ODataType,
        Self::Header,
        Self::Query,
        Self::Property,
        Self::Docs,
        Self::Redirects,
        Self::Idempotent,
        Self::Crate,
    ];

    pub(super) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|keyword| keyword.as_str() == name)
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Perms => "perms",
            Self::Returns => "returns",
            Self::ODataType => "odata_type",
            Self::Header => "header",
            Self::Query => "query",
            Self::Property => "property",
            Self::Docs => "docs",
            Self::Redirects => "redirects",
            Self::Idempotent => "idempotent",
            Self::Crate => "crate",
        }
    }

    /// Returns how the argument is written.
    pub(super) const fn form(self) -> &'static str {
        match self {
            Self::Version => {
                "write `version = \"v1.0\"`, `version = \"beta\"`, or `version = [\"v1.0\", \"beta\"]` with the default \
                 version first"
            }
            Self::Perms => {
                "write `perms = \"Name\"` for delegated (work or school) and application callers, \
                 `perms = [\"Least\", \"More\"]` for alternatives, \
                 `perms(delegated = …, personal = …, application = …)` for each caller type, or `perms = none`"
            }
            Self::Returns => "write `returns = Type`, the type of a successful response",
            Self::ODataType => "write `odata_type = \"#microsoft.graph.vppToken\"`",
            Self::Docs => "write `docs = \"https://learn.microsoft.com/graph/api/…\"`",
            Self::Header => "write `header(\"ConsistencyLevel\" = \"eventual\")` for a header that is always sent",
            Self::Query => "write `query(\"$count\" = \"true\")` for a query parameter that is always sent",
            Self::Property => {
                "write `property(\"category\" = \"x\")` for a property of the JSON body that is always sent; the value is a \
                 string, a number, `true`, `false` or `null`"
            }
            Self::Redirects => "write `redirects = true` for a call that follows redirects",
            Self::Idempotent => "write `idempotent = true` or `idempotent = false`",
            Self::Crate => "write `crate = path::to::graph_runtime`",
        }
    }
}
