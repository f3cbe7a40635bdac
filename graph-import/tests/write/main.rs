//! What is written for operations, by its text and by what the compiler, the language and rustfmt say of it.

mod add;
mod choices;
mod everything;
mod golden;
mod model;
mod rustfmt;
