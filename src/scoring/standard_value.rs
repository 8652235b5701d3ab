//! How a standard is stored: as a [`Value`], whose hash is its name.

use sha2::{Digest, Sha256};

use crate::ledger::Value;
use crate::ordered;

use super::standard::{
    Aspect, Grade, Item, Line, MOST_POINTS, Rule, Standard, StandardError, Trigger, VetoClause,
};

impl Standard {
    /// Reads a standard as it is stored, though its parts may not fit each other: a draft.
    ///
    /// # Errors
    /// Where something is missing or of another kind; the text says where.
    pub fn read(value: &Value) -> Result<Self, StandardError> {
        let Value::Group(all) = value else {
            return Err(StandardError::Malformed("内容".into()));
        };
        let aspects = list(value, "aspects")?
            .iter()
            .map(|aspect| {
                Ok(Aspect {
                    id: text(aspect, "id")?,
                    name: text(aspect, "name")?,
                    cap: tenths(aspect, "cap_tenths")?,
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let items = list(value, "items")?
            .iter()
            .map(|item| read_item(item, &aspects))
            .collect::<Result<Vec<_>, _>>()?;
        let grades = list(value, "grades")?
            .iter()
            .map(|grade| {
                Ok(Grade {
                    at_least: tenths(grade, "at_least_tenths")?,
                    name: text(grade, "name")?,
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let vetoes = list(value, "vetoes")?
            .iter()
            .map(|veto| {
                let events = list(veto, "events")?;
                Ok(VetoClause {
                    id: text(veto, "id")?,
                    effect: text(veto, "effect")?,
                    events: events.iter().filter_map(|e| e.as_text().map(str::to_owned)).collect(),
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let known = ["name", "aspects", "items", "grades", "vetoes"];
        let rest = all.iter().filter(|(name, _)| !known.contains(&&***name));
        let rest = rest.map(|(name, value)| (name.clone(), value.clone())).collect();
        Ok(Self { name: text(value, "name")?, aspects, items, grades, vetoes, rest })
    }

    /// Writes a standard as it is stored.
    pub fn to_value(&self) -> Value {
        let rest = self.rest.iter().map(|(name, value)| (name.clone(), value.clone()));
        let mut all: Vec<_> = rest.collect();
        let mut put = |name: &str, value: Value| all.push((name.into(), value));
        put("name", Value::from(self.name.as_str()));
        put(
            "aspects",
            Value::List(
                self.aspects
                    .iter()
                    .map(|aspect| {
                        Value::group([
                            ("id", aspect.id.as_str().into()),
                            ("name", aspect.name.as_str().into()),
                            ("cap_tenths", Value::Int(aspect.cap.into())),
                        ])
                    })
                    .collect(),
            ),
        );
        put("items", Value::List(self.items.iter().map(|item| self.write_item(item)).collect()));
        put(
            "grades",
            Value::List(
                self.grades
                    .iter()
                    .map(|grade| {
                        Value::group([
                            ("at_least_tenths", Value::Int(grade.at_least.into())),
                            ("name", grade.name.as_str().into()),
                        ])
                    })
                    .collect(),
            ),
        );
        put(
            "vetoes",
            Value::List(
                self.vetoes
                    .iter()
                    .map(|veto| {
                        let events = veto.events.iter().map(|event| event.as_str().into());
                        Value::group([
                            ("id", veto.id.as_str().into()),
                            ("effect", veto.effect.as_str().into()),
                            ("events", Value::List(events.collect())),
                        ])
                    })
                    .collect(),
            ),
        );
        Value::Group(all.into_iter().collect())
    }

    fn write_item(&self, item: &Item) -> Value {
        let aspect = self.aspects.get(item.aspect).map_or("", |aspect| &aspect.id);
        let mut members = vec![
            ("id", item.id.as_str().into()),
            ("name", item.name.as_str().into()),
            ("aspect", aspect.into()),
            ("facet", item.facet.as_str().into()),
            ("base_tenths", Value::Int(item.base.into())),
            ("cap_tenths", Value::Int(item.cap.into())),
            ("floor_tenths", Value::Int(item.floor.into())),
            ("description", item.description.as_str().into()),
            ("evidence", item.evidence.as_str().into()),
            ("lines", Value::List(item.lines.iter().map(write_line).collect())),
        ];
        if item.restricted {
            members.push(("privacy", "restricted".into()));
        }
        if !item.fed_by.is_empty() {
            members.push(("fed_by", item.fed_by.as_str().into()));
        }
        Value::group(members)
    }
}

/// The sha256 of a value in its canonical form, in hex.
pub fn hash_of(value: &Value) -> String {
    // A value is made of texts, whole numbers, lists and groups: nothing that JSON cannot write.
    let text = serde_json::to_string(value).unwrap_or_default();
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_item(item: &Value, aspects: &[Aspect]) -> Result<Item, StandardError> {
    let aspect = text(item, "aspect")?;
    let aspect = aspects
        .iter()
        .position(|known| known.id == aspect)
        .ok_or_else(|| StandardError::Malformed(format!("方面 {aspect}")))?;
    Ok(Item {
        id: text(item, "id")?,
        name: text(item, "name")?,
        aspect,
        facet: optional(item, "facet"),
        base: tenths(item, "base_tenths")?,
        cap: tenths(item, "cap_tenths")?,
        floor: tenths(item, "floor_tenths")?,
        description: optional(item, "description"),
        evidence: optional(item, "evidence"),
        restricted: optional(item, "privacy") == "restricted",
        fed_by: optional(item, "fed_by"),
        lines: list(item, "lines")?.iter().map(read_line).collect::<Result<_, _>>()?,
    })
}

fn read_line(line: &Value) -> Result<Line, StandardError> {
    let rule = match &*text(line, "kind")? {
        "per-unit" => Rule::PerUnit {
            tenths: tenths(line, "tenths")?,
            cap: line.get("cap_tenths").map(|_| tenths(line, "cap_tenths")).transpose()?,
        },
        "choice" => Rule::Choice { tenths: tenths(line, "tenths")? },
        "tier" => {
            let mut steps = list(line, "from")?
                .iter()
                .map(|step| Ok((tenths(step, "at_least")?, tenths(step, "tenths")?)))
                .collect::<Result<Vec<_>, _>>()?;
            ordered::sort_by(&mut steps, |left, right| right.cmp(left));
            Rule::Tier { of: text(line, "of")?, steps }
        }
        other => return Err(StandardError::Malformed(format!("细则类型 {other}"))),
    };
    let trigger = line
        .get("trigger")
        .map(|trigger| Ok(Trigger { from: text(trigger, "from")?, mark: text(trigger, "mark")? }))
        .transpose()?;
    Ok(Line {
        id: text(line, "id")?,
        event: text(line, "event")?,
        unit: optional(line, "unit"),
        rule,
        trigger,
    })
}

fn write_line(line: &Line) -> Value {
    let mut members: Vec<(&str, Value)> =
        vec![("id", line.id.as_str().into()), ("event", line.event.as_str().into())];
    if !line.unit.is_empty() {
        members.push(("unit", line.unit.as_str().into()));
    }
    match &line.rule {
        Rule::PerUnit { tenths, cap } => {
            members.push(("kind", "per-unit".into()));
            members.push(("tenths", Value::Int((*tenths).into())));
            if let Some(cap) = cap {
                members.push(("cap_tenths", Value::Int((*cap).into())));
            }
        }
        Rule::Choice { tenths } => {
            members.push(("kind", "choice".into()));
            members.push(("tenths", Value::Int((*tenths).into())));
        }
        Rule::Tier { of, steps } => {
            members.push(("kind", "tier".into()));
            members.push(("of", of.as_str().into()));
            members.push(("missing", "base".into()));
            let steps = steps.iter().map(|(at_least, tenths)| {
                Value::group([
                    ("at_least", Value::Int((*at_least).into())),
                    ("tenths", Value::Int((*tenths).into())),
                ])
            });
            members.push(("from", Value::List(steps.collect())));
        }
    }
    if let Some(trigger) = &line.trigger {
        let trigger = [("from", trigger.from.as_str()), ("mark", trigger.mark.as_str())];
        members.push(("trigger", Value::group(trigger.map(|(name, text)| (name, text.into())))));
    }
    Value::group(members)
}

fn malformed(name: &str) -> StandardError {
    StandardError::Malformed(name.to_owned())
}

fn list<'a>(value: &'a Value, name: &str) -> Result<&'a [Value], StandardError> {
    value.get(name).and_then(Value::as_list).ok_or_else(|| malformed(name))
}

fn text(value: &Value, name: &str) -> Result<String, StandardError> {
    let text = value.get(name).and_then(Value::as_text).ok_or_else(|| malformed(name))?;
    Ok(text.to_owned())
}

fn optional(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_text).unwrap_or("").to_owned()
}

fn tenths(value: &Value, name: &str) -> Result<i32, StandardError> {
    let number = value.get(name).and_then(Value::as_int).ok_or_else(|| malformed(name))?;
    if number.abs() <= MOST_POINTS.into() { Ok(number as i32) } else { Err(malformed(name)) }
}
