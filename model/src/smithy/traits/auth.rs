//! Traits of the service and of operations about protocols and authentication.

use super::Given;
use super::table::{Known, row};
use crate::diagnostic::Diagnostics;
use crate::ir::Service;
use crate::protocol;
use crate::smithy::bare_name;

pub(super) const ROWS: &[Known] = &[
    row("aws.api#service").service(names),
    row("aws.protocols#awsQueryCompatible").service(|service, _, _| service.query_compatible = true),
    // The schemes, in the order of their ids; this is the preferred order if `auth` is missing.
    scheme("aws.auth#cognitoUserPools"),
    row("aws.auth#sigv4").service(sigv4),
    scheme("aws.auth#sigv4a"),
    scheme("smithy.api#httpApiKeyAuth"),
    scheme("smithy.api#httpBasicAuth"),
    scheme("smithy.api#httpBearerAuth"),
    scheme("smithy.api#httpDigestAuth"),
    // After the schemes, because it orders them.
    row("smithy.api#auth")
        .service(|service, given, problems| service.auth = schemes(given, problems))
        .operation(|operation, given, problems| operation.auth = Some(schemes(given, problems))),
    row("smithy.api#optionalAuth")
        .operation(|operation, given, problems| operation.optional_auth = given.flag(problems)),
    row("aws.auth#unsignedPayload")
        .operation(|operation, given, problems| operation.unsigned_payload = given.flag(problems)),
];

/// A row for each protocol.
pub(super) fn protocols() -> Vec<Known> {
    protocol::all().iter().map(|protocol| spoken(protocol.id)).collect()
}

const fn spoken(id: &'static str) -> Known {
    row(id).service(|service, given, _| {
        service.protocols.push(bare_name(&given.key.text).to_owned());
        service.protocols.sort();
    })
}

/// A row for an authentication scheme. The rows are read in their order.
const fn scheme(id: &'static str) -> Known {
    row(id).service(|service, given, _| add_scheme(service, given))
}

fn add_scheme(service: &mut Service, given: &Given<'_, '_>) {
    service.auth.push(bare_name(&given.key.text).to_owned());
}

fn sigv4(service: &mut Service, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    add_scheme(service, given);
    let Some(fields) = given.fields(diagnostics) else { return };
    service.signing_name = fields.required_string("name", diagnostics).map(str::to_owned);
    fields.finish(diagnostics);
}

fn schemes(given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    given.texts(diagnostics).iter().map(|id| bare_name(id).to_owned()).collect()
}

/// Reads the names of the service in AWS's SDKs. All other keys are names for other tools.
fn names(service: &mut Service, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    let Some(fields) = given.fields(diagnostics) else { return };
    if let Some(sdk_id) = fields.string("sdkId", diagnostics) {
        sdk_id.clone_into(&mut service.sdk_id);
    }
    service.endpoint_prefix = fields.string("endpointPrefix", diagnostics).map(str::to_owned);
}
