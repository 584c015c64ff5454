//! What the process was started with, and the folders of the platform.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};

/// What the process was started with.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `$ANNALS_EVENTS`: files and folders, separated as in `$PATH`.
    pub events: Option<OsString>,
    /// `$ANNALS_CONFIG`: the settings file.
    pub config: Option<OsString>,
    /// The working folder.
    pub here: PathBuf,
    /// The home folder of the user.
    pub home: Option<PathBuf>,
    /// The folder of this program's settings: `~/.config/annals`, or what the platform or `$XDG_CONFIG_HOME` say.
    pub config_folder: Option<PathBuf>,
    /// The folder of this program's data: `~/.local/share/annals`, or what the platform or `$XDG_DATA_HOME` say.
    pub data_folder: Option<PathBuf>,
    /// The folder of what this program remembers: `~/.local/state/annals`, or what the platform or `$XDG_STATE_HOME`
    /// say.
    pub state_folder: Option<PathBuf>,
    /// The folder of what this program can do without: `~/.cache/annals`, or what the platform or `$XDG_CACHE_HOME` say.
    pub cache_folder: Option<PathBuf>,
    /// `$VISUAL`, else `$EDITOR`: the user's editor, with its arguments.
    pub editor: Option<OsString>,
    /// `$PATH`: where programs are looked for.
    pub path: Option<OsString>,
}

impl Environment {
    /// Of this process. Without a home folder there are no folders of the platform either.
    pub fn of_process() -> Self {
        let strategy = choose_app_strategy(AppStrategyArgs {
            top_level_domain: String::new(),
            author: String::new(),
            app_name: "annals".to_owned(),
        })
        .ok();
        let set = |name| env::var_os(name).filter(|value| !value.is_empty());
        Self {
            events: set("ANNALS_EVENTS"),
            config: set("ANNALS_CONFIG"),
            here: env::current_dir().unwrap_or_default(),
            home: strategy.as_ref().map(|strategy| strategy.home_dir().to_owned()),
            config_folder: strategy.as_ref().map(AppStrategy::config_dir),
            data_folder: strategy.as_ref().map(AppStrategy::data_dir),
            state_folder: strategy
                .as_ref()
                .map(|strategy| strategy.state_dir().unwrap_or_else(|| strategy.data_dir())),
            cache_folder: strategy.as_ref().map(AppStrategy::cache_dir),
            editor: set("VISUAL").or_else(|| set("EDITOR")),
            path: set("PATH"),
        }
    }

    /// The settings file: the one that `$ANNALS_CONFIG` names, else `config.toml` in the folder for settings.
    pub fn settings_file(&self) -> Option<PathBuf> {
        match &self.config {
            Some(named) => Some(PathBuf::from(named)),
            None => self
                .config_folder
                .as_ref()
                .map(|folder| folder.join("config.toml")),
        }
    }

    /// `path` as a settings file in `folder` means it: `~/…` in the home folder, else relative to `folder`.
    pub(super) fn resolved(&self, path: &str, folder: &Path) -> PathBuf {
        let below = |home: &PathBuf| {
            let rest = path.strip_prefix('~')?;
            let rest = if rest.is_empty() {
                Some(rest)
            } else {
                rest.strip_prefix(['/', '\\'])
            };
            rest.map(|rest| home.join(rest))
        };
        self.home
            .as_ref()
            .and_then(below)
            .unwrap_or_else(|| folder.join(path))
    }
}
