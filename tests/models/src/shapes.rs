//! The shapes of a model. Their kinds are chosen first, so that any may refer to any other one.

use serde_json::{Map, Value, json};

use crate::members::{self, Owner};
use crate::names::Names;
use crate::{Dice, rules, words};

/// The namespace of the shapes.
pub(crate) const SPACE: &str = "odd.names";

/// The kind of a shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    String,
    Enum,
    Boolean,
    Byte,
    Short,
    Integer,
    IntEnum,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Blob,
    Document,
    Texts,
    List,
    Map,
    TextMap,
    Structure,
    Union,
}

impl Kind {
    const ALL: [Self; 21] = [
        Self::String,
        Self::Structure,
        Self::Enum,
        Self::Boolean,
        Self::Byte,
        Self::Short,
        Self::Integer,
        Self::IntEnum,
        Self::Long,
        Self::Float,
        Self::Double,
        Self::BigInteger,
        Self::BigDecimal,
        Self::Timestamp,
        Self::Blob,
        Self::Document,
        Self::Texts,
        Self::List,
        Self::Map,
        Self::TextMap,
        Self::Union,
    ];

    /// Returns its name in Smithy.
    fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Enum => "enum",
            Self::Boolean => "boolean",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Integer => "integer",
            Self::IntEnum => "intEnum",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::BigInteger => "bigInteger",
            Self::BigDecimal => "bigDecimal",
            Self::Timestamp => "timestamp",
            Self::Blob => "blob",
            Self::Document => "document",
            Self::Texts | Self::List => "list",
            Self::Map | Self::TextMap => "map",
            Self::Structure => "structure",
            Self::Union => "union",
        }
    }

    /// Whether its values are a single text, number or time.
    pub(crate) fn is_simple(self) -> bool {
        !matches!(
            self,
            Self::Blob
                | Self::Document
                | Self::Texts
                | Self::List
                | Self::Map
                | Self::TextMap
                | Self::Structure
                | Self::Union
        )
    }

    /// Whether a shape of it may be in a cycle.
    fn is_struct_like(self) -> bool {
        matches!(self, Self::Structure | Self::Union)
    }
}

/// A possible type of a member.
#[derive(Clone, Debug, Default)]
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// Its index among the shapes; `None` for shapes of the prelude.
    index: Option<usize>,
}

/// All possible types of members.
#[derive(Debug)]
pub(crate) struct Pool {
    targets: Vec<Target>,
}

impl Pool {
    /// Chooses the shapes.
    pub(crate) fn new(names: &mut Names, dice: &mut Dice<'_>) -> Self {
        let prelude = [
            ("String", Kind::String),
            ("Integer", Kind::Integer),
            ("Boolean", Kind::Boolean),
            ("Timestamp", Kind::Timestamp),
            ("Blob", Kind::Blob),
            ("Double", Kind::Double),
            ("Long", Kind::Long),
            ("Document", Kind::Document),
            ("BigInteger", Kind::BigInteger),
        ];
        let prelude =
            prelude.map(|(name, kind)| Target { id: format!("smithy.api#{name}"), kind, index: None });
        let mut targets = prelude.to_vec();
        for index in 0..dice.below(8) {
            let id = format!("{SPACE}#{}", names.take(dice));
            targets.push(Target { id, kind: dice.pick(&Kind::ALL), index: Some(index) });
        }
        Self { targets }
    }

    /// Returns one that fits, if there is any.
    pub(crate) fn any(&self, dice: &mut Dice<'_>, fits: impl Fn(&Target) -> bool) -> Option<Target> {
        let fitting: Vec<_> = self.targets.iter().filter(|target| fits(target)).cloned().collect();
        // The shapes of the model, which come last, are as likely as the prelude.
        let own = fitting.iter().position(|target| target.index.is_some()).unwrap_or(fitting.len());
        let (prelude, own) = fitting.split_at(own);
        let from = if prelude.is_empty() || (!own.is_empty() && dice.once_in(2)) { own } else { prelude };
        (!from.is_empty()).then(|| dice.pick(from))
    }

    /// Returns a target for a required member: none that leads back to `owner`.
    pub(crate) fn before(&self, owner: usize, dice: &mut Dice<'_>) -> Target {
        self.any(dice, |target| target.index.is_none_or(|index| index < owner)).unwrap_or_default()
    }

    /// Returns the definitions.
    pub(crate) fn define(&self, dice: &mut Dice<'_>) -> Map<String, Value> {
        let own = self.targets.iter().filter_map(|target| Some((target.index?, target)));
        own.map(|(index, target)| (target.id.clone(), self.shape(index, target.kind, dice))).collect()
    }

    fn shape(&self, index: usize, kind: Kind, dice: &mut Dice<'_>) -> Value {
        let mut traits = Map::new();
        if dice.once_in(2) {
            traits.insert("smithy.api#documentation".into(), words::documentation(dice).into());
        }
        if dice.once_in(8) {
            traits.insert("smithy.api#deprecated".into(), rules::deprecation(dice));
        }
        if dice.once_in(8) {
            traits.insert("smithy.api#sensitive".into(), json!({}));
        }
        rules::constrain(&mut traits, kind, dice);
        let mut shape = json!({ "type": kind.name() });
        match kind {
            Kind::Enum | Kind::IntEnum => shape["members"] = constants(kind, dice),
            Kind::Texts => shape["member"] = json!({ "target": "smithy.api#String" }),
            Kind::List => shape["member"] = json!({ "target": self.element(index, dice).id }),
            Kind::TextMap | Kind::Map => {
                let value = self.element(index, dice).id;
                let value = if kind == Kind::Map { &value } else { "smithy.api#String" };
                shape["key"] = json!({ "target": "smithy.api#String" });
                shape["value"] = json!({ "target": value });
            }
            Kind::Structure => {
                shape["members"] = members::of(self, &mut Names::default(), Owner::Structure(index), dice);
            }
            Kind::Union => {
                shape["members"] = members::of(self, &mut Names::default(), Owner::Union(index), dice);
            }
            _ => {}
        }
        if !traits.is_empty() {
            shape["traits"] = traits.into();
        }
        shape
    }

    /// Returns what a list or a map may contain: no cycle consists only of lists and maps.
    fn element(&self, owner: usize, dice: &mut Dice<'_>) -> Target {
        let fits =
            |target: &Target| target.kind.is_struct_like() || target.index.is_none_or(|index| index < owner);
        self.any(dice, fits).unwrap_or_default()
    }
}

/// Returns the values of an enum, with unique names and values.
fn constants(kind: Kind, dice: &mut Dice<'_>) -> Value {
    let (mut names, mut members) = (Names::default(), Map::new());
    let mut values = Vec::new();
    for _ in 0..dice.between(1, 4) {
        let value = if kind == Kind::Enum {
            Value::from(words::text(dice))
        } else {
            Value::from(i32::try_from(dice.number()).unwrap_or(7))
        };
        if values.contains(&value) {
            continue;
        }
        let mut traits = json!({ "smithy.api#enumValue": value });
        if dice.once_in(4) {
            traits["smithy.api#documentation"] = words::documentation(dice).into();
        }
        if dice.once_in(8) {
            traits["smithy.api#deprecated"] = rules::deprecation(dice);
        }
        values.push(value);
        members.insert(names.take(dice), json!({ "target": "smithy.api#Unit", "traits": traits }));
    }
    members.into()
}
