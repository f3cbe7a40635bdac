//! As an application: with a secret, a certificate, or a token of another identity provider.

use std::{io::Write, process::Stdio};

use super::{CLIENT_ID, Office, Reply, Run, SECRET, TENANT};

const TOKEN_PATH: &str = "POST /contoso.onmicrosoft.com/oauth2/v2.0/token HTTP/1.1\r\n";
const SCOPE: &str = "scope=https%3A%2F%2Fgraph.microsoft.com%2F.default";

#[test]
fn a_client_secret_comes_from_a_file_standard_input_or_the_environment() {
    let office = Office::issuing();
    office.bench.file("secret", format!("{SECRET}\n").as_bytes());
    let from_file = "vpp list --auth client-secret --credential-file secret";
    assert!(office.run(&mut office.application(from_file)).success().contains("Contoso"));
    let request = office.authority.one();
    assert!(request.starts_with(TOKEN_PATH), "{request}");
    for part in
        ["grant_type=client_credentials", "client_secret=a%7Eclient-secret", SCOPE, &format!("client_id={CLIENT_ID}")]
    {
        assert!(request.contains(part), "{part}: {request}");
    }

    let mut from_environment = office.program("vpp list");
    from_environment
        .env("AZURE_CLIENT_SECRET", SECRET)
        .env("AZURE_TENANT_ID", TENANT)
        .env("AZURE_CLIENT_ID", CLIENT_ID);
    office.run(&mut from_environment).success();
    assert_eq!(office.authority.received().len(), 2);

    let mut from_input = office.application("vpp list --auth client-secret --credential-file -");
    let mut child = from_input.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it runs");
    writeln!(child.stdin.take().expect("a pipe"), "{SECRET}").expect("written");
    assert!(child.wait().expect("it ends").success());
    assert!(office.authority.received()[2].contains("client_secret=a%7Eclient-secret"));
}

#[test]
fn what_the_sign_in_service_says_is_one_line_with_the_way_that_was_taken() {
    let description = "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1\r\nTimestamp: now";
    for (reply, said) in [
        (
            Reply::error("invalid_client", description),
            "client-secret: invalid_client: AADSTS7000215: Invalid client secret provided.",
        ),
        (Reply::other("502 Bad Gateway", "<html>a~client-secret"), "the response is not that of a sign-in service"),
        (Reply::other("200 OK", r#"{"access_token": 7}"#), "the response is not that of a sign-in service"),
    ] {
        let office = Office::new(|_| vec![reply]);
        office.bench.file("secret", SECRET.as_bytes());
        let run = office.run(&mut office.application("vpp list --auth client-secret --credential-file secret"));
        let line = run.failure(3);
        assert!(line.contains(said) && !line.contains("Trace ID"), "{line}");
        assert_eq!(office.bench.received(), [""; 0]);
    }
    let office = Office::issuing();
    office.bench.file("secret", SECRET.as_bytes());
    let mut command = office.application("vpp list --auth client-secret --credential-file secret");
    let line = office.run(command.args(["--authority", "http://127.0.0.1:1"])).failure(3);
    assert!(line.contains("client-secret: 127.0.0.1 cannot be reached ("), "{line}");
}

#[test]
fn a_token_of_another_identity_provider_is_read_from_its_file() {
    let office = Office::issuing();
    office.bench.file("federated", b"eyJ0.federated.token\n");
    let mut command = office.application("vpp list -v");
    let run = office.run(command.env("AZURE_FEDERATED_TOKEN_FILE", "federated"));
    assert!(run.code == 0, "{run:?}");
    assert!(run.stderr.starts_with("signing in with workload-identity, because of the environment\n"), "{run:?}");
    let request = office.authority.one();
    assert!(request.contains("client_assertion=eyJ0.federated.token") && request.contains(SCOPE), "{request}");
    assert!(request.contains("client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"));

    let mut command = office.application("vpp list --auth workload-identity --credential-file gone");
    let line = office.run(&mut command).failure(3);
    assert!(line.contains("workload-identity: gone cannot be read: "), "{line}");
}

#[test]
#[cfg(unix)]
fn an_assertion_is_signed_with_the_key_of_the_certificate() {
    use std::process::Command;

    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    let office = Office::issuing();
    let folder = office.bench.files.path();
    let openssl = |line: &str| {
        let output = Command::new("openssl").args(line.split(' ')).current_dir(folder).output().expect("openssl runs");
        assert!(output.status.success(), "{line}: {output:?}");
        output.stdout
    };
    openssl("req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -subj /CN=contoso -days 30");
    let both = [std::fs::read(folder.join("certificate.pem")), std::fs::read(folder.join("key.pem"))];
    office.bench.file("both.pem", &both.map(|part| part.expect("written")).concat());

    let line = "vpp list --auth client-certificate --credential-file both.pem";
    office.run(&mut office.application(line)).success();
    let request = office.authority.one();
    let (_, assertion) = request.split_once("client_assertion=").expect("an assertion");
    let assertion = assertion.split('&').next().expect("a value");
    let parts: Vec<_> = assertion.split('.').collect();
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).expect("base64");
    let json = |part: &str| serde_json::from_slice::<serde_json::Value>(&decode(part)).expect("JSON");
    let (header, claims) = (json(parts[0]), json(parts[1]));
    assert_eq!((&header["alg"], &header["typ"]), (&"PS256".into(), &"JWT".into()));
    let fingerprint = String::from_utf8(openssl("x509 -in certificate.pem -noout -fingerprint -sha256")).expect("text");
    let thumbprint = decode(header["x5t#S256"].as_str().expect("text"));
    let thumbprint = thumbprint.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02X}"));
    assert!(fingerprint.replace(':', "").contains(&thumbprint), "{fingerprint} {thumbprint}");
    let audience = format!("{}/{TENANT}/oauth2/v2.0/token", office.authority.url);
    assert_eq!(
        (&claims["aud"], &claims["iss"], &claims["sub"]),
        (&audience.into(), &CLIENT_ID.into(), &CLIENT_ID.into())
    );
    assert_eq!(claims["exp"].as_u64().expect("a time") - claims["nbf"].as_u64().expect("a time"), 600);

    office.bench.file("signed", format!("{}.{}", parts[0], parts[1]).as_bytes());
    office.bench.file("signature", &decode(parts[2]));
    std::fs::write(folder.join("public.pem"), openssl("x509 -in certificate.pem -noout -pubkey")).expect("written");
    let line = "dgst -sha256 -verify public.pem -sigopt rsa_padding_mode:pss -signature signature signed";
    assert_eq!(openssl(line), b"Verified OK\n");

    for (file, said) in [
        ("certificate.pem", "has no private key, or an encrypted one"),
        ("key.pem", "has no certificate"),
        ("signature", "is no PEM file: a PKCS #12 file becomes one with `openssl pkcs12"),
    ] {
        let line = format!("vpp list --auth client-certificate --credential-file {file}");
        let line = office.run(&mut office.application(&line)).failure(2);
        assert!(line.contains(said), "{file}: {line}");
    }
}

#[test]
fn a_secret_is_no_argument() {
    let run = Run::of(&mut super::program(["vpp", "list", "--client-secret", SECRET]));
    assert!(run.failure(2).contains("unexpected argument '--client-secret'"));
}
