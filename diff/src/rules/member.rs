//! Kinds of change of members of structures, unions, lists and maps.

super::declare! {
    INPUT_MEMBER_ADDED "input-member-added" Additive
        "Old clients do not send it"
        "There is one field more to set"
    REQUIRED_INPUT_MEMBER_ADDED "required-input-member-added" Wire
        "The service refuses requests of old clients, which do not send it"
        "The builder requires one value more"
    DEFAULTED_INPUT_MEMBER_ADDED "defaulted-input-member-added" Rust
        "Old clients do not send it, and the service uses the default"
        "The builder requires one value more"
    INPUT_MEMBER_REMOVED "input-member-removed" Wire
        "The service ignores or refuses what old clients send"
        "The field and its setters are gone"
    OUTPUT_MEMBER_ADDED "output-member-added" Additive
        "Old clients ignore it"
        "There is one field more to read"
    REQUIRED_OUTPUT_MEMBER_ADDED "required-output-member-added" Rust
        "Old clients ignore it"
        "The builder, which is for tests, requires one value more"
    OUTPUT_MEMBER_REMOVED "output-member-removed" Wire
        "Old clients expect a value that never arrives"
        "The field is gone"
    INPUT_UNION_MEMBER_REMOVED "input-union-member-removed" Wire
        "The service does not know a value that old clients may send"
        "The variant is gone"
    OUTPUT_UNION_MEMBER_REMOVED "output-union-member-removed" Rust
        "The service no longer sends it"
        "The variant is gone"
    UNION_MEMBER_ADDED "union-member-added" Additive
        "Old clients read it as an unknown member"
        "The enum, which is `#[non_exhaustive]`, has one variant more"
    MEMBER_RENAMED "member-renamed" Rust
        "Nothing changes by itself: the name in Rust is not sent"
        "The field or variant has another name, and so have its methods"
    MEMBER_RESPELLED "member-respelled" Documentation
        "Nothing changes by itself: the name in Rust is not sent"
        "The field or variant has the same name as before"
    MEMBER_WIRE_NAME_CHANGED "member-wire-name-changed" Wire
        "Each side uses a name that the other does not know"
        "The same field is sent under another name"
    MEMBER_RENAMED_ON_WIRE "member-renamed-on-wire" Wire
        "Each side uses a name that the other does not know"
        "The field or variant has another name, and so have its methods"
    SERDE_NAME_CHANGED "serde-name-changed" Rust
        "Nothing changes: it is not sent in the body"
        "The JSON form of the whole structure, as calls by name use it, has another key"
    SERDE_FORMAT_CHANGED "serde-format-changed" Rust
        "Nothing changes: it is not sent in the body"
        "The JSON form of the whole structure, as calls by name use it, has another timestamp format"
    BINDING_CHANGED "binding-changed" Wire
        "Each side expects it in a part of the message where the other does not put it"
        "The same field is sent in another part of the message"
    MEMBER_TYPE_CHANGED "member-type-changed" Wire
        "Neither side can read what the other sends"
        "Values have another type"
    MEMBER_STRUCTURE_CHANGED "member-structure-changed" Wire
        "Each side can read what the other sends, except for members that only one side knows: their values are lost"
        "Values have another type"
    MEMBER_RUST_TYPE_CHANGED "member-rust-type-changed" Rust
        "Values have the same form as before, but each side may refuse some values that the other sends"
        "Values have another type"
    MEMBER_ALIAS_CHANGED "member-alias-changed" Documentation
        "Nothing changes: values have the same form as before"
        "Values have the same type as before"
    MEMBER_BOXED "member-boxed" Rust
        "Nothing changes"
        "The value is in a `Box`, since the types now contain each other"
    MEMBER_UNBOXED "member-unboxed" Rust
        "Nothing changes"
        "The value is no longer in a `Box`, since the types no longer contain each other"
    INPUT_MEMBER_REQUIRED "input-member-required" Wire
        "The service refuses requests of old clients that leave it out"
        "The builder requires a value, and the field is not an `Option`"
    DEFAULTED_INPUT_MEMBER_REQUIRED "defaulted-input-member-required" Rust
        "The service uses the default where old clients leave it out"
        "The builder requires a value, and the field is not an `Option`"
    INPUT_MEMBER_OPTIONAL "input-member-optional" Rust
        "The service accepts what old clients send"
        "The builder no longer requires a value, and the field is an `Option`"
    OUTPUT_MEMBER_REQUIRED "output-member-required" Rust
        "Old clients handle more cases than the service now has"
        "The builder requires a value, and the field is not an `Option`"
    OUTPUT_MEMBER_OPTIONAL "output-member-optional" Wire
        "Old clients read a missing value as zero or empty, or cannot read the response"
        "The builder no longer requires a value, and the field is an `Option`"
    REQUIRED_BECAME_DEFAULT "required-became-default" Rust
        "A value that is left out is the default"
        "The builder no longer requires a value"
    REQUIRED_FOR_SERVICE "required-for-service-changed" Documentation
        "Nothing changes: clients handle both"
        "Nothing changes"
    DEFAULT_GAINED "member-default-gained" Rust
        "Old clients handle a missing value"
        "The field is not an `Option`"
    DEFAULT_DROPPED "member-default-dropped" Rust
        "Old clients use the former default for a missing value"
        "The field is an `Option`"
    DEFAULT_CHANGED "member-default-changed" Wire
        "Old clients use the former default for a missing value"
        "A missing value is read as another value"
    INPUT_DEFAULT_CHANGED "input-default-changed" Constraint
        "The service uses another default for what old clients leave out"
        "A value that is not set has another meaning to the service"
    DEFAULT_FOR_SERVICE "default-for-service-changed" Documentation
        "Nothing changes: clients do not use it"
        "Nothing changes"
    BECAME_CLIENT_OPTIONAL "became-client-optional" Rust
        "The service may later leave out what it always sends now, and the other way round"
        "The field is an `Option`"
    NO_LONGER_CLIENT_OPTIONAL "no-longer-client-optional" Rust
        "Nothing changes"
        "The field is not an `Option`"
    CLIENT_OPTIONAL_WITHOUT_EFFECT "client-optional-without-effect" Documentation
        "Nothing changes"
        "Nothing changes: the field is an `Option` either way"
    BECAME_IDEMPOTENCY_TOKEN "became-idempotency-token" Additive
        "Nothing changes"
        "The client fills in a value where none is set, and may retry the call"
    NO_LONGER_IDEMPOTENCY_TOKEN "no-longer-idempotency-token" Constraint
        "Old clients keep sending a random value"
        "The client no longer fills in a value, and retries fewer calls"
    REQUIRED_BECAME_IDEMPOTENCY_TOKEN "required-became-idempotency-token" Rust
        "Nothing changes"
        "The builder no longer requires a value, since the client fills one in, and the field is an `Option`"
    IDEMPOTENCY_TOKEN_BECAME_REQUIRED "idempotency-token-became-required" Rust
        "Old clients keep sending a random value"
        "The client no longer fills in a value; the builder requires one, and the field is not an `Option`"
    TIMESTAMP_FORMAT_CHANGED "timestamp-format-changed" Wire
        "Neither side can read the timestamps that the other sends"
        "The same type has another form on the wire"
    JSON_HEADER_CHANGED "json-header-changed" Wire
        "The header is JSON in base64 on one side and plain text on the other"
        "The same type has another form on the wire"
    CONTEXT_PARAMETER_CHANGED "context-parameter-changed" Wire
        "Old clients may send requests to another host"
        "The member sets another parameter of the endpoint, or none"
}
