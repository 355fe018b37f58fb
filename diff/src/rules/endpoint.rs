//! Kinds of change of endpoint rules.

super::declare! {
    ENDPOINT_RULES_ADDED "endpoint-rules-added" Rust
        "Nothing changes for clients that have a URL configured"
        "The parameters of the endpoint are a structure instead of the unit type"
    ENDPOINT_RULES_REMOVED "endpoint-rules-removed" Rust
        "Nothing changes for old clients, which have the rules"
        "The module `endpoint` is gone, and every client needs a URL"
    ENDPOINT_RULES_CHANGED "endpoint-rules-changed" Wire
        "Old clients may send requests to hosts that no longer serve them, or may not find the right host"
        "The same configuration may lead to another host"
    ENDPOINT_RULES_EXTENDED "endpoint-rules-extended" Additive
        "Old clients find no endpoint for these configurations"
        "Configurations that were refused now have an endpoint"
    ENDPOINT_MESSAGES_CHANGED "endpoint-messages-changed" Documentation
        "Nothing changes"
        "The error for a configuration without an endpoint has another text"
    ENDPOINT_RULES_REWRITTEN "endpoint-rules-rewritten" Documentation
        "Nothing changes in any case that was tried"
        "Nothing changes in any case that was tried"
    ENDPOINT_PARAMETER_ADDED "endpoint-parameter-added" Additive
        "Old clients leave it unset"
        "The parameters of the endpoint have one field more"
    REQUIRED_ENDPOINT_PARAMETER_ADDED "required-endpoint-parameter-added" Wire
        "Old clients cannot set a parameter that the rules require"
        "Calls fail until the new parameter is set"
    ENDPOINT_PARAMETER_REMOVED "endpoint-parameter-removed" Rust
        "The value that old clients set is ignored"
        "The parameters of the endpoint have one field fewer"
    ENDPOINT_PARAMETER_TYPE_CHANGED "endpoint-parameter-type-changed" Rust
        "Nothing changes: the rules are not sent"
        "The field of the parameter has another type; without a default it is an `Option`"
    ENDPOINT_PARAMETER_DEFAULT_CHANGED "endpoint-parameter-default-changed" Wire
        "Old clients keep a default that may lead to another host"
        "Clients that do not set the parameter may connect to another host"
    ENDPOINT_PARAMETER_REQUIRED "endpoint-parameter-required" Wire
        "Old clients may not set a parameter that the rules require"
        "Calls fail until the parameter is set"
    ENDPOINT_PARAMETER_OPTIONAL "endpoint-parameter-optional" Additive
        "Nothing changes for clients that set it"
        "The parameter is optional"
    ENDPOINT_PARAMETER_SOURCE_CHANGED "endpoint-parameter-source-changed" Wire
        "Old clients take the value from a setting that no longer counts"
        "The parameter follows another setting of the client, or none"
    ENDPOINT_SETTING_ADDED "endpoint-setting-added" Additive
        "Nothing changes until it is set"
        "The builder of the configuration has one setter more"
    ENDPOINT_SETTING_REMOVED "endpoint-setting-removed" Rust
        "Old clients keep the value that they have set"
        "The builder of the configuration has one setter fewer"
    ENDPOINT_TESTS_CHANGED "endpoint-tests-changed" Documentation
        "Nothing changes"
        "The generated tests check other cases"
}
