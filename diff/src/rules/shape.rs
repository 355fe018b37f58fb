//! Kinds of change of shapes.

super::declare! {
    SHAPE_ADDED "shape-added" Additive
        "Nothing changes by itself"
        "There is one type more"
    SHAPE_REMOVED "shape-removed" Rust
        "Nothing changes by itself"
        "The type is gone"
    SHAPE_RENAMED "shape-renamed" Rust
        "Nothing changes: names of shapes are not sent"
        "The type has another name"
    SHAPE_RESPELLED "shape-respelled" Documentation
        "Nothing changes: names of shapes are not sent"
        "The type has the same name as before"
    ALIAS_RENAMED "alias-renamed" Documentation
        "Nothing changes: names of shapes are not sent"
        "Nothing changes: such a shape has no type of its own"
    ERROR_RENAMED "error-renamed" Wire
        "Old clients do not recognise the error by its new code"
        "The type of the error and the variants for it have other names"
    TYPE_CHANGED "type-changed" Wire
        "Neither side can read what the other sends"
        "Values have another type"
    RUST_TYPE_CHANGED "rust-type-changed" Rust
        "Values have the same form as before, but each side may refuse some values that the other sends"
        "Values have another type"
    BECAME_SENSITIVE "became-sensitive" Additive
        "Nothing changes"
        "`Debug` no longer shows values"
    NO_LONGER_SENSITIVE "no-longer-sensitive" Constraint
        "Nothing changes"
        "`Debug` shows values, and so may logs"
    MEDIA_TYPE_CHANGED "media-type-changed" Wire
        "A payload has another content type; text in a header is base64 if it has a media type, and plain otherwise"
        "Nothing changes"
    JSON_MEDIA_TYPE_CHANGED "json-media-type-changed" Documentation
        "Nothing changes: the value has the same form in JSON and in a header"
        "Nothing changes"
    STREAMING_CHANGED "streaming-changed" Wire
        "The bytes are now streamed, or no longer are"
        "A body of this type is now a `ByteStream`, or `Bytes` again"
    EVENT_STREAM_CHANGED "event-stream-changed" Wire
        "The members are now sent as events, or no longer are"
        "A member of this type is now a stream of events, or a value again"
    INPUT_NULLS_ALLOWED "input-nulls-allowed" Rust
        "Old clients do not send nulls"
        "Elements are an `Option`"
    INPUT_NULLS_FORBIDDEN "input-nulls-forbidden" Wire
        "The service refuses the nulls that old clients send"
        "Elements are no longer an `Option`"
    OUTPUT_NULLS_ALLOWED "output-nulls-allowed" Wire
        "Old clients expect no nulls"
        "Elements are an `Option`"
    OUTPUT_NULLS_FORBIDDEN "output-nulls-forbidden" Rust
        "Old clients accept lists without nulls"
        "Elements are no longer an `Option`"
    DEFAULT_LOST "default-lost" Rust
        "Nothing changes by itself"
        "The type no longer implements `Default`, since the default of a member is not that of its type"
    BUILDER_DEBUG_LOST "builder-debug-lost" Rust
        "Nothing changes"
        "The builder no longer implements `Debug`, since it could show a secret"
    ERROR_STATUS_CHANGED "error-status-changed" Wire
        "Clients that recognise the error by its status break; clients of this generator use its code"
        "Nothing changes, unless the caller looks at the status"
    ERROR_FAULT_CHANGED "error-fault-changed" Documentation
        "Nothing changes by itself"
        "The model now blames the other side for the error"
    ERROR_CODE_GAINED "error-code-gained" Additive
        "Old clients do not recognise the error by the new code"
        "The client recognises the error by one code more"
    ERROR_CODE_LOST "error-code-lost" Wire
        "Old clients recognise the error by a code that the service no longer uses"
        "A response with that code is now an unknown error"
    ERROR_MESSAGES_CHANGED "error-messages-changed" Constraint
        "Old clients recognise the error by the former messages"
        "Other messages turn a response with the code of another error into this one"
    ERROR_RETRY_CHANGED "error-retry-changed" Constraint
        "Old clients retry calls with this error as before"
        "Calls with this error are now retried, no longer retried, or retried after another delay"
}
