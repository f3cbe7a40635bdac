//! The program `intune-onboarding`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
