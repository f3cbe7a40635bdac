//! `completions`: what a shell completes.

use clap::Args;
use clap_complete::{Shell, generate};

use crate::{failure::Failure, options::GlobalOptions, output::Output};

const EXAMPLES: &str = "\
Examples:
  bash        source <(intune-onboarding completions bash)
              in ~/.bashrc, or the output in a file of ~/.local/share/bash-completion/completions
  zsh         intune-onboarding completions zsh > ~/.zfunc/_intune-onboarding
              with fpath+=~/.zfunc before compinit in ~/.zshrc
  fish        intune-onboarding completions fish > ~/.config/fish/completions/intune-onboarding.fish
  powershell  intune-onboarding completions powershell >> $PROFILE
  elvish      eval (intune-onboarding completions elvish | slurp)";

/// Print the script with which a shell completes commands and options
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Completions {
    /// The shell to print the script for
    shell: Shell,
}

impl Completions {
    #[expect(clippy::unused_async, reason = "every command is run the same way")]
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let mut program = options.definition();
        let name = program.get_name().to_owned();
        let mut script = Vec::new();
        generate(self.shell, &mut program, &name, &mut script);
        let script = String::from_utf8_lossy(&script);
        // clap_complete writes the hyphen of the program's name in two ways in bash's script, so that no command would have
        // completions: https://github.com/clap-rs/clap/issues/6421
        Ok(output.text(&script.replace(&name.replace('-', "__subcmd__"), &name.replace('-', "__")))?)
    }
}
