// A wish: everything that mouse, keys, a remote, a lesson or automation can ask for, as one type.
// Only Session::apply knows what becomes of it. The log of intents, each with the playhead at which
// it was applied, replays to the same state: it is the bug report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/scene/position.hpp"
#include "app/session/selection.hpp"
#include "app/session/settings.hpp"
#include "engine/lesson/lesson_state.hpp"
#include "engine/timeline/branches.hpp"
#include "engine/world/command.hpp"

namespace app {

// ---- playback (ux 4, 5.2)
enum class Grain : std::uint8_t { segment, event, frame, bookmark };
struct Play {
  bool operator==(const Play&) const = default;
};
struct Pause {
  bool operator==(const Pause&) const = default;
};
struct TogglePlay {
  bool operator==(const TogglePlay&) const = default;
};
// Forward animates; `held` (a repeating key) jumps. A step during an animation completes it first.
struct StepForward {
  Grain grain = Grain::segment;
  bool held{};
  bool operator==(const StepForward&) const = default;
};
struct StepBack {
  Grain grain = Grain::segment;
  bool operator==(const StepBack&) const = default;
};
// To any instant; what is not computed yet is computed on the way.
struct SeekTo {
  engine::Instant at{};
  bool operator==(const SeekTo&) const = default;
};
// To a recorded position: after `steps` steps, or inside one (a line of the event list).
struct SeekStep {
  engine::StepIndex steps{};
  std::uint32_t facts{};
  bool operator==(const SeekStep&) const = default;
};
struct JumpStart {
  bool operator==(const JumpStart&) const = default;
};
struct JumpEnd {  // of what is computed
  bool operator==(const JumpEnd&) const = default;
};
enum class RunGoal : std::uint8_t {
  next_timer,         // a timer expires
  this_timer,         // expires, or is stopped before that
  state_change,       // of the selected endpoint
  this_state,         // is entered by the selected endpoint
  selected_answered,  // the receiver of the selected packet sends something back
  quiet,              // nothing will happen any more
};
struct RunUntil {
  RunGoal goal{};
  std::optional<TimerRef> timer{};       // for this_timer
  std::optional<engine::State> state{};  // for this_state
  bool operator==(const RunUntil&) const = default;
};
struct StopRun {  // ends a RunUntil where it is
  bool operator==(const StopRun&) const = default;
};
struct SetFlightTime {
  engine::Duration on_screen{};
  bool operator==(const SetFlightTime&) const = default;
};
struct ChangeFlightTime {  // -1 slower, +1 faster, 0 the default
  int direction{};
  bool operator==(const ChangeFlightTime&) const = default;
};
struct SetWaits {
  scene::Waits waits{};
  bool operator==(const SetWaits&) const = default;
};
struct CycleWaits {
  bool operator==(const CycleWaits&) const = default;
};

// ---- acting on the world; in the past this makes a branch (ux 6)
struct Do {
  engine::Command command;
  bool operator==(const Do&) const = default;
};
struct DropPacket {
  engine::PacketId packet;
  bool operator==(const DropPacket&) const = default;
};
struct DelayPacket {
  engine::PacketId packet;
  engine::Duration by{};
  bool operator==(const DelayPacket&) const = default;
};
struct HoldPacket {
  engine::PacketId packet;
  bool operator==(const HoldPacket&) const = default;
};
struct ReleasePacket {
  engine::PacketId packet;
  bool operator==(const ReleasePacket&) const = default;
};
struct DuplicatePacket {
  engine::PacketId packet;
  engine::Duration gap = std::chrono::milliseconds(10);
  bool operator==(const DuplicatePacket&) const = default;
};
struct EditPacket {
  engine::PacketId packet;
  std::vector<engine::FieldEdit> edits;
  bool keep_checksum{};
  bool operator==(const EditPacket&) const = default;
};
struct DeliverPacket {
  engine::PacketId packet;
  bool operator==(const DeliverPacket&) const = default;
};
// What a refusal offers: goes to a moment at which the command is possible and does it there.
struct DoAt {
  engine::Instant at{};
  engine::Command command;
  bool operator==(const DoAt&) const = default;
};
struct Undo {
  bool operator==(const Undo&) const = default;
};
struct Redo {
  bool operator==(const Redo&) const = default;
};
struct Fork {
  bool operator==(const Fork&) const = default;
};
struct SelectBranch {
  engine::BranchId branch;
  bool operator==(const SelectBranch&) const = default;
};
struct NameBranch {  // an empty name: by its letter again
  engine::BranchId branch;
  std::string name;
  bool operator==(const NameBranch&) const = default;
};
// Takes it off the strip, or brings it back: nothing of it is lost.
struct DeleteBranch {
  engine::BranchId branch;
  bool deleted = true;
  bool operator==(const DeleteBranch&) const = default;
};
// Another branch beside the current one, on one time axis; none = no longer. Both are then played.
struct Compare {
  std::optional<engine::BranchId> with;
  bool operator==(const Compare&) const = default;
};
struct ToggleCompare {  // with the branch that it left, or with one that left it
  bool operator==(const ToggleCompare&) const = default;
};
struct SetBookmark {  // at the playhead; again takes it away
  bool operator==(const SetBookmark&) const = default;
};

// ---- selection, and time frozen under the hand (ux 5.1)
struct Select {
  Target target;
  bool operator==(const Select&) const = default;
};
struct CycleSelection {  // Tab: packets in flight, then ladder rows; -1 = backwards
  int direction = 1;
  bool operator==(const CycleSelection&) const = default;
};
struct Deselect {
  bool operator==(const Deselect&) const = default;
};
struct AskForSegment {  // a key for one segment was pressed, and it is not clear for which
  bool operator==(const AskForSegment&) const = default;
};
struct Hover {  // none = the pointer left
  std::optional<Target> target;
  bool moving{};  // it is a token on the wire: time slows to a quarter
  bool operator==(const Hover&) const = default;
};
struct PressWire {  // mouse-down anywhere in the wire band
  std::optional<engine::PacketId> packet;
  bool operator==(const PressWire&) const = default;
};
struct ReleaseWire {  // mouse-up: on a token opens its menu, on empty wire may resume
  std::optional<engine::PacketId> packet;
  float moved{};  // logical pixels since the press
  bool operator==(const ReleaseWire&) const = default;
};
struct OpenMenu {
  Target of;
  bool operator==(const OpenMenu&) const = default;
};
struct CloseMenu {
  bool operator==(const CloseMenu&) const = default;
};
enum class FreezeReason : std::uint8_t { press, menu, dialog, scrub, blank };
struct Freeze {
  FreezeReason reason{};
  bool operator==(const Freeze&) const = default;
};
struct Unfreeze {
  FreezeReason reason{};
  bool operator==(const Unfreeze&) const = default;
};

// ---- the window: undo never changes these
struct ShowPanel {
  Panel panel{};
  bool shown = true;
  bool operator==(const ShowPanel&) const = default;
};
struct TogglePanel {
  Panel panel{};
  bool operator==(const TogglePanel&) const = default;
};
struct ResetLayout {
  bool operator==(const ResetLayout&) const = default;
};
struct MoveSplitter {
  Splitter splitter{};
  float share{};
  bool operator==(const MoveSplitter&) const = default;
};
struct SetLanguage {
  Language language{};
  bool operator==(const SetLanguage&) const = default;
};
struct ToggleLanguage {
  bool operator==(const ToggleLanguage&) const = default;
};
struct SetTheme {
  Theme theme{};
  bool operator==(const SetTheme&) const = default;
};
struct SetScale {
  int percent{};
  bool operator==(const SetScale&) const = default;
};
struct ChangeScale {  // steps of 5 per cent; 0 = back to 100
  int steps{};
  bool operator==(const ChangeScale&) const = default;
};
// The window stands on this monitor now: it has a scale of its own.
struct SetMonitor {
  std::string name;
  bool operator==(const SetMonitor&) const = default;
};
// All that differs from the default key map; the dialog works it out with ui::KeyMap.
struct SetKeys {
  std::vector<KeyChoice> keys;
  bool operator==(const SetKeys&) const = default;
};
enum class Switch : std::uint8_t {
  relative_numbers,
  true_scale,
  hide_future,
  show_words,
  reduced_motion,
  bilingual,
};
struct SetSwitch {
  Switch which{};
  bool on{};
  bool operator==(const SetSwitch&) const = default;
};
struct ToggleSwitch {
  Switch which{};
  bool operator==(const ToggleSwitch&) const = default;
};
struct SetPointOfView {
  PointOfView view{};
  bool operator==(const SetPointOfView&) const = default;
};
struct CyclePointOfView {
  bool operator==(const CyclePointOfView&) const = default;
};
struct ShowHint {  // the first-run line again, from the help
  bool operator==(const ShowHint&) const = default;
};
struct DismissToast {
  std::uint32_t id{};
  bool operator==(const DismissToast&) const = default;
};
struct TakeOffer {  // what the toast's button does; 0 = the newest toast that has one
  std::uint32_t id{};
  bool operator==(const TakeOffer&) const = default;
};

// ---- a lecture (ux 12)
enum class PresentAct : std::uint8_t { enter, leave, toggle_blank };
struct Present {
  PresentAct act{};
  bool operator==(const Present&) const = default;
};
struct ToggleFullScreen {
  bool operator==(const ToggleFullScreen&) const = default;
};

// ---- a guided lesson (lesson.hpp); without one these do nothing
enum class LessonStep : std::uint8_t {
  next,  // completes a run under way; else on to the next beat
  back,
  jump,    // to beat `number`, which has been entered before
  choose,  // `answer` to question `number`; not locked yet
  lock,
  ask_again,  // after a wrong answer of a check: question `number` with new numbers
  hint,
  show_solution,  // on a scratch branch; rewind returns
  rewind,         // to the beginning of the beat, or back from the solution
  replay,         // the run that was just shown, again
  reveal,         // what is right is answered or done: for a teacher who demonstrates
  restart,        // the whole lesson, with new numbers
  to_sandbox,     // with a copy of the world as it is; the lesson waits
  to_lesson,      // back to where it waits
  reload,         // its files have been written again: on with them at this beat
  resume,         // on to beat `number`, as if all before it had been answered rightly
};
struct Learn {
  LessonStep step{};
  std::uint32_t number{};
  engine::Answer answer{};
  bool operator==(const Learn&) const = default;
};

// ---- experiments and files
struct OpenScenario {
  std::string path;
  bool operator==(const OpenScenario&) const = default;
};
// From the beginning; a run that was changed stays as a branch. While presenting it is asked for
// first, unless that was done.
struct Restart {
  bool asked{};
  bool operator==(const Restart&) const = default;
};
// With the playhead, the branches and what was taken back, as they were saved. `kept`: it was kept
// by the program, not saved under a name. `read_only`: also of a newer format, as far as it is
// understood; nothing can be changed in it and nothing saved.
struct OpenSession {
  std::string path;
  bool kept{};
  bool read_only{};
  bool operator==(const OpenSession&) const = default;
};
// An empty path is the one it was opened from or saved to; without one the dialog asks. What lies
// there already is replaced only when that is wanted.
struct SaveSession {
  std::string path;
  bool replace{};
  bool operator==(const SaveSession&) const = default;
};
struct LoadSettings {
  std::string path;
  bool operator==(const LoadSettings&) const = default;
};
struct SaveSettings {
  std::string path;
  bool operator==(const SaveSettings&) const = default;
};

using Intent = std::variant<
    Play, Pause, TogglePlay, StepForward, StepBack, SeekTo, SeekStep, JumpStart, JumpEnd, RunUntil,
    StopRun, SetFlightTime, ChangeFlightTime, SetWaits, CycleWaits, Do, DropPacket, DelayPacket,
    HoldPacket, ReleasePacket, DuplicatePacket, EditPacket, DeliverPacket, DoAt, Undo, Redo, Fork,
    SelectBranch, NameBranch, DeleteBranch, Compare, ToggleCompare, SetBookmark, Select,
    CycleSelection, Deselect, AskForSegment, Hover, PressWire, ReleaseWire, OpenMenu, CloseMenu,
    Freeze, Unfreeze, ShowPanel, TogglePanel, ResetLayout, MoveSplitter, SetLanguage,
    ToggleLanguage, SetTheme, SetScale, ChangeScale, SetMonitor, SetKeys, SetSwitch, ToggleSwitch,
    SetPointOfView, CyclePointOfView, ShowHint, DismissToast, TakeOffer, Learn, Present,
    ToggleFullScreen, OpenScenario, Restart, OpenSession, SaveSession, LoadSettings, SaveSettings>;

// What panels and shortcuts fill during a frame; the session folds them in order at its end.
using Intents = std::vector<Intent>;

}  // namespace app
