//! The only call to AWS IoT's credential provider, as an operation like those of any service.

use std::fmt;

use bytes::Bytes;
use http::Method;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::codec::{self, Object, Read, ReadMember, Source, Stop};
use crate::credentials::Credentials;
use crate::credentials::time::parse_time;
use crate::endpoint::{Endpoint, EndpointError};
use crate::error::{ClientError, ErrorMeta, ErrorResponse, Failure, Origin, RequestError};
use crate::operation::{Auth, Operation};
use crate::pattern::{Instruction, Pattern};
use crate::request::RequestBuilder;
use crate::response::FromResponse;
use crate::service::{EndpointSettings, Hint, Service, ServiceInfo, WrongHost};
use crate::validate::{Checks, Constraints, Validate, Validator};

const SHOW_ENDPOINT: &str =
    "Use the account's own endpoint: aws iot describe-endpoint --endpoint-type iot:CredentialProvider";

static ROLE_ALIAS: Constraints = Constraints::NEW.length(Some(1), Some(128)).pattern(&Pattern::new(
    r"^[\w=,@-]+$",
    &[
        Instruction::Start,
        Instruction::Chars {
            set: &[(',', '-'), ('0', '9'), ('=', '='), ('@', 'Z'), ('_', '_'), ('a', 'z')],
            min: 1,
            max: None,
        },
        Instruction::End,
    ],
));

static THING_NAME: Constraints = Constraints::NEW.length(Some(1), Some(128)).pattern(&Pattern::new(
    "^[a-zA-Z0-9:_-]+$",
    &[
        Instruction::Start,
        Instruction::Chars {
            set: &[('-', '-'), ('0', ':'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
            min: 1,
            max: None,
        },
        Instruction::End,
    ],
));

/// AWS IoT's credential provider.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RoleAliases;

impl Service for RoleAliases {
    const INFO: &'static ServiceInfo = &ServiceInfo {
        id: "IoT Credential Provider",
        api_version: "2015-05-28",
        crate_name: env!("CARGO_PKG_NAME"),
        crate_version: env!("CARGO_PKG_VERSION"),
        signing_name: None,
        mutual_tls_port: None,
        wrong_hosts: &[WrongHost {
            hosts: &["iot.*.amazonaws.com*", "*-ats.iot.*.amazonaws.com*"],
            help: SHOW_ENDPOINT,
        }],
        hints: &[Hint {
            status: Some(403),
            message: &[""],
            help: "The certificate has to be active, its policy has to allow iot:AssumeRoleWithCertificate on the role \
                   alias, and a thing name has to be that of a thing it is attached to",
        }],
    };

    type Params = Setup;

    /// The settings of the call are checked along with the rest of the configuration.
    fn endpoint(setup: Setup, settings: &EndpointSettings) -> Result<Endpoint, EndpointError> {
        let mut problems = Vec::new();
        if !setup.certified {
            problems.push("certificate is not set, and nothing else proves who the device is".to_owned());
        }
        problems
            .extend(Validator::run(Checks::all(), &setup.input).err().map(|problems| problems.to_string()));
        if !problems.is_empty() {
            return Err(EndpointError::new(problems.join("; ")));
        }
        Endpoint::new(settings.url.as_deref().unwrap_or_default())
    }
}

/// The settings beside the configuration.
#[derive(Clone, Debug, Default)]
pub(super) struct Setup {
    pub(super) input: AssumeRole,
    /// Whether there is a certificate, here or in the program's own transport.
    pub(super) certified: bool,
}

/// Asks for credentials of the role behind a role alias.
#[derive(Clone, Debug, Default)]
pub(super) struct AssumeRole {
    pub(super) role_alias: String,
    pub(super) thing_name: Option<String>,
}

impl Operation for AssumeRole {
    const NAME: &'static str = "AssumeRoleWithCertificate";
    const IDEMPOTENT: bool = true;
    const AUTH: &'static [Auth] = &[Auth::None];

    type Output = Grant;
    type Error = AssumeRoleError;

    fn request(&self) -> Result<http::Request<Bytes>, RequestError> {
        let mut request = RequestBuilder::new(Method::GET);
        request.path("/role-aliases/");
        request.label("role_alias", &self.role_alias)?;
        request.path("/credentials");
        request.header_some("x-amzn-iot-thingname", &self.thing_name)?;
        request.build()
    }

    /// The reason quotes no value, and shows nothing of the body.
    fn output(response: &http::Response<Bytes>) -> Result<Grant, ClientError> {
        let unreadable = |reason| ClientError::unreadable(Self::NAME, response, reason).hiding_body_alone();
        Grant::from_response(response).map_err(unreadable)
    }
}

impl Validate for AssumeRole {
    fn validate(&self, v: &mut Validator) {
        v.member("role_alias", &self.role_alias, &ROLE_ALIAS);
        v.member("thing_name", &self.thing_name, &THING_NAME);
    }
}

impl Serialize for AssumeRole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(serializer)?;
        object.write("roleAlias", &self.role_alias)?;
        object.write_some("thingName", &self.thing_name)?;
        object.end()
    }
}

impl ReadMember for AssumeRole {
    fn read_member(&mut self, name: &str, value: &mut dyn Source<'_>) -> Result<(), Stop> {
        match name {
            "roleAlias" => self.role_alias = codec::read(value)?.unwrap_or_default(),
            "thingName" => self.thing_name = codec::read(value)?,
            _ => codec::skip(value)?,
        }
        Ok(())
    }
}

/// The credentials that were given.
#[derive(Debug)]
pub(super) struct Grant(Credentials);

impl Grant {
    pub(super) fn into_credentials(self) -> Credentials {
        self.0
    }
}

impl FromResponse for Grant {}

impl Read for Grant {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        let Some(answer) = source.document()? else { return Ok(None) };
        Self::of(&answer).map(Some).map_err(|reason| source.fail(format_args!("{reason}")))
    }
}

impl Grant {
    fn of(answer: &Value) -> Result<Self, String> {
        let member = |name: &str| {
            let text = answer.get("credentials").and_then(|credentials| credentials.get(name)?.as_str());
            text.filter(|text| !text.is_empty())
                .ok_or_else(|| format!("the member credentials.{name} is missing"))
        };
        let expiration = parse_time(member("expiration")?)
            .ok_or_else(|| "the member credentials.expiration is not an RFC 3339 time".to_owned())?;
        Ok(Self(Credentials::new(
            member("accessKeyId")?,
            member("secretAccessKey")?,
            Some(member("sessionToken")?.to_owned()),
            Some(expiration),
            "IotCredentials",
        )))
    }
}

/// Writes only what is not secret.
impl Serialize for Grant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(serializer)?;
        object.write("accessKeyId", self.0.access_key_id())?;
        object.end()
    }
}

/// Why there are no credentials, as a sentence.
#[derive(Clone, Debug)]
pub(super) enum AssumeRoleError {
    Service(Box<ErrorMeta>),
    Client(ClientError),
}

impl AssumeRoleError {
    /// Whether the sentence already names the host.
    pub(super) fn names_host(&self) -> bool {
        matches!(self, Self::Client(ClientError::Send(_)))
    }
}

impl Failure for AssumeRoleError {
    fn origin(&self) -> Origin<'_> {
        match self {
            Self::Service(meta) => Origin::Service(meta),
            Self::Client(error) => Origin::Client(error),
        }
    }
}

impl From<ErrorResponse> for AssumeRoleError {
    fn from(error: ErrorResponse) -> Self {
        Self::Service(error.into_error_meta())
    }
}

impl From<ClientError> for AssumeRoleError {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

impl fmt::Display for AssumeRoleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(meta) => meta.fmt(f),
            Self::Client(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AssumeRoleError {}
