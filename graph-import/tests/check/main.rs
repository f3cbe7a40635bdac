//! `check` over small crates and descriptions.

mod allow;
mod between;
mod case;
mod corpus;
mod customers;
mod operations;
mod output;
mod permissions;
mod source;
mod types;
