//! The screen: messages → update → state → view, and effects that go to workers.
//!
//! One loop ([`run`]): input that waits is drained, then one frame is drawn if something changed. Files are read
//! and questions are answered on threads of their own; while nothing happens, nothing runs.

pub mod action;
mod canvas;
pub mod change;
pub mod desk;
pub mod effect;
pub mod headless;
pub mod keymap;
pub mod layers;
pub mod layout;
pub mod message;
pub mod picture;
mod platform;
pub mod record;
pub mod rows;
mod run;
pub mod state;
pub mod terminal;
pub mod update;
pub mod view;
mod worker;

pub use run::{RunError, Start, run};
