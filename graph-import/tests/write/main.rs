//! What is written for operations, by its text and by what the compiler, the language and rustfmt say of it.

#![expect(clippy::format_collect, reason = "short texts of tests")]
#![expect(clippy::print_stdout, reason = "what was left out is printed")]

mod add;
mod choices;
mod customer;
mod everything;
mod golden;
mod model;
mod rustfmt;
