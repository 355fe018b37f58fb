//! Kinds of change of what people read, of any element.

super::declare! {
    DOCUMENTATION_CHANGED "documentation-changed" Documentation
        "Nothing changes"
        "The documentation says something else"
    DEPRECATED "deprecated" Additive
        "Nothing changes for now"
        "The compiler warns of its use"
    NO_LONGER_DEPRECATED "no-longer-deprecated" Documentation
        "Nothing changes"
        "The compiler no longer warns of its use"
    DEPRECATION_CHANGED "deprecation-changed" Documentation
        "Nothing changes"
        "The compiler's warning has other words"
}
