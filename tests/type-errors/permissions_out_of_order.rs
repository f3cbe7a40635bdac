#![deny(deprecated)]

use graph_runtime::graph_action;

#[graph_action(
    GET, "/users/<id>",
    perms(
        delegated = [
            "User.ReadWrite.All",
            "User.Read.All", //~ error: use of deprecated constant `_::order_of_permissions`: for delegated callers, the privilege level of `User.Read.All` is 3, below the 4 of `User.ReadWrite.All`, which is listed first; list the least privileged alternative first, or write `#[allow(deprecated)]`
        ],
        // In order.
        application = ["User.Read.All", "User.ReadWrite.All"],
    )
)]
pub struct GetUser {
    pub id: String,
}

/// Two caller types with one list.
#[graph_action(
    GET, "/groups",
    perms = [
        "Group.ReadWrite.All",
        all("GroupMember.Read.All", "User.Read.All"), //~ error: use of deprecated constant `_::order_of_permissions`: for delegated callers, the privilege level of `GroupMember.Read.All` and `User.Read.All` is 3, below the 4 of `Group.ReadWrite.All`, which is listed first; list the least privileged alternative first, or write `#[allow(deprecated)]`
        unchecked("New.Permission"),
    ]
)]
pub struct ListGroups {
    #[cfg(all())]
    #[graph(query)]
    pub filter: Option<String>,
}

/// Allowed.
#[allow(deprecated)]
#[graph_action(GET, "/users", perms = ["User.ReadWrite.All", "User.Read.All"])]
pub struct ListUsers;

fn main() {}
