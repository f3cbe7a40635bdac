//! Permissions as data: the least that several actions need, what of it is granted, and how it is asked for.

mod comparison;
mod least;
mod lint;
mod outputs;
