//! Which way to sign in: the one that is named, or the first one for which the environment has everything.

use std::{env, path::PathBuf};

use graph_runtime::{Cloud, Secret};

use super::{
    SignIn, Way,
    certificate::Certificate,
    oauth::Application,
    options::{Method, SignInOptions},
    settings::{Lack, Settings, profile_name, secret_in, variable},
    store,
};
use crate::{failure::Failure, input};

/// The ways that are tried in turn if none is named.
const TRIED: [Method; 5] = [
    Method::ClientSecret,
    Method::ClientCertificate,
    Method::WorkloadIdentity,
    Method::ManagedIdentity,
    Method::AzureCli,
];

/// Chooses the way to sign in. A failure says what each way that was tried lacks.
pub(crate) fn choose(options: &SignInOptions, cloud: Option<Cloud>) -> Result<SignIn, Failure> {
    let settings = Settings::read(options, cloud)?;
    let chosen = |way, because: &str| SignIn { way, because: because.to_owned(), cloud: settings.cloud.clone() };
    if let Some((method, because)) = settings.method()? {
        return match way(method, &settings, true)? {
            Ok(way) => Ok(chosen(way, because)),
            Err(lacking) => {
                let name = method.name();
                Err(Failure::sign_in(format!("{name}, which {because} names, lacks {}", Lack::remedies(&lacking))))
            }
        };
    }
    if options.credential_file.is_some() {
        return Err(Failure::input("--credential-file needs --auth, which says what is in the file"));
    }
    let mut lacking = Vec::new();
    for method in TRIED {
        if method == Method::AzureCli {
            // A user who has signed in with this program wants that login, not another program's.
            if let Some((login, store)) = store::find(&settings.profile_name)? {
                return Ok(chosen(Way::Login(login, store), "login"));
            }
            lacking.push("`login` has stored nothing".to_owned());
        }
        match way(method, &settings, false)? {
            Ok(way) => return Ok(chosen(way, "the environment")),
            Err(missing) => lacking.push(format!("{} lacks {}", method.name(), Lack::names(&missing))),
        }
    }
    Err(Failure::sign_in(format!(
        "{} is not set, and there is no other way to sign in: {}; choose a way with --auth and see what it needs, or use \
         --dry-run or demo",
        input::TOKEN_VARIABLE,
        lacking.join("; ")
    )))
}

/// Returns the cloud that applies: that of the options, or else that of the profile.
pub(crate) fn cloud(options: &SignInOptions, cloud: Option<Cloud>) -> Result<Cloud, Failure> {
    Ok(Settings::read(options, cloud)?.cloud)
}

/// Returns a way with all that it needs, or what it lacks.
fn way(method: Method, settings: &Settings<'_>, is_named: bool) -> Result<Result<Way, Vec<Lack>>, Failure> {
    let file = settings.credential_file();
    match method {
        Method::Token => match file {
            Some(file) => Ok(Ok(Way::Token(input::check_token("--credential-file", &secret_in(&file)?)?))),
            None => Ok(Ok(Way::Token(input::access_token()?))),
        },
        Method::ClientSecret => {
            let from_environment = || variable("AZURE_CLIENT_SECRET").map(Secret::new);
            // A file that is named for another way is not read.
            let secret = match file.filter(|_| is_named) {
                Some(file) => Some(secret_in(&file)?),
                None => from_environment(),
            };
            let lacks = Lack("a secret", "--credential-file or AZURE_CLIENT_SECRET");
            with_application(settings, secret, lacks, |application, secret| Ok(Way::ClientSecret(application, secret)))
        }
        Method::ClientCertificate => {
            let file =
                file.filter(|_| is_named).or_else(|| variable("AZURE_CLIENT_CERTIFICATE_PATH").map(PathBuf::from));
            let lacks = Lack("a certificate", "--credential-file or AZURE_CLIENT_CERTIFICATE_PATH");
            with_application(settings, file, lacks, |application, file| {
                Ok(Way::ClientCertificate(application, Box::new(Certificate::read(&file)?)))
            })
        }
        Method::WorkloadIdentity => {
            let file = file.filter(|_| is_named).or_else(|| variable("AZURE_FEDERATED_TOKEN_FILE").map(PathBuf::from));
            let lacks = Lack("a token file", "--credential-file or AZURE_FEDERATED_TOKEN_FILE");
            with_application(settings, file, lacks, |application, file| Ok(Way::WorkloadIdentity(application, file)))
        }
        Method::ManagedIdentity => {
            // Without this variable, only a request that takes long elsewhere shows whether there is one.
            if is_named || variable("IDENTITY_ENDPOINT").is_some() {
                Ok(Ok(Way::ManagedIdentity { client_id: settings.client_id() }))
            } else {
                Ok(Err(vec![Lack("IDENTITY_ENDPOINT", "which Azure sets")]))
            }
        }
        Method::AzureCli => {
            if is_installed("az") {
                Ok(Ok(Way::AzureCli { tenant: settings.tenant() }))
            } else {
                Ok(Err(vec![Lack("the program az", "on the PATH")]))
            }
        }
        Method::DeviceCode => {
            if let Some((login, store)) = store::find(&settings.profile_name)? {
                return Ok(Ok(Way::Login(login, store)));
            }
            Ok(settings.application(Some("organizations"))?.map(Way::DeviceCode))
        }
    }
}

/// Adds the application to what else a way needs.
fn with_application<T>(
    settings: &Settings<'_>,
    proof: Option<T>,
    lacks: Lack,
    way: impl Fn(Application, T) -> Result<Way, Failure>,
) -> Result<Result<Way, Vec<Lack>>, Failure> {
    match (settings.application(None)?, proof) {
        (Ok(application), Some(proof)) => way(application, proof).map(Ok),
        (Ok(_), None) => Ok(Err(vec![lacks])),
        (Err(missing), Some(_)) => Ok(Err(missing)),
        (Err(mut missing), None) => {
            missing.push(lacks);
            Ok(Err(missing))
        }
    }
}

/// Whether a program is on the PATH.
fn is_installed(program: &str) -> bool {
    let names =
        if cfg!(windows) { vec![format!("{program}.cmd"), format!("{program}.exe")] } else { vec![program.to_owned()] };
    let directories = env::var_os("PATH").unwrap_or_default();
    let mut directories = env::split_paths(&directories).filter(|directory| !directory.as_os_str().is_empty());
    directories.any(|directory| names.iter().any(|name| directory.join(name).is_file()))
}

/// What `login` signs in for.
pub(crate) struct LoginTarget {
    pub(crate) application: Application,
    pub(crate) profile: String,
    pub(crate) cloud: Cloud,
}

/// Returns what `login` signs in for.
pub(crate) fn login_target(options: &SignInOptions, cloud: Option<Cloud>) -> Result<LoginTarget, Failure> {
    let settings = Settings::for_login(options, cloud)?;
    match settings.application(Some("organizations"))? {
        Ok(application) => {
            Ok(LoginTarget { application, profile: profile_name(options), cloud: settings.cloud.clone() })
        }
        Err(missing) => Err(Failure::input(format!(
            "login needs {}, of an application of your tenant that allows public client flows",
            Lack::remedies(&missing)
        ))),
    }
}
