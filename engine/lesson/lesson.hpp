// A lesson as read from a file: what a learner is told, asked and set to do, beat by beat, with the
// scenario around it. Plain data; lesson_run.hpp runs it. Words are not here: a beat's texts are
// found by its name (see text_keys.hpp and lessons/WRITING.md).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/lesson/condition.hpp"
#include "engine/lesson/deed.hpp"

namespace engine {

// ---- numbers of a lesson's own: computed, or drawn again for every attempt
struct Draw {
  std::vector<Quantity> set;      // one of these
  Quantity least, most;           // or one of this range
  std::optional<Quantity> often;  // this one, once in `once_in`
  std::uint32_t once_in = 1;
  bool operator==(const Draw&) const = default;
};
struct Parameter {
  std::string name;
  std::uint32_t line{};
  Measure measure{};
  std::optional<Draw> draw;            // else
  std::optional<Expression> computed;  // looked up each time
  std::optional<std::uint32_t> beat;   // drawn again for each attempt of this beat
  bool operator==(const Parameter&) const = default;
};

// ---- what a text points at (lessons 1.2)
enum class Target : std::uint8_t {
  wire_segment,  // wire.seg(#N)
  ladder_row,    // ladder.row(#N)
  state,         // ep(HOST).state
  variable,      // ep(HOST).tcb(RCV.NXT)
  timer,         // ep(HOST).timer(rexmt)
  application,   // ep(HOST).app
  syn_queue,     // queue.syn
  accept_queue,  // queue.accept
  header_field,  // inspector.field(seq)
  axis_gap,      // axis.gap(N)
};
struct Highlight {
  std::uint32_t line{};
  std::string source;  // as written
  Target target{};
  HostId host;
  std::uint32_t number{};  // of a packet on this branch, of a gap; position in the enum of names
  bool operator==(const Highlight&) const = default;
};

// ---- camera and time
enum class ShownPanel : std::uint8_t {
  endpoints,
  wire,
  ladder,
  inspector,
  events,
  queues,
  diagram,
  why
};
struct Camera {
  std::optional<HostId> point_of_view;  // none = both
  std::vector<ShownPanel> panels;       // to be open
  std::vector<std::string> compare;     // two names of branches; `main` is the first
  std::optional<std::pair<Expression, Expression>> range;  // of the ladder
  bool operator==(const Camera&) const = default;
};
struct Pace {
  std::optional<Duration> flight;  // how long one crossing takes on the screen
  bool compress_waits = true;
  bool operator==(const Pace&) const = default;
};

// What the learner may do to the world.
enum class Hand : std::uint8_t {
  drop,
  delay,
  hold,
  duplicate,
  edit,
  corrupt,
  rule,
  call,
  forge,
  settings,
  program
};

// ---- deeds of the lesson itself, of its solution, of its scripted mishaps
struct OnThatPacket {  // the packet that met the condition
  std::variant<WireAction, Release, DeliverNow> action;
  bool operator==(const OnThatPacket&) const = default;
};
struct LessonDeed {
  std::uint32_t line{};
  std::optional<ConditionId> when;  // else
  std::optional<Expression> at;     // an instant, or a time since the beat began
  bool since_beat{};
  Duration after{};  // behind `when`
  std::variant<Command, Forgery, OnThatPacket> deed;
  bool operator==(const LessonDeed&) const = default;
};

// ---- questions
enum class QuestionKind : std::uint8_t {
  choice,   // exactly one
  choices,  // several
  number,
  blanks,  // several numbers
  order,   // put into order: the options are written in the right one
  sort,    // each card into its pile
};
struct Option {
  std::string name;
  std::uint32_t line{};
  bool right{};                     // as typed
  std::optional<ConditionId> when;  // right if this is so in the hidden copy
  std::optional<Highlight> target;  // answered by a click there
  std::string pile;                 // of sort
  bool keep_last{};
  std::string misconception;
  bool operator==(const Option&) const = default;
};
struct Pattern {  // a wrong number that people give for a reason
  enum class Kind : std::uint8_t { equals, between, below, above, other };
  std::string name;
  std::uint32_t line{};
  Kind kind{};
  std::vector<Expression> values;
  std::string misconception;
  bool operator==(const Pattern&) const = default;
};
struct Blank {  // one number to be given; a number question has one
  std::string name;
  std::uint32_t line{};
  AnswerUnit unit{};
  std::optional<Expression> answer;    // computed before the run
  std::optional<Expression> observed;  // what the hidden copy shows at its end
  std::optional<Expression> relative_to;
  std::optional<Quantity> tolerance;
  std::uint32_t tolerance_percent{};
  bool given{};  // the number stands in the text; the point is to know where it belongs
  std::vector<Pattern> patterns;
  bool operator==(const Blank&) const = default;
};
struct Question {
  std::string name;  // empty: it speaks with the beat's own keys
  std::uint32_t line{};
  QuestionKind kind{};
  std::vector<Option> options;
  std::vector<Blank> blanks;
  std::uint32_t choose{};              // exactly so many of `choices`; 0 = any number
  std::uint32_t reveal_after{};        // wrong tries; 0 = never
  std::optional<ConditionId> observe;  // how far the hidden copy runs; else as the next run beat
  bool observe_now{};                  // it does not run at all: asked is how things are
  // What happens in the hidden copy, and only there; on a fresh start if that is supposed.
  std::vector<LessonDeed> supposed;
  bool supposed_fresh{};
  bool operator==(const Question&) const = default;
};

// ---- running, doing, forking
struct RunTo {
  std::optional<ConditionId> until;
  std::optional<Expression> instant;
  Duration after{};
  bool before{};  // pause when it is about to happen
  bool operator==(const RunTo&) const = default;
};
struct NamedCondition {
  std::string name;
  std::uint32_t line{};
  ConditionId condition;
  bool rewind = true;  // of a failure: going back to the beginning of the beat is offered
  bool operator==(const NamedCondition&) const = default;
};
struct Hint {
  std::string name;
  std::uint32_t line{};
  std::uint32_t tries{};        // offered after so many tries, or
  Duration learner_time = 20s;  // so much time
  std::optional<Highlight> highlight;
  bool operator==(const Hint&) const = default;
};
struct Mishap {  // a scripted failure: doing this must be recognised as that
  std::string failure;
  std::uint32_t line{};
  std::vector<LessonDeed> deeds;
  bool operator==(const Mishap&) const = default;
};
struct Task {
  std::vector<NamedCondition> successes;  // several roads; the one taken selects the praise
  std::vector<NamedCondition> failures;
  std::vector<NamedCondition> checklist;
  std::vector<Hint> hints;
  std::vector<LessonDeed> solution;
  std::vector<Mishap> mishaps;
  std::optional<Expression> measure;  // of the free challenge: less is better
  std::optional<Quantity> best_known;
  bool operator==(const Task&) const = default;
};
struct ForkFrom {
  std::string branch;                 // its name; its words are the key BEAT.branch
  std::string beat;                   // where: at the end of this beat
  std::optional<Expression> instant;  // at this instant, not later than there
  bool operator==(const ForkFrom&) const = default;
};
struct Override {  // of a restart
  enum class What : std::uint8_t { iss, latency, knob };
  What what{};
  std::uint32_t line{};
  HostId host;
  std::uint32_t knob{};  // position in knob_names()
  Expression value;
  bool operator==(const Override&) const = default;
};

enum class BeatKind : std::uint8_t { say, run, predict, task, why, fork, check, free };

struct Beat {
  BeatKind kind{};
  std::string name;
  std::uint32_t line{};
  std::vector<Highlight> highlights;
  Camera camera;
  Pace pace;
  std::vector<Hand> hands;
  std::vector<std::string> tags;   // misconceptions and terms
  std::vector<std::string> terms;  // glossary cards to offer
  bool restart{};
  std::vector<Override> overrides;
  std::vector<LessonDeed> deeds;  // of the lesson
  std::optional<RunTo> run;
  std::vector<Question> questions;
  Task task;
  std::optional<ForkFrom> fork;
  std::uint32_t minutes{};  // for the teacher
  bool may_stop_here{};     // if time is short
  bool operator==(const Beat&) const = default;
};

struct Lesson {
  std::string track, level;
  std::uint32_t minutes{};
  std::vector<std::string> needs;  // ids of other lessons
  std::vector<std::string> sources, documents, tags;
  std::vector<Parameter> parameters;
  std::vector<Condition> conditions;
  std::vector<Beat> beats;
  bool operator==(const Lesson&) const = default;
};

}  // namespace engine
