//! Kinds of change of members of structures, unions, lists and maps.

super::declare! {
    INPUT_MEMBER_ADDED "input-member-added" Additive
        "Old clients do not send it"
        "There is one more field that can be set"
    REQUIRED_INPUT_MEMBER_ADDED "required-input-member-added" Wire
        "The service refuses requests of old clients, which do not have it"
        "The builder demands one more value"
    DEFAULTED_INPUT_MEMBER_ADDED "defaulted-input-member-added" Rust
        "Old clients do not send it, and the service takes the default"
        "The builder demands one more value"
    INPUT_MEMBER_REMOVED "input-member-removed" Wire
        "The service ignores or refuses what old clients send"
        "The field and its setters are gone"
    OUTPUT_MEMBER_ADDED "output-member-added" Additive
        "Old clients skip it"
        "There is one more field to read"
    REQUIRED_OUTPUT_MEMBER_ADDED "required-output-member-added" Rust
        "Old clients skip it"
        "The builder, which tests have a use for, demands one more value"
    OUTPUT_MEMBER_REMOVED "output-member-removed" Wire
        "Old clients wait for a value that never comes"
        "The field is gone"
    INPUT_UNION_MEMBER_REMOVED "input-union-member-removed" Wire
        "The service does not know what old clients may send"
        "The variant is gone"
    OUTPUT_UNION_MEMBER_REMOVED "output-union-member-removed" Rust
        "The service no longer sends it"
        "The variant is gone"
    UNION_MEMBER_ADDED "union-member-added" Additive
        "Old clients take it for an unknown member"
        "There is one more variant, of an enum that allows for it"
    MEMBER_RENAMED "member-renamed" Rust
        "Nothing changes by itself: the name in Rust is not sent"
        "The field or variant has another name, and so have its methods"
    MEMBER_RESPELLED "member-respelled" Documentation
        "Nothing changes by itself: the name in Rust is not sent"
        "The field or variant has the same name as before"
    MEMBER_WIRE_NAME_CHANGED "member-wire-name-changed" Wire
        "Each side looks for it under a name that the other does not use"
        "The same field travels under another name"
    MEMBER_RENAMED_ON_WIRE "member-renamed-on-wire" Wire
        "Each side looks for it under a name that the other does not use"
        "The field or variant has another name, and so have its methods"
    SERDE_NAME_CHANGED "serde-name-changed" Rust
        "Nothing changes: it does not travel in the body"
        "Who writes the whole structure as JSON, as for a call by name, finds it under another key"
    SERDE_FORMAT_CHANGED "serde-format-changed" Rust
        "Nothing changes: it does not travel in the body"
        "Who writes the whole structure as JSON, as for a call by name, writes moments otherwise"
    BINDING_CHANGED "binding-changed" Wire
        "Each side looks for it in a part of the message where the other does not put it"
        "The same field travels elsewhere"
    MEMBER_TYPE_CHANGED "member-type-changed" Wire
        "Neither side can read what the other sends"
        "Values have another type"
    MEMBER_STRUCTURE_CHANGED "member-structure-changed" Wire
        "Each side can read what the other sends, but for the members that only one of them knows: what these hold is lost"
        "Values have another type"
    MEMBER_RUST_TYPE_CHANGED "member-rust-type-changed" Rust
        "Values are written as before, though not all that could be sent before or can be now is taken on both sides"
        "Values have another type"
    MEMBER_ALIAS_CHANGED "member-alias-changed" Documentation
        "Nothing changes: values are written as before"
        "Values have the same type as before"
    MEMBER_BOXED "member-boxed" Rust
        "Nothing changes"
        "The value is in a `Box`, since types hold each other now"
    MEMBER_UNBOXED "member-unboxed" Rust
        "Nothing changes"
        "The value is no longer in a `Box`, since types no longer hold each other"
    INPUT_MEMBER_REQUIRED "input-member-required" Wire
        "The service refuses requests of old clients that leave it out"
        "The builder demands a value, and the field is no `Option`"
    DEFAULTED_INPUT_MEMBER_REQUIRED "defaulted-input-member-required" Rust
        "The service takes the default where old clients leave it out"
        "The builder demands a value, and the field is no `Option`"
    INPUT_MEMBER_OPTIONAL "input-member-optional" Rust
        "The service takes what old clients send"
        "The builder no longer demands a value, and the field is an `Option`"
    OUTPUT_MEMBER_REQUIRED "output-member-required" Rust
        "Old clients allow for more than the service now does"
        "The builder demands a value, and the field is no `Option`"
    OUTPUT_MEMBER_OPTIONAL "output-member-optional" Wire
        "Old clients take a zero value for what the service leaves out, or cannot read the answer"
        "The builder no longer demands a value, and the field is an `Option`"
    REQUIRED_BECAME_DEFAULT "required-became-default" Rust
        "What may be left out now has a value nevertheless"
        "The builder no longer demands a value"
    REQUIRED_FOR_SERVICE "required-for-service-changed" Documentation
        "Nothing changes for clients, who allow for either"
        "Nothing changes"
    DEFAULT_GAINED "member-default-gained" Rust
        "Old clients allow for a value that is left out"
        "The field is no `Option`"
    DEFAULT_DROPPED "member-default-dropped" Rust
        "Old clients take the former default for what is left out"
        "The field is an `Option`"
    DEFAULT_CHANGED "member-default-changed" Wire
        "Old clients take the former default for what the service leaves out"
        "What is left out has another value"
    INPUT_DEFAULT_CHANGED "input-default-changed" Constraint
        "The service takes what old clients leave out for another value"
        "What is left unset means something else to the service"
    DEFAULT_FOR_SERVICE "default-for-service-changed" Documentation
        "Nothing changes for clients, who do not go by it"
        "Nothing changes"
    BECAME_CLIENT_OPTIONAL "became-client-optional" Rust
        "The service may leave out later what it always sends now, and the other way round"
        "The field is an `Option`"
    NO_LONGER_CLIENT_OPTIONAL "no-longer-client-optional" Rust
        "Nothing changes"
        "The field is no `Option`"
    CLIENT_OPTIONAL_WITHOUT_EFFECT "client-optional-without-effect" Documentation
        "Nothing changes"
        "Nothing changes: the field is an `Option` with it and without"
    BECAME_IDEMPOTENCY_TOKEN "became-idempotency-token" Additive
        "Nothing changes"
        "The client fills in a value where none is set, and may repeat the call"
    NO_LONGER_IDEMPOTENCY_TOKEN "no-longer-idempotency-token" Constraint
        "Old clients go on sending a random value"
        "The client no longer fills in a value, and repeats fewer calls"
    REQUIRED_BECAME_IDEMPOTENCY_TOKEN "required-became-idempotency-token" Rust
        "Nothing changes"
        "The builder no longer demands a value, since the client fills one in, and the field is an `Option`"
    IDEMPOTENCY_TOKEN_BECAME_REQUIRED "idempotency-token-became-required" Rust
        "Old clients go on sending a random value"
        "The client no longer fills in a value; the builder demands one, and the field is no `Option`"
    TIMESTAMP_FORMAT_CHANGED "timestamp-format-changed" Wire
        "Neither side can read the moments that the other sends"
        "The same type is written otherwise"
    JSON_HEADER_CHANGED "json-header-changed" Wire
        "The header is JSON in base64 on one side and plain text on the other"
        "The same type is written otherwise"
    CONTEXT_PARAMETER_CHANGED "context-parameter-changed" Wire
        "Old clients may send requests to another host"
        "Another parameter of the endpoint depends on the member, or none"
}
