//! The commands: one file for each command or group, which has its arguments and what runs them.
//!
//! To add one, write its file and name it in the two lists below. Its type is parsed by clap, from whose documentation the
//! help is made, and has
//! `async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure>`.

mod android;
mod apns;
mod autopilot;
mod bulk;
mod call;
mod checks;
mod completions;
mod days;
mod delete;
mod demo;
mod dep;
mod done;
mod identities;
mod inspect;
mod login;
mod logout;
mod man;
mod permissions;
mod public_key;
mod renew;
mod sandbox;
mod signing_request;
mod status;
mod token_files;
mod vpp;
mod watch;
mod whoami;

use clap::Subcommand;

use crate::{failure::Failure, options::GlobalOptions, output::Output};

macro_rules! commands {
    ($($(#[$attribute:meta])* $command:ident($arguments:ty),)*) => {
        /// What the user asks for; boxed, since commands differ in size.
        #[derive(Debug, Subcommand)]
        pub(crate) enum Command {
            $($(#[$attribute])* $command(Box<$arguments>),)*
        }

        impl Command {
            /// Runs the command.
            pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
                match self {
                    $(Self::$command(arguments) => arguments.run(options, output).await,)*
                }
            }
        }
    };
}

// In the order of the help; `subcommand` marks a group.
commands! {
    Demo(demo::Demo),
    Login(login::LoginArguments),
    Logout(logout::Logout),
    Whoami(whoami::Whoami),
    Status(status::Status),
    Watch(watch::Watch),
    #[command(subcommand)] Renew(renew::Renew),
    #[command(subcommand)] Dep(dep::Dep),
    #[command(subcommand)] Android(android::Android),
    #[command(subcommand)] Vpp(vpp::Vpp),
    #[command(subcommand)] Apns(apns::Apns),
    #[command(subcommand)] Identities(identities::Identities),
    #[command(subcommand)] Autopilot(autopilot::Autopilot),
    Inspect(inspect::Inspect),
    Permissions(permissions::Permissions),
    Call(call::Call),
    Sandbox(sandbox::Sandbox),
    Completions(completions::Completions),
    Man(man::Man),
}
