//! No trait that is read changes without a word: each has rules that tell what happened to it.

use std::collections::BTreeMap;

const AUTH: &[&str] = &[
    "auth-added",
    "auth-removed",
    "became-unauthenticated",
    "no-longer-unauthenticated",
    "signature-accepted",
    "signature-refused",
    "bearer-token-accepted",
    "bearer-token-refused",
    "authentication-preference-changed",
];
const PROTOCOL: &[&str] = &["protocol-added", "protocol-removed"];
const BINDING: &[&str] = &["binding-changed"];
const DISCOVERY: &[&str] =
    &["endpoint-discovery-changed", "operation-became-supported", "operation-became-unsupported"];

/// The traits that are read, and the rules that tell of each.
const TRAITS: &[(&str, &[&str])] = &[
    ("aws.api#clientDiscoveredEndpoint", DISCOVERY),
    ("aws.api#clientEndpointDiscovery", DISCOVERY),
    ("aws.api#service", &["sdk-id-changed", "endpoint-prefix-changed"]),
    ("aws.auth#cognitoUserPools", AUTH),
    ("aws.auth#sigv4", &["signing-introduced", "signing-dropped", "signing-name-changed"]),
    ("aws.auth#sigv4a", AUTH),
    ("aws.auth#unsignedPayload", &["unsigned-payload-changed"]),
    ("aws.protocols#awsJson1_0", PROTOCOL),
    ("aws.protocols#awsJson1_1", PROTOCOL),
    ("aws.protocols#awsQuery", PROTOCOL),
    ("aws.protocols#awsQueryCompatible", &["query-compatibility-changed"]),
    ("aws.protocols#awsQueryError", &["error-code-gained", "error-code-lost"]),
    ("aws.protocols#ec2Query", PROTOCOL),
    ("aws.protocols#httpChecksum", &["operation-became-supported", "operation-became-unsupported"]),
    ("aws.protocols#restJson1", PROTOCOL),
    ("aws.protocols#restXml", PROTOCOL),
    ("smithy.api#auth", AUTH),
    ("smithy.api#clientOptional", &["became-client-optional", "no-longer-client-optional"]),
    ("smithy.api#default", &["member-default-gained", "member-default-dropped", "member-default-changed"]),
    ("smithy.api#deprecated", &["deprecated", "deprecation-changed", "no-longer-deprecated"]),
    ("smithy.api#documentation", &["documentation-changed"]),
    ("smithy.api#endpoint", &["host-prefix-changed"]),
    ("smithy.api#enum", &["enum-value-added", "enum-value-changed"]),
    ("smithy.api#enumValue", &["enum-value-changed"]),
    ("smithy.api#error", &["error-fault-changed"]),
    ("smithy.api#eventHeader", BINDING),
    ("smithy.api#eventPayload", BINDING),
    ("smithy.api#externalDocumentation", &["external-documentation-changed"]),
    ("smithy.api#hostLabel", BINDING),
    (
        "smithy.api#http",
        &["http-method-changed", "http-path-changed", "http-query-changed", "http-status-changed"],
    ),
    ("smithy.api#httpApiKeyAuth", AUTH),
    ("smithy.api#httpBasicAuth", AUTH),
    ("smithy.api#httpBearerAuth", AUTH),
    ("smithy.api#httpChecksumRequired", &["checksum-changed"]),
    ("smithy.api#httpDigestAuth", AUTH),
    ("smithy.api#httpError", &["error-status-changed"]),
    ("smithy.api#httpHeader", BINDING),
    ("smithy.api#httpLabel", BINDING),
    ("smithy.api#httpPayload", BINDING),
    ("smithy.api#httpPrefixHeaders", BINDING),
    ("smithy.api#httpQuery", BINDING),
    ("smithy.api#httpQueryParams", BINDING),
    ("smithy.api#httpResponseCode", BINDING),
    ("smithy.api#idempotencyToken", &["became-idempotency-token", "no-longer-idempotency-token"]),
    ("smithy.api#idempotent", &["became-idempotent", "no-longer-idempotent"]),
    ("smithy.api#jsonName", &["member-wire-name-changed", "member-renamed-on-wire"]),
    (
        "smithy.api#length",
        &["min-length-loosened", "min-length-tightened", "max-length-loosened", "max-length-tightened"],
    ),
    ("smithy.api#mediaType", &["media-type-changed", "json-media-type-changed"]),
    ("smithy.api#optionalAuth", &["authentication-became-optional", "authentication-no-longer-optional"]),
    ("smithy.api#paginated", &["pagination-changed", "pagination-gained", "pagination-lost"]),
    ("smithy.api#pattern", &["pattern-changed", "pattern-dropped", "pattern-introduced"]),
    (
        "smithy.api#range",
        &["min-value-loosened", "min-value-tightened", "max-value-loosened", "max-value-tightened"],
    ),
    ("smithy.api#readonly", &["became-readonly", "no-longer-readonly"]),
    ("smithy.api#requestCompression", &["request-compression-changed"]),
    ("smithy.api#required", &["input-member-required", "input-member-optional", "output-member-required"]),
    ("smithy.api#requiresLength", &["streaming-changed"]),
    ("smithy.api#retryable", &["error-retry-changed"]),
    ("smithy.api#sensitive", &["became-sensitive", "no-longer-sensitive"]),
    ("smithy.api#since", &["since-changed"]),
    ("smithy.api#sparse", &["input-nulls-allowed", "output-nulls-allowed"]),
    ("smithy.api#streaming", &["streaming-changed", "event-stream-changed"]),
    // It is about what this program says.
    ("smithy.api#suppress", &[]),
    ("smithy.api#tags", &["enum-predicate-changed", "enum-predicate-gained", "enum-predicate-lost"]),
    ("smithy.api#timestampFormat", &["timestamp-format-changed"]),
    ("smithy.api#title", &["title-changed"]),
    ("smithy.api#uniqueItems", &["unique-items-dropped", "unique-items-introduced"]),
    ("smithy.api#unstable", &["became-unstable", "no-longer-unstable"]),
    ("smithy.codegen#errorCodes", &["error-code-gained", "error-code-lost"]),
    ("smithy.codegen#errorMessages", &["error-messages-changed"]),
    ("smithy.codegen#headers", &["fixed-headers-changed"]),
    ("smithy.codegen#hints", &["hints-changed"]),
    ("smithy.codegen#jsonOverMqtt", &["json-over-mqtt-changed"]),
    ("smithy.codegen#mqtt", &["mqtt-changed", "mqtt-gained", "mqtt-lost", "mqtt-payload-changed"]),
    (
        "smithy.codegen#mqttNotification",
        &["notification-added", "notification-changed", "notification-order-changed", "notification-removed"],
    ),
    ("smithy.codegen#mutualTls", &["mutual-tls-port-changed"]),
    ("smithy.codegen#wrongHosts", &["wrong-hosts-changed"]),
    ("smithy.mqtt#publish", &["topic-changed", "topic-gained", "topic-lost"]),
    ("smithy.mqtt#topicLabel", &["notification-changed", "topic-changed"]),
    ("smithy.protocols#rpcv2Cbor", PROTOCOL),
    ("smithy.protocols#rpcv2Json", PROTOCOL),
    ("smithy.rules#clientContextParams", &["endpoint-setting-added", "endpoint-setting-removed"]),
    ("smithy.rules#contextParam", &["context-parameter-changed"]),
    ("smithy.rules#endpointBdd", &["endpoint-rules-changed"]),
    ("smithy.rules#endpointRuleSet", &["endpoint-rules-changed"]),
    ("smithy.rules#endpointTests", &["endpoint-tests-changed"]),
    ("smithy.rules#operationContextParams", &["static-context-changed"]),
    ("smithy.rules#staticContextParams", &["static-context-changed"]),
    (
        "smithy.waiters#waitable",
        &["waiter-added", "waiter-removed", "waiter-changed", "waiter-result-changed"],
    ),
];

#[test]
fn rules_tell_of_every_trait_that_is_read() {
    let told: BTreeMap<_, _> = TRAITS.iter().copied().collect();
    let read: Vec<_> = smithy_model::smithy::known_traits().collect();
    for id in &read {
        let rules = told.get(id);
        assert!(rules.is_some(), "no rule tells what happened to {id}");
        for rule in rules.copied().unwrap_or_default() {
            assert!(smithy_diff::rule(rule).is_some(), "{id}: {rule}");
        }
    }
    for id in told.keys() {
        assert!(read.contains(id), "{id} is not read");
    }
}
