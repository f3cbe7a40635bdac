//! The program as a shell sees it: exit code, standard output, standard error.

mod fetch;
mod run;
mod server;
