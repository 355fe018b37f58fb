//! Kinds of change of the rules that give an endpoint.

super::declare! {
    ENDPOINT_RULES_ADDED "endpoint-rules-added" Rust
        "Nothing changes for clients that have been given a URL"
        "The parameters of the endpoint are a structure, where they were the unit type"
    ENDPOINT_RULES_REMOVED "endpoint-rules-removed" Rust
        "Nothing changes for old clients, who have the rules"
        "The module `endpoint` is gone, and every client has to be given a URL"
    ENDPOINT_RULES_CHANGED "endpoint-rules-changed" Wire
        "Old clients may send requests to hosts that no longer serve them, or not find those that do"
        "The same configuration may lead to another host"
    ENDPOINT_RULES_EXTENDED "endpoint-rules-extended" Additive
        "Old clients find no endpoint there"
        "Configurations that were refused lead to an endpoint"
    ENDPOINT_MESSAGES_CHANGED "endpoint-messages-changed" Documentation
        "Nothing changes"
        "Configurations without an endpoint are explained in other words"
    ENDPOINT_RULES_REWRITTEN "endpoint-rules-rewritten" Documentation
        "Nothing changes in any case that was tried"
        "Nothing changes in any case that was tried"
    ENDPOINT_PARAMETER_ADDED "endpoint-parameter-added" Additive
        "Old clients leave it unset"
        "The parameters of the endpoint have one more field"
    REQUIRED_ENDPOINT_PARAMETER_ADDED "required-endpoint-parameter-added" Wire
        "Old clients cannot set what the rules cannot do without"
        "Calls fail until the new parameter is set"
    ENDPOINT_PARAMETER_REMOVED "endpoint-parameter-removed" Rust
        "What old clients set there no longer counts"
        "The parameters of the endpoint have a field less"
    ENDPOINT_PARAMETER_TYPE_CHANGED "endpoint-parameter-type-changed" Rust
        "Nothing changes: the rules are not sent"
        "The field of the parameter has another type; without a default it is an `Option`"
    ENDPOINT_PARAMETER_DEFAULT_CHANGED "endpoint-parameter-default-changed" Wire
        "Old clients go on with a default that may lead to another host"
        "Clients that leave the parameter alone may connect to another host"
    ENDPOINT_PARAMETER_REQUIRED "endpoint-parameter-required" Wire
        "Old clients may leave unset what the rules cannot do without"
        "Calls fail until the parameter is set"
    ENDPOINT_PARAMETER_OPTIONAL "endpoint-parameter-optional" Additive
        "Nothing changes for clients that set it"
        "The parameter can be left unset"
    ENDPOINT_PARAMETER_SOURCE_CHANGED "endpoint-parameter-source-changed" Wire
        "Old clients take the value from a setting that no longer decides"
        "The parameter follows another setting of the client, or none"
    ENDPOINT_SETTING_ADDED "endpoint-setting-added" Additive
        "Nothing changes until it is set"
        "The builder of the configuration has one more setter"
    ENDPOINT_SETTING_REMOVED "endpoint-setting-removed" Rust
        "Old clients go on with what they have set"
        "The builder of the configuration has a setter less"
    ENDPOINT_TESTS_CHANGED "endpoint-tests-changed" Documentation
        "Nothing changes"
        "The generated tests check other cases"
}
