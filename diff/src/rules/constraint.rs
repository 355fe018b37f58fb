//! Kinds of change of the rules for values.

super::declare! {
    MIN_LENGTH_TIGHTENED "min-length-tightened" Constraint
        "The service refuses some values that old clients let pass"
        "The check before a call refuses values that are too short"
    MIN_LENGTH_LOOSENED "min-length-loosened" Constraint
        "Old clients refuse values that the service takes now"
        "The check before a call lets shorter values pass"
    MAX_LENGTH_TIGHTENED "max-length-tightened" Constraint
        "The service refuses some values that old clients let pass"
        "The check before a call refuses values that are too long"
    MAX_LENGTH_LOOSENED "max-length-loosened" Constraint
        "Old clients refuse values that the service takes now"
        "The check before a call lets longer values pass"
    MIN_VALUE_TIGHTENED "min-value-tightened" Constraint
        "The service refuses some values that old clients let pass"
        "The check before a call refuses values that are too small"
    MIN_VALUE_LOOSENED "min-value-loosened" Constraint
        "Old clients refuse values that the service takes now"
        "The check before a call lets smaller values pass"
    MAX_VALUE_TIGHTENED "max-value-tightened" Constraint
        "The service refuses some values that old clients let pass"
        "The check before a call refuses values that are too great"
    MAX_VALUE_LOOSENED "max-value-loosened" Constraint
        "Old clients refuse values that the service takes now"
        "The check before a call lets greater values pass"
    PATTERN_INTRODUCED "pattern-introduced" Constraint
        "The service refuses some values that old clients let pass"
        "The check before a call refuses values that do not match"
    PATTERN_DROPPED "pattern-dropped" Constraint
        "Old clients refuse values that the service takes now"
        "The check before a call lets all values pass"
    PATTERN_CHANGED "pattern-changed" Constraint
        "Old clients and the service differ over some values"
        "The check before a call lets other values pass"
    PATTERN_RESPELLED "pattern-respelled" Documentation
        "Nothing changes: both patterns take the same values"
        "Nothing changes but the words of the error"
    UNCHECKED_CONSTRAINT_CHANGED "unchecked-constraint-changed" Documentation
        "The service may take or refuse other values, which clients leave to it"
        "Nothing changes: the rule is one that clients do not check"
    UNIQUE_ITEMS_INTRODUCED "unique-items-introduced" Constraint
        "The service refuses lists with repetitions, which old clients let pass"
        "The check before a call refuses lists with repetitions"
    UNIQUE_ITEMS_DROPPED "unique-items-dropped" Constraint
        "Old clients refuse lists with repetitions, which the service takes now"
        "The check before a call lets lists with repetitions pass"
    RECEIVED_CONSTRAINT_CHANGED "received-constraint-changed" Documentation
        "Nothing changes: old clients take whatever they receive"
        "Nothing changes: what is received is not checked"
}
