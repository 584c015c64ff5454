//! The screen: messages → update → state → view, and effects that go to workers.

pub mod action;
pub mod effect;
pub mod keymap;
pub mod layers;
pub mod layout;
pub mod message;
pub mod record;
pub mod rows;
pub mod state;
pub mod update;
pub mod view;
