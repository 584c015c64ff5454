//! `annals completions` and `annals man`: texts made out of the definition of the command line.

use std::io::Write;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::{Exit, args::Arguments, output};

/// Prints the completions for a shell.
pub fn completions(shell: Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "annals", &mut script);
    print(&script)
}

/// Prints the manual page: the program's, with a section for each command.
pub fn man() -> anyhow::Result<Exit> {
    let mut whole = Arguments::command();
    whole.build();
    let commands: Vec<Command> = whole.get_subcommands().cloned().collect();
    let mut page = Vec::new();
    let program = Man::new(whole);
    program.render_title(&mut page)?;
    program.render_name_section(&mut page)?;
    program.render_synopsis_section(&mut page)?;
    program.render_description_section(&mut page)?;
    program.render_options_section(&mut page)?;
    for command in commands
        .into_iter()
        .filter(|command| command.get_name() != "help")
    {
        page.extend_from_slice(section(command)?.as_bytes());
    }
    program.render_extra_section(&mut page)?;
    print(&page)
}

/// A command as a section of the page: the sections of its own page, one level down.
fn section(command: Command) -> anyhow::Result<String> {
    let name = command.get_name().to_uppercase();
    let mut body = Vec::new();
    let page = Man::new(command);
    page.render_synopsis_section(&mut body)?;
    page.render_description_section(&mut body)?;
    page.render_options_section(&mut body)?;
    page.render_extra_section(&mut body)?;
    let body = String::from_utf8_lossy(&body).replace("\n.SH ", "\n.SS ");
    let body = body
        .strip_prefix(".SH ")
        .map_or_else(|| body.clone(), |rest| format!(".SS {rest}"));
    Ok(format!(".SH \"ANNALS {name}\"\n{body}"))
}

/// Prints bytes as they are.
pub fn print(text: &[u8]) -> anyhow::Result<Exit> {
    let mut out = output::plain();
    out.write_all(text)?;
    out.flush()?;
    Ok(Exit::Done)
}
