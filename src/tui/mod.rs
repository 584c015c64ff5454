//! The screen: messages → update → state → view.
