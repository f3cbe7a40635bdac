//! Token files in the form of Apple's, which open nothing.

/// A DEP token in the form of Apple's `.p7m` files, for trials: the embedded tenant accepts it, and it opens nothing.
pub const SAMPLE_DEP_TOKEN: &str = "\
Content-Type: application/pkcs7-mime; name=\"smime.p7m\"; smime-type=enveloped-data\r\n\
Content-Transfer-Encoding: base64\r\n\
Content-Disposition: attachment; filename=\"smime.p7m\"\r\n\
Content-Description: S/MIME Encrypted Message\r\n\
\r\n\
MIAGCSqGSIb3DQEHA6CAMIACAQAxgcgwgcUCAQAwLjAWMRQwEgYDVQQDDAtDb250\r\n\
b3NvIE1ETQIUcQlHfnOBvd1i6tSsfOwANf8Wr9wwDQYJKoZIhvcNAQEBBQAEgYCg\r\n\
Uh2b4W4ISN162aEIC/DxyrcOrri0j6fDobHsTqFSqj9yMmD74B/9gofcfoP6KGg2\r\n\
BcSVA42dcpwEmxQBCNBZ+TkoAFp+7qVYoSI4IRhBtJrfuD3ijNXFvAeQH6Gh7lWB\r\n\
v9RWWJq+vKv8E0HA5UCPV6nR9JQAwoxLhDw5nYE7WTCABgkqhkiG9w0BBwEwHQYJ\r\n\
YIZIAWUDBAECBBBA4SOFrRFAEq/GvSOKAYEToIAEgbBiojUbIpQypz6ENhoiNZUw\r\n\
EPfSPcPHDwqefb9cQ9Mj/mhUi+bE7Jx1+i4Q0a02C0mbyz2P17YmtOp0SDKH82rF\r\n\
UCulDfH/bzetgey5o7kKTCC/MPz+JQXR+JJFPez2ijPrYS3/RcD15Nukj6IN4T4X\r\n\
pA22wlow5onNCMtiJBkVWZ1ILrfaDv/+Ny77XKYrcf4cEMaEZbPh8oFjdcfUcj0J\r\n\
H/gDL9X4MB1RD6mvYGQXagQQ4gFB4aJkYgljmJpQaavmmwAAAAAAAAAAAAA=";

/// A VPP token in the form of Apple's `.vpptoken` files, for trials: base64 of
/// `{"expDate":"2099-12-31T23:59:59+0000","token":"made up","orgName":"Contoso"}`.
pub const SAMPLE_VPP_TOKEN: &str =
    "eyJleHBEYXRlIjoiMjA5OS0xMi0zMVQyMzo1OTo1OSswMDAwIiwidG9rZW4iOiJtYWRlIHVwIiwib3JnTmFtZSI6IkNvbnRvc28ifQ==";

/// The certificate for which [`SAMPLE_DEP_TOKEN`] is encrypted, as far as issuer and serial number go: it is the public key
/// of the embedded tenant. Nobody has its private key.
pub const SAMPLE_DEP_PUBLIC_KEY: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIICuDCCAaCgAwIBAgIUcQlHfnOBvd1i6tSsfOwANf8Wr9wwDQYJKoZIhvcNAQEL\n\
BQAwFjEUMBIGA1UEAwwLQ29udG9zbyBNRE0wHhcNMjYwMTAxMDAwMDAwWhcNNDkx\n\
MjMxMDAwMDAwWjAWMRQwEgYDVQQDDAtDb250b3NvIE1ETTCCASIwDQYJKoZIhvcN\n\
AQEBBQADggEPADCCAQoCggEBALCNvJjAhtPTpACUvDFhUPZLkG8gSH3wAnY8gXJN\n\
Wczf51XOhPz1YXm6ecOw8SyH8l7fzqgfgae0KyWj407Ks8peyv2IurOYDC1X8E7Y\n\
Q+x8AaZ1Wqycaebe41DIhdx5t8kHhogQJhQ4ft+jFR+EnyD5GbVr3Z0WAz4/Ufif\n\
tC/1qgi08uyr1Pp2gxQJSt91Cds9VzVHYFFOUhc0ZnqclL1xB0RgsltIsGbdpaWr\n\
TEuoWI3y33ocVQqklR/yXCtyfsMDmuFBuXJjSV8ImuEbyJvmW9iKBM+TWnyC/YEX\n\
ZxP0VX1WEIDtTtN63w/mXRY2fOXam9Ob15dJT8+LBLpxzhkCAwEAATANBgkqhkiG\n\
9w0BAQsFAAOCAQEAroKZjiAohYl2gs9yABVK9p/y9QfIi+y7t/pDU+dCODkSIDu6\n\
ce5ApgHflEGNnIM8FtTAia1PeD/pr17Zuo8Bhe0FzyCWKAJbV3j7Zmn2Lu2qHKZN\n\
89vzngQTeCiwvkAc+l3/lba4RApgaLpMPXhru2255s34Q+likldxrWkpgLd3uXo+\n\
xgmjphvlNXuIgLX1Z/asQQG6OLnxF5aWVl5lhCNhn7COtEBxe/cQYCEsmkHR1wJv\n\
6WQHA8LBVGXIMOGvdzcpfe/BT2U37HnANGvjd4Q+xEuzopaheshTh7kAdD1bRQe6\n\
0Y+Ym6xl619Us+33ZvIiJRr0rNjXjr3sujLO2g==\n\
-----END CERTIFICATE-----\n";
