//! Kinds of change of shapes.

super::declare! {
    SHAPE_ADDED "shape-added" Additive
        "Nothing changes by itself"
        "There is one more type"
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
        "Old clients do not know the error by its new code"
        "The type of the error and the variants for it have other names"
    TYPE_CHANGED "type-changed" Wire
        "Neither side can read what the other sends"
        "Values have another type"
    RUST_TYPE_CHANGED "rust-type-changed" Rust
        "Values are written as before, though not all that could be sent before or can be now is taken on both sides"
        "Values have another type"
    BECAME_SENSITIVE "became-sensitive" Additive
        "Nothing changes"
        "`Debug` no longer shows values"
    NO_LONGER_SENSITIVE "no-longer-sensitive" Constraint
        "Nothing changes"
        "`Debug` shows values, and so may logs"
    MEDIA_TYPE_CHANGED "media-type-changed" Wire
        "A payload has another content type; text in a header is base64 with a media type, and plain without"
        "Nothing changes"
    JSON_MEDIA_TYPE_CHANGED "json-media-type-changed" Documentation
        "Nothing changes: the value is written as before, in JSON or in a header"
        "Nothing changes"
    STREAMING_CHANGED "streaming-changed" Wire
        "The bytes come in a stream, or no longer do"
        "A body of it is a `ByteStream` or `Bytes` again"
    EVENT_STREAM_CHANGED "event-stream-changed" Wire
        "The members come one after another as events, or no longer do"
        "A member of it is a stream or a source of events, or a value again"
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
        "Old clients take what has no nulls"
        "Elements are no longer an `Option`"
    DEFAULT_LOST "default-lost" Rust
        "Nothing changes by itself"
        "The type no longer implements `Default`, since the default of a member is not what `Default` gives its type, if anything"
    BUILDER_DEBUG_LOST "builder-debug-lost" Rust
        "Nothing changes"
        "The builder no longer implements `Debug`, since it could show a secret"
    ERROR_STATUS_CHANGED "error-status-changed" Wire
        "Who knows the error by its status breaks; clients of this generator do not, as they go by its code"
        "Nothing changes, unless the status of the error is looked at"
    ERROR_FAULT_CHANGED "error-fault-changed" Documentation
        "Nothing changes by itself"
        "The model blames the other side for the error"
    ERROR_CODE_GAINED "error-code-gained" Additive
        "Old clients do not know the error by the new code"
        "The error is known by one more code"
    ERROR_CODE_LOST "error-code-lost" Wire
        "Old clients still know the error by a code that the service no longer uses"
        "The error is no longer known by that code, and would be an unknown one"
    ERROR_MESSAGES_CHANGED "error-messages-changed" Constraint
        "Old clients tell the error from others by the messages that they know"
        "An answer with the code of another error is this one for other messages"
    ERROR_RETRY_CHANGED "error-retry-changed" Constraint
        "Old clients repeat calls with this error in the way they did"
        "Calls with this error are repeated, no longer repeated, or repeated after another pause"
}
