// The fold: intents in, a state that panels read out. Nothing else changes the experiment, and a
// panel never sees anything else. Time passes only in tick().
//
//   for (const Intent& intent : intents) session.apply(intent);
//   session.tick(screen_time_since_the_last_frame);
//   draw(session);  // world(), timeline(), playhead(), ...
//
// References that the reading functions return are good until the next apply or tick.
// Must not know: windows, files (see environment.hpp), languages (it says phrases).
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/session/branch_label.hpp"
#include "app/session/environment.hpp"
#include "app/session/intent.hpp"
#include "app/session/lesson.hpp"
#include "app/session/player.hpp"
#include "app/session/presenting.hpp"
#include "app/session/progress.hpp"
#include "app/session/refusal.hpp"
#include "app/session/selection.hpp"
#include "app/session/settings.hpp"
#include "app/session/toasts.hpp"
#include "engine/export/session_file.hpp"
#include "engine/timeline/branches.hpp"

namespace app {

struct Bookmark {
  engine::BranchId branch;
  scene::Position at;
  bool operator==(const Bookmark&) const = default;
};

// One of our own bugs showed itself: time is frozen, what was recorded before can still be read.
struct Breakdown {
  std::string condition;     // what did not hold, with file and line
  engine::StepIndex step{};  // the step that could not be carried out
  engine::Instant at{};
  std::string report;  // everything needed to see it again, as text
};

// An intent with the moment at which it was applied. What is computed counts too: acting at the
// edge goes on, acting before it makes a branch.
struct LogEntry {
  engine::BranchId branch;
  scene::Position at;
  engine::StepIndex computed{};
  Intent intent;
};

class Session {
 public:
  explicit Session(Opening opening, Settings settings = {}, Environment environment = {},
                   Progress progress = {});

  void apply(const Intent& intent);
  void tick(engine::Duration watched);  // of screen time
  // Does again what a log says, at the same playheads.
  void replay(std::span<const LogEntry> log);

  // Something the window's main has to say (a settings file it could not read): stays until
  // dismissed.
  void tell(scene::Phrase words) { toasts_.show(Toast::Kind::trouble, std::move(words)); }

  // ---- the experiment at the playhead
  const std::string& title() const { return title_; }
  const engine::World& world() const;  // after playhead().steps whole steps
  const engine::Timeline& timeline() const { return branches_.timeline(); }
  const scene::RunIndex& index() const;
  const scene::TimeMap& time_map() const;
  const scene::Position& playhead() const { return player_.position(); }
  bool at_edge() const;  // acting here does not make a branch
  bool quiet() const;    // and nothing will happen any more
  // Why this cannot be done now; none = it can. For disabled buttons.
  std::optional<Refusal> why_not(const engine::Command& command) const;
  bool can_undo() const;
  bool can_redo() const;

  // ---- branches
  const engine::Branches& branches() const { return branches_; }
  engine::BranchId branch() const { return branches_.current(); }
  const engine::Timeline& timeline(engine::BranchId id) const { return branches_[id].timeline; }
  const scene::RunIndex& index(engine::BranchId id) const;
  const scene::TimeMap& time_map(engine::BranchId id) const;
  // As the person or the lesson called it; empty: by its letter.
  const std::string& name_of(engine::BranchId id) const;
  bool is_deleted(engine::BranchId id) const { return labels_[id.value].deleted; }
  // Nothing is known of the current branch from here on: its file is of a newer format.
  std::optional<engine::Instant> ends() const { return labels_[branch().value].ends; }
  // The branch that is shown beside the current one; played as far as the current one is.
  std::optional<engine::BranchId> compared() const { return compared_; }
  std::vector<engine::Instant> fork_points() const;  // where others leave the current branch
  std::span<const Bookmark> bookmarks() const { return bookmarks_; }

  // ---- a guided lesson (lesson.hpp)
  const GuidedLesson* lesson() const { return lesson_ ? &*lesson_ : nullptr; }
  bool in_lesson() const;                              // it has the screen, not the sandbox
  engine::View lesson_view(std::uint32_t beat) const;  // as of the end of an earlier beat
  engine::View lesson_view() const;  // what its questions and texts are judged by; needs a lesson
  bool guarded() const;              // a question is open: nothing may show what comes
  bool hides_next() const;           // nor may what comes next be announced: it is asked next
  bool hides_future() const;         // or it was switched off
  // How far each lesson has been taken; the window keeps it in a file.
  const Progress& progress() const { return progress_; }

  // ---- movement
  bool playing() const { return player_.playing(); }     // what the Play button shows
  bool animating() const { return player_.stepping(); }  // a step under way
  bool computing() const { return player_.hurrying(); }  // running to a goal
  std::optional<FreezeReason> frozen() const;            // the reason to show
  const std::optional<Breakdown>& breakdown() const { return breakdown_; }
  const scene::Pace& pace() const { return pace_; }

  // ---- what panels share
  const Settings& settings() const { return settings_; }
  bool settings_changed() const { return settings_ != saved_; }  // since they were read or written
  bool is_on(Switch which) const;
  const Selection& selection() const { return selection_; }
  // The packet that single-letter keys act on: the selected one, whatever has become of it, else
  // the only one in flight.
  std::optional<engine::PacketId> subject() const;
  // Packets in the order in which Tab selects them: those in flight, then the rows of the ladder.
  std::vector<engine::PacketId> packets_to_walk() const;
  const std::optional<Target>& hovered() const { return hovered_; }
  const std::optional<Target>& menu() const { return menu_; }  // whose action menu is open
  PointOfView point_of_view() const { return point_of_view_; }
  // The one host whose eyes these are; none: all is seen.
  std::optional<engine::HostId> seen_from() const;
  std::span<const Toast> toasts() const { return toasts_.all(); }
  // A lecture is on; none: it is not.
  const std::optional<Presenting>& presenting() const { return presenting_; }
  bool full_screen() const { return full_screen_ || presenting_; }
  bool shows_hint() const { return hint_asked_ || !settings_.hint_seen; }

  // ---- pacing: draw continuously, or sleep until then (none = until input)
  bool needs_animation() const;
  std::optional<engine::Duration> next_wakeup() const;

  std::span<const LogEntry> log() const { return log_; }

  // ---- keeping the work (engine/export/session_file.hpp); session_saving.cpp
  // The session as a text; none: its scenario came from no script, or nothing was computed soundly.
  std::optional<std::string> saved() const;
  bool worth_keeping() const;                                // something was done to the run
  std::uint64_t revision() const { return revision_; }       // another number after every change
  std::uint64_t experiment() const { return experiment_; }   // another number after every opening
  const std::string& saved_as() const { return saved_as_; }  // its own file; empty: none yet
  const std::string& script() const { return script_; }      // of the scenario
  bool read_only() const { return read_only_; }              // of a newer format
  const std::string& scenario_path() const { return scenario_path_; }  // its file; empty: none
  const std::string& continues() const { return continues_; }          // a kept file; empty: none
  // Why a file could not be written, in the words of the screen where it is a usual case.
  static scene::PhraseValue reason_of(const engine::Error& error);
  // Something to take or to leave, which waits until one of both is done.
  void invite(scene::Phrase words, Toast::Offer offer);
  // The scenario's file is another one now: it can be read again, or this is wrong with it.
  void scenario_changed(const std::optional<engine::ScriptError>& wrong);
  void scenario_unchanged();  // or is as it was again

 private:
  struct Derived {
    scene::RunIndex index;
    scene::TimeMap map;
  };

  // one per intent; session.cpp, session_playback.cpp, session_acting.cpp, session_compare.cpp,
  // session_lesson.cpp, session_window.cpp, session_presenting.cpp
  void on(const Play&);
  void on(const Pause&);
  void on(const TogglePlay&);
  void on(const StepForward&);
  void on(const StepBack&);
  void on(const SeekTo&);
  void on(const SeekStep&);
  void on(const JumpStart&);
  void on(const JumpEnd&);
  void on(const RunUntil&);
  void on(const StopRun&);
  void on(const SetFlightTime&);
  void on(const ChangeFlightTime&);
  void on(const SetWaits&);
  void on(const CycleWaits&);
  void on(const Do&);
  void on(const DropPacket&);
  void on(const DelayPacket&);
  void on(const HoldPacket&);
  void on(const ReleasePacket&);
  void on(const DuplicatePacket&);
  void on(const EditPacket&);
  void on(const DeliverPacket&);
  void on(const DoAt&);
  void on(const Undo&);
  void on(const Redo&);
  void on(const Fork&);
  void on(const SelectBranch&);
  void on(const NameBranch&);
  void on(const DeleteBranch&);
  void on(const Compare&);
  void on(const ToggleCompare&);
  void on(const SetBookmark&);
  void on(const Select&);
  void on(const CycleSelection&);
  void on(const Deselect&);
  void on(const AskForSegment&);
  void on(const Hover&);
  void on(const PressWire&);
  void on(const ReleaseWire&);
  void on(const OpenMenu&);
  void on(const CloseMenu&);
  void on(const Freeze&);
  void on(const Unfreeze&);
  void on(const ShowPanel&);
  void on(const TogglePanel&);
  void on(const ResetLayout&);
  void on(const MoveSplitter&);
  void on(const SetLanguage&);
  void on(const ToggleLanguage&);
  void on(const SetTheme&);
  void on(const SetScale&);
  void on(const ChangeScale&);
  void on(const SetMonitor&);
  void on(const SetKeys&);
  void on(const SetSwitch&);
  void on(const ToggleSwitch&);
  void on(const SetPointOfView&);
  void on(const CyclePointOfView&);
  void on(const ShowHint&);
  void on(const DismissToast&);
  void on(const TakeOffer&);
  void on(const Learn&);
  void on(const Present&);
  void on(const ToggleFullScreen&);
  void on(const OpenScenario&);
  void on(const OpenSession&);
  void on(const SaveSession&);
  void on(const Restart&);
  void on(const LoadSettings&);
  void on(const SaveSettings&);

  void begin(std::string title, engine::Duration delay);

  // session_lesson.cpp, session_lesson_hands.cpp
  void start_lesson(LessonFile file);
  void restart_lesson();
  void reload_lesson();
  void to_sandbox();
  void to_lesson();
  void put_world_away();
  void take_world_back(std::uint32_t stage);
  void show_world(std::vector<BranchLabel> labels);
  engine::Place place() const;
  void go_to(const engine::Place& to);
  void carry_out(engine::Order& order);
  void give(const engine::LessonInput& input);
  void stand_at_beat();
  void keep_exploration();
  bool finish_run();
  void observe_lesson();
  void next_in_lesson();
  void refuse_next();
  void lock_answer(std::uint32_t number);
  void rewind_beat();
  void begin_try();
  void reveal();
  void demonstrate();
  void resume_at(std::uint32_t beat);
  void write_progress();
  std::optional<scene::Position> held() const;
  void put(scene::Position to);
  void refuse_held();
  std::optional<Refusal> why_not_in_lesson(const engine::Command& command) const;
  bool may_take_back();
  void enter_beat();
  void look_as_the_beat_says();
  void open_panel(Panel panel, bool shown);
  void open_for_lesson(engine::ShownPanel panel);
  std::optional<engine::PacketId> newest_judged() const;
  void point_at_highlights();

  void resume(const engine::SavedSession& saved);
  void not_written(const engine::Error& error);
  void not_opened(const OpenSession& wish, std::uint32_t format, const engine::ScriptError& error);
  void say_opened_read_only(const OpenSession& wish, std::uint32_t format,
                            std::span<const std::uint32_t> left_out);
  void remember(const Intent& intent);
  void break_down(const std::string& condition);
  void act(const engine::Command& command);
  void after_selection();
  bool show_on_stage(Panel panel, bool shown);
  bool stands_on_stage(Panel panel) const;
  bool asks_before_restart(const Restart& wish);
  void refuse(const Refusal& refusal);
  std::optional<engine::BranchId> likely_partner() const;
  void catch_up_compared();
  void after_change();  // the current branch is another one, or was rewritten
  void say_stop(Stop stop);
  void say_stopped(scene::Phrase why);
  scene::Phrase end_of(const TimerRef& timer) const;
  void withdraw_what_is_past();  // toasts that were true before the playhead moved
  void say_done(scene::Phrase words, Toast::Offer offer);
  void withdraw_what_another_branch_said();
  void say_new_branch(engine::BranchId old, Toast::Offer offer);
  scene::PhraseValue branch_words(engine::BranchId id) const;
  void seek(engine::Instant at);
  void forward_to_bookmark();
  void finish_step();
  void keep_pace();  // as the settings say, or the lesson
  void set_pace();
  void take_settings(const ReadSettings& found);
  Reel reel();
  Player::Deadline slice() const;

  Environment environment_;
  std::string title_;
  std::string script_;  // of the scenario; empty: unknown
  std::uint64_t seed_{};
  std::string saved_as_, continues_;
  std::string scenario_path_;
  bool read_only_{};
  std::uint64_t revision_{}, experiment_{};
  engine::Branches branches_;
  std::vector<Derived> derived_;  // by branch
  std::optional<engine::BranchId> compared_;
  std::vector<BranchLabel> labels_;  // by branch
  std::optional<GuidedLesson> lesson_;
  Progress progress_;
  scene::Pace pace_;
  Player player_;
  std::optional<Goal> run_goal_;  // of the RunUntil under way, for the sentence at its end
  mutable std::optional<engine::World> cached_;
  mutable engine::StepIndex cached_steps_{};
  Settings settings_, saved_;
  std::string monitor_;  // that the window stands on
  Selection selection_;
  std::optional<Target> hovered_, menu_;
  bool slowed_{};
  std::array<bool, 5> freezes_{};  // by FreezeReason
  PointOfView point_of_view_ = PointOfView::both;
  bool hint_asked_{};
  std::optional<Presenting> presenting_;
  bool full_screen_{};
  Toasts toasts_;
  std::vector<Bookmark> bookmarks_;
  std::vector<LogEntry> log_;
  std::optional<Breakdown> breakdown_;
};

// "A", "B", ... as branches are called on the screen.
inline std::string branch_letter(engine::BranchId id) { return engine::letter(id); }

}  // namespace app
