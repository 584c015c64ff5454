# `just` lists the recipes. Nothing here is needed: each is one command that can be typed.

set positional-arguments

[private]
default:
    @just --list --unsorted

# The timeline, or a command: `just run list country:PRK`
run *arguments:
    cargo run -- "$@"

# Whether it compiles, tests and benchmarks included
check:
    cargo check --all-targets

# The tests, or some of them: `just test --test cli`
test *arguments:
    cargo test "$@"

# Format and lints, as the gate has them
lint:
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings

# Licences, advisories and sources of the dependencies (needs cargo-deny)
deny:
    cargo deny check

# The benchmarks; compares with the run before
bench *arguments:
    cargo bench "$@"

# A picture of the screen as SVG
picture file="docs/screen.svg" size="120x40" query="" keys="":
    cargo run --example screenshot -- "$@"

# The findings and snapshots anew; read the difference before you commit it
renew:
    ANNALS_RENEW=1 cargo test --test findings --test generated
    INSTA_UPDATE=always cargo test

# Everything that must hold before a change is handed on
gate:
    .ci/run
