//! Arguments, commands and output formats.
