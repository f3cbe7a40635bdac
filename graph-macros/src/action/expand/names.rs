//! The names that all parts of an expansion use.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Path;

use crate::action::model::Action;

pub(super) struct Names<'a> {
    pub(super) action: &'a Ident,
    pub(super) builder: Ident,
    /// The author's name for the runtime.
    pub(super) runtime: &'a Path,
    /// What is there for expansions alone.
    pub(super) private: Private<'a>,
    /// The module of it that an expansion imports, with the names below among others.
    pub(super) imported: Ident,
    pub(super) graph_action: Ident,
    pub(super) encoder: Ident,
    pub(super) graph_client: Ident,
    pub(super) response_future: Ident,
    pub(super) into: Ident,
    pub(super) missing: Ident,
    pub(super) set: Ident,
}

impl<'a> Names<'a> {
    pub(super) fn new(action: &'a Action) -> Self {
        // Signatures are read in documentation, so their names are the plain ones; unless one of them means something
        // else in the declaration, where it would then mean what is imported.
        let plain = ["GraphAction", "Encoder", "GraphClient", "ResponseFuture", "Into", "Missing", "Set"];
        let is_free = plain.iter().all(|name| action.is_free(name));
        let [graph_action, encoder, graph_client, response_future, into, missing, set] = plain.map(|name| {
            if is_free {
                Ident::new(name, Span::call_site())
            } else {
                Ident::new(&format!("__{name}"), Span::call_site())
            }
        });
        Self {
            action: &action.ident,
            builder: action.builder(),
            runtime: &action.runtime,
            private: Private(&action.runtime),
            imported: Ident::new(if is_free { "names" } else { "unshared" }, Span::call_site()),
            graph_action,
            encoder,
            graph_client,
            response_future,
            into,
            missing,
            set,
        }
    }
}

/// The path of what is there for expansions alone.
pub(super) struct Private<'a>(&'a Path);

impl ToTokens for Private<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
        tokens.extend(quote!(::__private));
    }
}
