//! What the macro accepts, what it says of a mistake, and what it generates.

mod catalog;
mod compile_fail;
mod editor;
mod fuzz_corpus;
mod golden;
mod language;
mod positions;
mod random_declarations;
mod rules;
mod surroundings;
mod type_errors;
