//! Kinds of change of text for people, of any element.

super::declare! {
    DOCUMENTATION_CHANGED "documentation-changed" Documentation
        "Nothing changes"
        "The documentation has changed"
    DEPRECATED "deprecated" Additive
        "Nothing changes for now"
        "The compiler warns of its use"
    NO_LONGER_DEPRECATED "no-longer-deprecated" Documentation
        "Nothing changes"
        "The compiler no longer warns of its use"
    DEPRECATION_CHANGED "deprecation-changed" Documentation
        "Nothing changes"
        "The compiler's warning has another text"
    SINCE_CHANGED "since-changed" Documentation
        "Nothing changes"
        "Nothing changes: the model gives another version or date for the element"
    BECAME_UNSTABLE "became-unstable" Documentation
        "Nothing changes for now"
        "Nothing changes for now: the model warns that the element may still change"
    NO_LONGER_UNSTABLE "no-longer-unstable" Documentation
        "Nothing changes"
        "Nothing changes: the model no longer warns that the element may still change"
    EXTERNAL_DOCUMENTATION_CHANGED "external-documentation-changed" Documentation
        "Nothing changes"
        "Nothing changes: the model links to other pages about the element"
}
