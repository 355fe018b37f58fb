//! Kinds of change of enum values, of text and of integers.

super::declare! {
    ENUM_VALUE_ADDED "enum-value-added" Additive
        "Old clients read it as `Unknown` and can send it only as `Unknown(\"…\")`"
        "The enum, which is `#[non_exhaustive]`, has one variant more"
    INPUT_ENUM_VALUE_REMOVED "input-enum-value-removed" Wire
        "The service refuses a value that old clients may send"
        "The variant is gone"
    OUTPUT_ENUM_VALUE_REMOVED "output-enum-value-removed" Rust
        "The service no longer sends it"
        "The variant is gone"
    ENUM_VALUE_CHANGED "enum-value-changed" Wire
        "Neither side knows the value that the other sends"
        "The same variant stands for another value"
    ENUM_VALUE_RENAMED "enum-value-renamed" Rust
        "Nothing changes: the value is the same"
        "The variant has another name"
    ENUM_VALUE_RESPELLED "enum-value-respelled" Documentation
        "Nothing changes: the value is the same"
        "The variant has the same name as before"
    ENUM_PREDICATE_GAINED "enum-predicate-gained" Additive
        "Nothing changes: tags are not sent"
        "There is one more method `is_…`, named after a tag"
    ENUM_PREDICATE_LOST "enum-predicate-lost" Rust
        "Nothing changes: tags are not sent"
        "The method `is_…` that is named after the tag is gone"
    ENUM_PREDICATE_CHANGED "enum-predicate-changed" Constraint
        "Nothing changes: tags are not sent"
        "The method `is_…` that is named after the tag is true of other values"
}
