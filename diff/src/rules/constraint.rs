//! Kinds of change of constraints.

super::declare! {
    MIN_LENGTH_TIGHTENED "min-length-tightened" Constraint
        "The service refuses some values that old clients accept"
        "The check before a call refuses values that are too short"
    MIN_LENGTH_LOOSENED "min-length-loosened" Constraint
        "Old clients refuse some values that the service now accepts"
        "The check before a call accepts shorter values"
    MAX_LENGTH_TIGHTENED "max-length-tightened" Constraint
        "The service refuses some values that old clients accept"
        "The check before a call refuses values that are too long"
    MAX_LENGTH_LOOSENED "max-length-loosened" Constraint
        "Old clients refuse some values that the service now accepts"
        "The check before a call accepts longer values"
    MIN_VALUE_TIGHTENED "min-value-tightened" Constraint
        "The service refuses some values that old clients accept"
        "The check before a call refuses values that are too small"
    MIN_VALUE_LOOSENED "min-value-loosened" Constraint
        "Old clients refuse some values that the service now accepts"
        "The check before a call accepts smaller values"
    MAX_VALUE_TIGHTENED "max-value-tightened" Constraint
        "The service refuses some values that old clients accept"
        "The check before a call refuses values that are too large"
    MAX_VALUE_LOOSENED "max-value-loosened" Constraint
        "Old clients refuse some values that the service now accepts"
        "The check before a call accepts larger values"
    PATTERN_INTRODUCED "pattern-introduced" Constraint
        "The service refuses some values that old clients accept"
        "The check before a call refuses values that do not match"
    PATTERN_DROPPED "pattern-dropped" Constraint
        "Old clients refuse some values that the service now accepts"
        "The check before a call accepts all values"
    PATTERN_CHANGED "pattern-changed" Constraint
        "Old clients and the service disagree about some values"
        "The check before a call accepts other values"
    PATTERN_RESPELLED "pattern-respelled" Documentation
        "Nothing changes: both patterns match the same values"
        "Only the text of the error changes"
    UNCHECKED_CONSTRAINT_CHANGED "unchecked-constraint-changed" Documentation
        "The service may accept or refuse other values; clients do not check them"
        "Nothing changes: clients do not check this rule"
    UNIQUE_ITEMS_INTRODUCED "unique-items-introduced" Constraint
        "The service refuses lists with duplicates, which old clients accept"
        "The check before a call refuses lists with duplicates"
    UNIQUE_ITEMS_DROPPED "unique-items-dropped" Constraint
        "Old clients refuse lists with duplicates, which the service now accepts"
        "The check before a call accepts lists with duplicates"
    RECEIVED_CONSTRAINT_CHANGED "received-constraint-changed" Documentation
        "Nothing changes: old clients accept whatever they receive"
        "Nothing changes: what is received is not checked"
}
