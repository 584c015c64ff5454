//! Values as bytes and back: numbers as LEB128, texts with their length, words of vocabularies by their numbers.
#![allow(missing_docs)] // Each method of the one side is that of the other.

use std::{path::Path, sync::Arc};

use crate::{
    model::{Actor, Origin, Term},
    places::Code,
};

/// Bytes that are being written.
#[derive(Default)]
pub struct Output(pub Vec<u8>);

impl Output {
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    /// A number that is as often large as small.
    pub fn word(&mut self, word: u64) {
        self.0.extend_from_slice(&word.to_le_bytes());
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// A path; `None` where it is not UTF-8.
    pub fn path(&mut self, path: &Path) -> Option<()> {
        self.text(path.to_str()?);
        Some(())
    }

    pub fn list<T>(&mut self, items: &[T], mut put: impl FnMut(&mut Self, &T)) {
        self.number(items.len() as u64);
        for item in items {
            put(self, item);
        }
    }

    pub fn maybe<T>(&mut self, item: Option<&T>, put: impl FnOnce(&mut Self, &T)) {
        self.0.push(u8::from(item.is_some()));
        if let Some(item) = item {
            put(self, item);
        }
    }

    /// A known word by its number, another one as written.
    pub fn term<T: Copy>(&mut self, term: &Term<T>, number: impl FnOnce(T) -> u8) {
        match term {
            Term::Known(word) => self.0.push(number(*word)),
            Term::Written(text) => {
                self.0.push(u8::MAX);
                self.text(text);
            }
        }
    }

    pub fn country(&mut self, country: &Term<Code>) {
        match country {
            Term::Known(code) => self.number(code.index() as u64 + 1),
            Term::Written(text) => {
                self.0.push(0);
                self.text(text);
            }
        }
    }

    pub fn actor(&mut self, actor: &Actor) {
        match actor {
            Actor::Country(country) => {
                self.0.push(0);
                self.country(country);
            }
            Actor::Person(name) => {
                self.0.push(1);
                self.text(name);
            }
            Actor::Organization(name) => {
                self.0.push(2);
                self.text(name);
            }
        }
    }

    pub fn origin(&mut self, file: u64, origin: &Origin) {
        for number in [file, origin.start as u64, origin.end as u64, origin.line as u64] {
            self.number(number);
        }
    }
}

/// Bytes that are being read; whatever they are, nothing but `None` comes of it.
pub struct Input<'a>(pub &'a [u8]);

impl<'a> Input<'a> {
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub fn take(&mut self, length: usize) -> Option<&'a str> {
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    pub fn str(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        self.take(usize::try_from(length).ok()?)
    }

    pub fn text(&mut self) -> Option<Box<str>> {
        self.str().map(Box::from)
    }

    pub fn word(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*bytes))
    }

    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    pub fn path(&mut self) -> Option<Arc<Path>> {
        self.str().map(|path| Arc::from(Path::new(path)))
    }

    pub fn float(&mut self) -> Option<f64> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(f64::from_le_bytes(*bytes))
    }

    pub fn list<T>(&mut self, mut get: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.number()?).map(|_| get(self)).collect()
    }

    pub fn maybe<T>(&mut self, get: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            _ => get(self).map(Some),
        }
    }

    pub fn known<T: Copy>(&mut self, words: &[T]) -> Option<T> {
        words.get(usize::from(self.byte()?)).copied()
    }

    pub fn term<T: Copy>(&mut self, words: &[T]) -> Option<Term<T>> {
        match self.byte()? {
            u8::MAX => self.text().map(Term::Written),
            number => words.get(usize::from(number)).copied().map(Term::Known),
        }
    }

    pub fn country(&mut self) -> Option<Term<Code>> {
        match self.number()? {
            0 => self.text().map(Term::Written),
            number => Code::from_index(number as usize - 1).map(Term::Known),
        }
    }

    pub fn actor(&mut self) -> Option<Actor> {
        match self.byte()? {
            0 => self.country().map(Actor::Country),
            1 => self.text().map(Actor::Person),
            2 => self.text().map(Actor::Organization),
            _ => None,
        }
    }
}
