//! Values that options take, as types. Each reader's error says what is wrong and how to mend it, in one line.

use std::str::FromStr;

use clap::ValueEnum;
pub use errlog::analysis::dim::Dim;
use errlog::event::Field;
pub use errlog::filter::{LevelFilter, StatusFilter};

pub use crate::cli::fail_on::FailOn;

/// `--field NAME=KEY[,KEY]`: the keys that hold a canonical field in these logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldKeys {
    pub field: Field,
    pub keys: Vec<String>,
}

impl FromStr for FieldKeys {
    type Err = String;

    fn from_str(text: &str) -> Result<FieldKeys, String> {
        let (name, keys) = text.split_once('=').ok_or_else(|| {
            format!("'{text}' names no key: write NAME=KEY, such as request_id=correlationId")
        })?;
        let field = Field::from_name(&name.trim().replace('-', "_")).ok_or_else(|| {
            let names = Field::ALL.map(Field::name).join(", ");
            format!("'{name}' is not a field of an event: give one of {names}")
        })?;
        let keys: Vec<String> = keys
            .split(',')
            .map(str::trim)
            .filter(|key| !key.is_empty())
            .map(str::to_owned)
            .collect();
        if keys.is_empty() {
            return Err(format!("'{text}' names no key: write {name}=KEY"));
        }
        Ok(FieldKeys { field, keys })
    }
}

/// What results are printed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Output {
    Table,
    Json,
    Jsonl,
    Csv,
}

/// The order of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    Failures,
    Rate,
    Lift,
    Key,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

/// A whole number, 0 included.
pub fn count(text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| format!("'{text}' is not a whole number: give one, such as 5"))
}

/// A whole number from 1.
pub fn at_least_one(text: &str) -> Result<usize, String> {
    match count(text)? {
        0 => Err("0 is too few: give 1 or more".into()),
        n => Ok(n),
    }
}
