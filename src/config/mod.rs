//! Folders of the platform, and the settings of the user.
