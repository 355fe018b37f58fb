//! Expressions of endpoint rules, their types, and the functions they call.

/// An expression of a rule, with a known type.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `true` or `false`.
    Boolean(bool),
    /// A position in a text.
    Integer(u32),
    /// A text with values in it. The empty text has no parts, and a plain text has one literal part.
    Text(Vec<Part>),
    /// A parameter, or a name that a condition assigned. It is not optional if a condition has checked that it is set.
    Reference(String, Type),
    /// A named part of a partition, an ARN or a URL.
    Attribute {
        /// The value that has the part.
        of: Box<Expression>,
        /// The part's name in the rules: `supportsFIPS`.
        name: &'static str,
        /// The kind of the part.
        kind: Kind,
    },
    /// An element of a list; unset if the list is shorter.
    Element {
        /// The list.
        of: Box<Expression>,
        /// The index, from 0. A negative index counts from the end, where -1 is the last element.
        index: i32,
    },
    /// Whether a value is set.
    IsSet(Box<Expression>),
    /// The opposite of a boolean.
    Not(Box<Expression>),
    /// Whether two texts, or two booleans, are the same.
    Equal(Box<Expression>, Box<Expression>),
    /// The first of several values of the same kind that is set.
    Coalesce(Vec<Expression>),
    /// The second of three values if the first is true, else the third.
    Choice(Box<[Expression; 3]>),
    /// A call of a library function.
    Call(Function, Vec<Expression>),
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Literal text, without escapes.
    Literal(String),
    /// A text that is always set.
    Value(Expression),
}

impl Expression {
    /// A text without values in it.
    pub fn literal(text: &str) -> Self {
        let part = Some(text).filter(|text| !text.is_empty());
        Self::Text(part.map(|text| Part::Literal(text.to_owned())).into_iter().collect())
    }

    /// Returns the text if it is plain.
    pub fn as_literal(&self) -> Option<&str> {
        match self {
            Self::Text(parts) => match parts.as_slice() {
                [Part::Literal(text)] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The type of the value.
    pub fn value_type(&self) -> Type {
        match self {
            Self::Boolean(_) | Self::IsSet(_) | Self::Not(_) | Self::Equal(..) => Type::set(Kind::Boolean),
            Self::Integer(_) => Type::set(Kind::Integer),
            Self::Text(_) => Type::set(Kind::String),
            Self::Reference(_, value_type) => *value_type,
            Self::Attribute { kind, .. } => Type::set(*kind),
            Self::Element { .. } => Type::maybe(Kind::String),
            Self::Coalesce(values) => {
                let kind = values.first().map_or(Kind::Boolean, |value| value.value_type().kind);
                Type { kind, optional: values.iter().all(|value| value.value_type().optional) }
            }
            Self::Choice(values) => {
                let [_, then, otherwise] = values.as_ref();
                let (then, otherwise) = (then.value_type(), otherwise.value_type());
                Type { kind: then.kind, optional: then.optional || otherwise.optional }
            }
            Self::Call(function, _) => function.result(),
        }
    }

    /// Whether a condition on this value holds whatever the value is.
    pub(crate) fn always_holds(&self) -> bool {
        let Type { kind, optional } = self.value_type();
        kind != Kind::Boolean && !optional
    }

    /// Returns the direct operands of the value, from left to right.
    pub fn children(&self) -> Vec<&Self> {
        match self {
            Self::Boolean(_) | Self::Integer(_) | Self::Reference(..) => Vec::new(),
            Self::Text(parts) => parts
                .iter()
                .filter_map(|part| match part {
                    Part::Value(value) => Some(value),
                    Part::Literal(_) => None,
                })
                .collect(),
            Self::Attribute { of, .. } | Self::Element { of, .. } | Self::IsSet(of) | Self::Not(of) => {
                vec![of]
            }
            Self::Equal(left, right) => vec![left, right],
            Self::Choice(values) => values.iter().collect(),
            Self::Coalesce(values) | Self::Call(_, values) => values.iter().collect(),
        }
    }

    /// Returns the same, mutably.
    pub fn children_mut(&mut self) -> Vec<&mut Self> {
        match self {
            Self::Boolean(_) | Self::Integer(_) | Self::Reference(..) => Vec::new(),
            Self::Text(parts) => parts
                .iter_mut()
                .filter_map(|part| match part {
                    Part::Value(value) => Some(value),
                    Part::Literal(_) => None,
                })
                .collect(),
            Self::Attribute { of, .. } | Self::Element { of, .. } | Self::IsSet(of) | Self::Not(of) => {
                vec![of]
            }
            Self::Equal(left, right) => vec![left, right],
            Self::Choice(values) => values.iter_mut().collect(),
            Self::Coalesce(values) | Self::Call(_, values) => values.iter_mut().collect(),
        }
    }

    /// Calls back for every reference in the value.
    pub fn references<'e>(&'e self, visitor: &mut dyn FnMut(&'e str, Type)) {
        if let Self::Reference(name, value_type) = self {
            visitor(name, *value_type);
        }
        self.children().into_iter().for_each(|child| child.references(visitor));
    }
}

/// The kind of a value, and whether it may be unset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Type {
    /// The kind when it is set.
    pub kind: Kind,
    /// It may be unset.
    pub optional: bool,
}

impl Type {
    /// A value that is always set.
    pub const fn set(kind: Kind) -> Self {
        Self { kind, optional: false }
    }

    /// A value that may be unset.
    pub const fn maybe(kind: Kind) -> Self {
        Self { kind, optional: true }
    }
}

/// The kind of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Boolean,
    /// A position in a text.
    Integer,
    /// A text.
    String,
    /// A list of texts.
    StringArray,
    /// A partition of AWS.
    Partition,
    /// An ARN, taken apart.
    Arn,
    /// A URL, taken apart.
    Url,
}

impl Kind {
    /// The kind in words, with its article.
    pub fn described(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Integer => "a whole number",
            Self::String => "a string",
            Self::StringArray => "a list of strings",
            Self::Partition => "a partition",
            Self::Arn => "an ARN",
            Self::Url => "a URL",
        }
    }

    /// The parts that `getAttr` finds in a value of this kind.
    pub fn attributes(self) -> &'static [(&'static str, Kind)] {
        match self {
            Self::Partition => &[
                ("name", Self::String),
                ("dnsSuffix", Self::String),
                ("dualStackDnsSuffix", Self::String),
                ("supportsFIPS", Self::Boolean),
                ("supportsDualStack", Self::Boolean),
                ("implicitGlobalRegion", Self::String),
            ],
            Self::Arn => &[
                ("partition", Self::String),
                ("service", Self::String),
                ("region", Self::String),
                ("accountId", Self::String),
                ("resourceId", Self::StringArray),
            ],
            Self::Url => &[
                ("scheme", Self::String),
                ("authority", Self::String),
                ("path", Self::String),
                ("normalizedPath", Self::String),
                ("isIp", Self::Boolean),
            ],
            Self::Boolean | Self::Integer | Self::String | Self::StringArray => &[],
        }
    }
}

/// A library function of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The partition of a region; every region belongs to some partition.
    Partition,
    /// An ARN taken apart.
    ParseArn,
    /// A URL taken apart.
    ParseUrl,
    /// Whether a text can be a label of a host name.
    IsValidHostLabel,
    /// Whether a bucket name can be a label of a host name.
    IsVirtualHostableS3Bucket,
    /// A range of a text.
    Substring,
    /// A text, percent-encoded.
    UriEncode,
    /// The parts of a text between a delimiter.
    Split,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Partition,
        Self::ParseArn,
        Self::ParseUrl,
        Self::IsValidHostLabel,
        Self::IsVirtualHostableS3Bucket,
        Self::Substring,
        Self::UriEncode,
        Self::Split,
    ];

    /// The name in the rules.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Partition => "aws.partition",
            Self::ParseArn => "aws.parseArn",
            Self::ParseUrl => "parseURL",
            Self::IsValidHostLabel => "isValidHostLabel",
            Self::IsVirtualHostableS3Bucket => "aws.isVirtualHostableS3Bucket",
            Self::Substring => "substring",
            Self::UriEncode => "uriEncode",
            Self::Split => "split",
        }
    }

    /// The kinds of its arguments, all of which must be set.
    pub const fn parameters(self) -> &'static [Kind] {
        match self {
            Self::Partition | Self::ParseArn | Self::ParseUrl | Self::UriEncode => &[Kind::String],
            Self::IsValidHostLabel | Self::IsVirtualHostableS3Bucket => &[Kind::String, Kind::Boolean],
            Self::Substring => &[Kind::String, Kind::Integer, Kind::Integer, Kind::Boolean],
            Self::Split => &[Kind::String, Kind::String, Kind::Integer],
        }
    }

    /// The type of its result.
    pub const fn result(self) -> Type {
        match self {
            Self::Partition => Type::set(Kind::Partition),
            Self::ParseArn => Type::maybe(Kind::Arn),
            Self::ParseUrl => Type::maybe(Kind::Url),
            Self::IsValidHostLabel | Self::IsVirtualHostableS3Bucket => Type::set(Kind::Boolean),
            Self::Substring => Type::maybe(Kind::String),
            Self::UriEncode => Type::set(Kind::String),
            Self::Split => Type::set(Kind::StringArray),
        }
    }
}
