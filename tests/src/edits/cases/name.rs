//! Cases on names of shapes that are reused for something else.

use crate::edits::Base::Garden;
use crate::edits::Edit::{Insert, Rename, Replace};
use crate::edits::{Back, Case, moved};

pub(super) static CASES: &[Case] = &[
    Case {
        name: "a name of a structure that an enum takes",
        base: Garden,
        before: &[],
        edits: &[
            Rename("Label", "garden#Tag"),
            Replace("Plant/label", "garden#Label", "garden#Tag"),
            Insert(
                "shapes",
                r#""garden#Label": { "type": "enum", "members": { "BIG": { "target": "smithy.api#Unit" } } }"#,
            ),
            Insert("PutPlantResponse/members", r#""kind": { "target": "garden#Label" }"#),
        ],
        there: &[
            moved("shape-renamed", "Tag", "Label", "Tag"),
            moved("shape-added", "Label", "Garden", "Label"),
            moved("output-member-added", "PutPlantOutput$kind", "PutPlantResponse", "PutPlantResponse/kind"),
        ],
        back: Back::Told(&[
            moved("shape-renamed", "Label", "Tag", "Label"),
            moved("shape-removed", "Label", "Label", "Garden"),
            moved(
                "output-member-removed",
                "PutPlantOutput$kind",
                "PutPlantResponse/kind",
                "PutPlantResponse",
            ),
        ]),
    },
    Case {
        name: "a name of a list that a structure takes",
        base: Garden,
        before: &[],
        edits: &[
            Rename("Names", "garden#NameList"),
            Replace("PutPlantRequest/names", "garden#Names", "garden#NameList"),
            Insert(
                "shapes",
                r#""garden#Names": { "type": "structure", "members": { "latin": { "target": "smithy.api#String" } } }"#,
            ),
            Insert("PutPlantResponse/members", r#""known": { "target": "garden#Names" }"#),
        ],
        there: &[
            moved("alias-renamed", "NameList", "Names", "NameList"),
            moved("shape-added", "Names", "Garden", "Names"),
            moved(
                "output-member-added",
                "PutPlantOutput$known",
                "PutPlantResponse",
                "PutPlantResponse/known",
            ),
        ],
        back: Back::Told(&[
            moved("alias-renamed", "Names", "NameList", "Names"),
            moved("shape-removed", "Names", "Names", "Garden"),
            moved(
                "output-member-removed",
                "PutPlantOutput$known",
                "PutPlantResponse/known",
                "PutPlantResponse",
            ),
        ]),
    },
    Case {
        name: "a name of a structure that another one takes, which shares a member",
        base: Garden,
        before: &[],
        edits: &[
            Rename("Label", "garden#Tag"),
            Replace("Plant/label", "garden#Label", "garden#Tag"),
            Insert(
                "shapes",
                r#""garden#Label": { "type": "structure", "members": { "size": { "target": "smithy.api#Integer" } } }"#,
            ),
            Insert("PutPlantResponse/members", r#""large": { "target": "garden#Label" }"#),
        ],
        there: &[
            moved("shape-renamed", "Tag", "Label", "Tag"),
            moved("shape-added", "Label", "Garden", "Label"),
            moved(
                "output-member-added",
                "PutPlantOutput$large",
                "PutPlantResponse",
                "PutPlantResponse/large",
            ),
        ],
        back: Back::Told(&[
            moved("shape-renamed", "Label", "Tag", "Label"),
            moved("shape-removed", "Label", "Label", "Garden"),
            moved(
                "output-member-removed",
                "PutPlantOutput$large",
                "PutPlantResponse/large",
                "PutPlantResponse",
            ),
        ]),
    },
];
