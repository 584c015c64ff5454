//! The one table of actions: key handling, the `?` screen, the `:` palette, the hint line, the remapping in
//! the config file and `docs/keys.md` all read it.

use std::fmt;

/// Where keys mean something: what has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// The list of events.
    Timeline,
    /// The record of one event, beside the timeline or over it.
    Detail,
    /// The filter bar.
    Filter,
    /// A list with a line to type into: countries, actions, findings.
    Picker,
    /// A lone line to type into.
    Prompt,
    /// The form for a new event.
    Form,
    /// The desk on which drafts of events are reviewed.
    Desk,
}

impl Context {
    /// Every context.
    pub const ALL: &'static [Self] = &[
        Self::Timeline,
        Self::Detail,
        Self::Filter,
        Self::Picker,
        Self::Prompt,
        Self::Form,
        Self::Desk,
    ];

    /// As written in a keymap.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Timeline => "timeline",
            Self::Detail => "detail",
            Self::Filter => "filter",
            Self::Picker => "picker",
            Self::Prompt => "prompt",
            Self::Form => "form",
            Self::Desk => "desk",
        }
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

macro_rules! actions {
    ($($group:literal { $($name:ident $word:literal $hint:literal $sentence:literal in $($context:ident)+;)* })*) => {
        /// Something that the user can make the screen do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[doc = $sentence] $name,)*)* }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)*)*];

            /// As written in a keymap.
            pub fn name(self) -> &'static str {
                match self { $($(Self::$name => $word,)*)* }
            }

            /// One or two words for the line of hints.
            pub fn hint(self) -> &'static str {
                match self { $($(Self::$name => $hint,)*)* }
            }

            /// What it does, one sentence.
            pub fn sentence(self) -> &'static str {
                match self { $($(Self::$name => $sentence,)*)* }
            }

            /// The heading that it stands under in the help.
            pub fn group(self) -> &'static str {
                match self { $($(Self::$name => $group,)*)* }
            }

            /// Where it can be done.
            pub fn contexts(self) -> &'static [Context] {
                match self { $($(Self::$name => &[$(Context::$context),+],)*)* }
            }
        }
    };
}

actions! {
    "Move" {
        NextEvent "next-event" "down" "Go to the next event." in Timeline;
        PreviousEvent "previous-event" "up" "Go to the event before." in Timeline;
        NextYear "next-year" "year" "Go to the first event of the next year that has one." in Timeline;
        PreviousYear "previous-year" "year" "Go to the first event of this year, or of the year before." in Timeline;
        HalfPageDown "half-page-down" "half page" "Go half a page down." in Timeline Detail;
        HalfPageUp "half-page-up" "half page" "Go half a page up." in Timeline Detail;
        PageDown "page-down" "page" "Go a page down." in Timeline Detail Picker Desk;
        PageUp "page-up" "page" "Go a page up." in Timeline Detail Picker Desk;
        FirstEvent "first-event" "first" "Go to the first event." in Timeline Detail Desk;
        LastEvent "last-event" "last" "Go to the last event." in Timeline Detail Desk;
        GoToDate "go-to-date" "date" "Go to a date." in Timeline Detail;
        Today "today" "today" "Go to today." in Timeline Detail;
        NextBucket "next-bucket" "denser" "Go to the next stretch of the density strip that has events." in Timeline;
        PreviousBucket "previous-bucket" "denser" "Go to the stretch of the density strip before that has events." in Timeline;
    }
    "Read" {
        Open "open" "open" "Open the event; in its record, go along the marked relation or open the marked link." in Timeline Detail;
        NextPane "next-pane" "pane" "Move between the panes." in Timeline Detail Desk;
        NextLink "next-link" "next" "Mark the next relation or link of the record." in Detail;
        PreviousLink "previous-link" "previous" "Mark the relation or link before." in Detail;
        ScrollDown "scroll-down" "scroll" "Scroll the record, or the article, down a line." in Timeline Detail Desk;
        ScrollUp "scroll-up" "scroll" "Scroll the record, or the article, up a line." in Timeline Detail Desk;
        NextInThread "next-in-thread" "thread" "Go to the next event in time that relations connect with this one." in Timeline Detail;
        PreviousInThread "previous-in-thread" "thread" "Go to the event before in time that relations connect with this one." in Timeline Detail;
        JumpBack "jump-back" "return" "Go back along the jumps." in Timeline Detail;
        LookAround "look-around" "around" "Look around: show all events near this one, whatever the filter; once more to come back." in Timeline Detail;
        OpenLink "open-link" "link" "Open the link of the event's first source in the browser." in Timeline Detail;
        Copy "copy" "copy" "Copy the event's date, title and id to the clipboard." in Timeline Detail;
    }
    "Write" {
        Add "add" "add" "Write a new event, in a form." in Timeline Detail;
        Change "change" "change" "Show every way to change the event." in Timeline Detail;
        Edit "edit" "edit" "Open the event in your editor ($VISUAL or $EDITOR), at its line." in Timeline Detail;
        EditTags "edit-tags" "tags" "Give the event tags, or take them away." in Timeline Detail;
        EditStatus "edit-status" "status" "Say whether the event happened, is planned, disputed or called off." in Timeline Detail;
        EditSignificance "edit-significance" "weight" "Say how much the event weighs, from 1 to 5." in Timeline Detail;
        AddRelation "add-relation" "relate" "Relate the event to another one, by choosing it." in Timeline Detail;
        Duplicate "duplicate" "duplicate" "Write the event a second time, to be changed." in Timeline Detail;
        MoveToFile "move-to-file" "move" "Move the event to another file." in Timeline Detail;
        Delete "delete" "delete" "Delete the event; asks first, and says what refers to it." in Timeline Detail;
        NextField "next-field" "next" "Go to the next line of the form." in Form;
        PreviousField "previous-field" "before" "Go to the line before." in Form;
        WriteEvent "write-event" "write" "Write the event to its file." in Form;
    }
    "Filter" {
        Filter "filter" "filter" "Write a query; the timeline follows as you type." in Timeline Detail;
        Countries "countries" "countries" "Choose countries by any name or code." in Timeline Detail;
        NextHit "next-hit" "hit" "Go to the next event that the query matches, also while looking around." in Timeline Detail;
        PreviousHit "previous-hit" "hit" "Go to the event before that the query matches." in Timeline Detail;
        UndoFilter "undo-filter" "undo" "Undo the last change: of the query, or of an event, also of an earlier day." in Timeline Detail;
        ClearFilter "clear-filter" "clear" "Drop the whole query." in Timeline Detail;
        Complete "complete" "complete" "Take the marked completion; in the form, else go to the next line." in Filter Form;
    }
    "Choose" {
        Accept "accept" "take" "Take what is written or marked." in Filter Picker Prompt Form;
        ListDown "list-down" "down" "Mark the next of the list." in Filter Picker Form;
        ListUp "list-up" "up" "Mark the one before." in Filter Picker Form;
        MarkAny "mark-any" "any of" "Mark the country: events of any marked one; also a tag." in Picker;
        MarkAll "mark-all" "all of" "Mark the country as required: events of all required ones." in Picker;
        MarkNot "mark-not" "exclude" "Exclude the country." in Picker;
    }
    "Review" {
        NextDraft "next-draft" "down" "Go to the next draft; in the article, to the next paragraph." in Desk;
        PreviousDraft "previous-draft" "up" "Go to the draft before; in the article, to the paragraph before." in Desk;
        TakeDraft "take-draft" "take" "Take the draft, and go to the next one; once more to leave it open." in Desk;
        DropDraft "drop-draft" "drop" "Drop the draft, and go to the next one; once more to leave it open." in Desk;
        TakeAll "take-all" "take all" "Take every draft that is still open and sure enough." in Desk;
        EditDraft "edit-draft" "edit" "Edit the draft: title, date, countries, category, status, summary and the rest." in Desk;
        ChangeDate "change-date" "date" "Change the date of the draft." in Desk;
        ChangeCountries "change-countries" "countries" "Change the countries of the draft." in Desk;
        MergeDrafts "merge-drafts" "merge" "Merge another draft into this one." in Desk;
        SameOrNew "same-or-new" "same/new" "Say whether the draft is the event that it looks like, or a new one." in Desk;
        UndoReview "undo-review" "undo" "Undo the last change of the review." in Desk;
        WriteDrafts "write-drafts" "write" "Write what is taken into the collection, and leave." in Desk;
    }
    "Program" {
        Help "help" "help" "Show every action; type to find one, Enter does it." in Timeline Detail Desk;
        Palette "palette" "commands" "Type the name of an action and do it." in Timeline Detail;
        Findings "findings" "findings" "Show what is wrong in the files." in Timeline Detail;
        Reload "reload" "reload" "Read the files again." in Timeline Detail;
        Back "back" "back" "Close what is open, one step; never quits." in Timeline Detail Filter Picker Prompt Form Desk;
        Suspend "suspend" "suspend" "Go back to the shell; `fg` returns." in Timeline Detail Filter Picker Prompt Form Desk;
        Quit "quit" "quit" "Leave Annals." in Timeline Detail Desk;
        Abort "abort" "quit" "Leave Annals from anywhere." in Timeline Detail Filter Picker Prompt Form Desk;
    }
}

impl Action {
    /// The action of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
