//! What is written for operations, by its text and by what the compiler, the language and rustfmt say of it.

mod everything;
mod golden;
mod model;
