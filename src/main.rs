//! The program `annals`: arguments in, exit code out.

fn main() {}
