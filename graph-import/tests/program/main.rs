//! The program as a shell sees it: exit code, standard output, standard error.

mod commands;
mod fetch;
mod run;
mod server;
