// The reading half of session_file.hpp: one statement a line, in the order in which they are
// written. The first mistake ends the reading; in a newer format a line that is not understood is
// left out as far as the rest keeps its meaning.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "engine/export/session_deeds.hpp"
#include "engine/export/session_file.hpp"
#include "engine/lesson/parse.hpp"

namespace engine {
namespace {

template <class T>
using Answer = std::expected<T, ScriptError>;

constexpr std::string_view first_word = "synscope-session";
constexpr std::size_t most_bytes = std::size_t{64} << 20;
constexpr std::size_t most_branches = 10'000;
constexpr std::size_t most_bookmarks = 100'000;
constexpr auto largest_step = std::numeric_limits<StepIndex>::max() - 1;

enum class Statement : std::uint8_t {
  branch,
  name,
  deleted,
  at,
  undone,
  computed,
  bookmark,
  playhead
};
constexpr Named<Statement> statements[] = {
    {"branch", Statement::branch},     {"name", Statement::name},
    {"deleted", Statement::deleted},   {"at", Statement::at},
    {"undone", Statement::undone},     {"computed", Statement::computed},
    {"bookmark", Statement::bookmark}, {"playhead", Statement::playhead}};

// Line by line, without the line break.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  bool next() {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line_ = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    return true;
  }
  // To the next line that says something.
  bool next_statement() {
    while (next())
      if (LineReader words(line_); words.failed() || !words.at_end()) return true;
    return false;
  }
  bool next_begins_with(char c) const { return !rest_.empty() && rest_.front() == c; }
  std::string_view line() const { return line_; }
  std::uint32_t number() const { return number_; }

 private:
  std::string_view rest_, line_;
  std::uint32_t number_{};
};

class SessionReader {
 public:
  SessionReader(std::string_view text, std::string_view file, NewerFormat newer)
      : lines_(text), file_(file), may_be_newer_(newer == NewerFormat::in_part) {}

  Answer<SavedSession> read() {
    if (auto done = read_head(); !done) return std::unexpected(done.error());
    if (auto done = read_script(); !done) return std::unexpected(done.error());
    while (lines_.next_statement()) {
      LineReader line(lines_.line());
      if (has_playhead_ && !(newer_ && !line.next_is("end"))) return read_end(line);
      const bool left_out = newer_ && (has_playhead_ || is_left_out(lines_.line()));
      if (left_out) {
        session_.left_out.push_back(lines_.number());
        continue;
      }
      read_statement(line);
      line.end();
      if (line.failed()) return mistake(*line.mistake());
    }
    return mistake({1, Say::session_ends_early});
  }

 private:
  Answer<SavedSession> read_end(LineReader& line) {
    line.require("end");
    line.end();
    if (line.failed()) return mistake(*line.mistake());
    if (lines_.next_statement()) return mistake({1, Say::behind_end});
    for (SavedSession::Branch& branch : session_.branches) leave_behind(branch);
    std::erase_if(session_.bookmarks, [&](const auto& place) { return is_cut_off(place); });
    if (is_cut_off(session_.playhead)) {
      const Cut& cut = *cuts_[session_.playhead.branch.value];
      session_.playhead = {.branch = session_.playhead.branch,
                           .steps = cut.steps,
                           .at = cut.at,
                           .line = session_.playhead.line};
    }
    return std::move(session_);
  }

  // ---- of a newer format

  // Where a branch ends because the deed that follows is not understood.
  struct Cut {
    StepIndex steps{};
    Instant at{};
  };

  // Is this a statement that a newer program has added, or one that cannot count because of one?
  bool is_left_out(std::string_view text) {
    LineReader words(text);
    const Token* const first = words.peek();
    const bool known =
        first != nullptr && !first->quoted &&
        std::ranges::find(statements, first->text, &Named<Statement>::name) != std::end(statements);
    if (!known) return true;
    if (!open_) return false;
    if (words.accept("undone")) return is_deed_left_out(words, true);
    return words.accept("at") && is_deed_left_out(words, false);
  }

  // A deed counts only when the whole line is understood, and all before it.
  bool is_deed_left_out(LineReader& words, bool undone) {
    if (undone) {
      words.accept("refused");
      words.require("at");
    }
    const Instant at = read_at(words);
    words.require("after");
    const StepIndex steps = read_steps(words);
    if (words.failed()) return false;  // a mistake, whatever the format
    read_deed(words, session_.hosts);
    words.end();
    std::optional<Cut>& cut = cuts_.back();
    if (undone) {
      lost_undone_ |= words.failed();
      if (words.failed()) session_.branches.back().undone.clear();
      return lost_undone_ || cut.has_value();
    }
    if (words.failed() && !cut) cut = Cut{steps, at};
    return cut.has_value();
  }

  void leave_behind(SavedSession::Branch& branch) const {
    const auto& cut = cuts_[static_cast<std::size_t>(&branch - session_.branches.data())];
    if (!cut) return;
    branch.cut_off_at = cut->at;
    branch.computed = cut->steps;
    branch.undone.clear();
    if (branch.fork_step <= cut->steps && branch.forked_at <= cut->at) return;
    branch.fork_step = cut->steps;
    branch.forked_at = cut->at;
  }

  bool is_cut_off(const SavedSession::Place& place) const {
    const auto& cut = cuts_[place.branch.value];
    if (!cut) return false;
    return place.steps > cut->steps || place.at > cut->at ||
           (place.steps == cut->steps && place.facts != 0);
  }

  std::unexpected<ScriptError> mistake(const Mistake& m) const {
    return std::unexpected(ScriptError(
        fmt::format("{}:{}:{}", file_, std::max(lines_.number(), 1u), m.column), m.what));
  }

  // synscope-session 1, then: scenario "title" seed 1
  Answer<void> read_head() {
    lines_.next_statement();
    LineReader first(lines_.line());
    first.require(first_word);
    const std::uint32_t column = first.column();
    const std::uint64_t format = first.number(Say::format, 1, largest_step);
    first.end();
    newer_ = format > session_format;
    if (!first.failed() && newer_ && !may_be_newer_)
      first.fail(column, say(Say::newer_format, format, session_format));
    if (first.failed()) return mistake(*first.mistake());
    lines_.next_statement();
    LineReader second(lines_.line());
    second.require("scenario");
    session_.title = second.quoted(Say::scenario_name);
    second.require("seed");
    session_.seed = second.number(Say::seed, 0, std::numeric_limits<std::uint64_t>::max());
    second.end();
    if (second.failed()) return mistake(*second.mistake());
    return {};
  }

  // The lines that begin with a bar. To say its mistakes with the lines and columns of this file
  // the script is read again where it stands, with blanks for the bars.
  Answer<void> read_script() {
    std::string in_place(lines_.number(), '\n');
    while (lines_.next_begins_with('|')) {
      lines_.next();
      std::string_view line = lines_.line().substr(1);
      if (line.starts_with(' ')) line.remove_prefix(1);
      session_.script += line;
      session_.script += '\n';
      in_place += std::string(lines_.line().size() - line.size(), ' ') + std::string(line) + '\n';
    }
    if (session_.script.empty()) {
      lines_.next();
      return mistake({1, Say::script_lines});
    }
    const auto scenario = engine::read_script(session_.script, "");
    if (!scenario) {
      const auto again = engine::read_script(in_place, file_);
      return std::unexpected(again ? scenario.error().front() : again.error().front());
    }
    for (const ScenarioHost& host : scenario->hosts) session_.hosts.push_back(host.name);
    return {};
  }

  void read_statement(LineReader& line) {
    const std::uint32_t column = line.column();
    const Statement what = line.one_of<Statement>(statements, Say::session_statement);
    if (line.failed()) return;
    const bool of_branch =
        what != Statement::branch && what != Statement::bookmark && what != Statement::playhead;
    if (of_branch != open_)
      return line.fail(column, open_ ? Say::computed_first : Say::branch_first);
    switch (what) {
      case Statement::branch:
        return read_branch(line);
      case Statement::name:
        session_.branches.back().name = line.quoted(Say::branch_name);
        return;
      case Statement::deleted:
        session_.branches.back().deleted = true;
        return;
      case Statement::at:
        return read_deed_line(line, false);
      case Statement::undone:
        return read_deed_line(line, true);
      case Statement::computed:
        session_.branches.back().computed = read_steps(line);
        open_ = false;
        return;
      case Statement::bookmark:
        if (session_.bookmarks.size() == most_bookmarks)
          return line.fail(column, say(Say::too_many_bookmarks, most_bookmarks));
        session_.bookmarks.push_back(read_place(line));
        return;
      case Statement::playhead:
        session_.playhead = read_place(line);
        has_playhead_ = true;
        return;
    }
  }

  // branch B from A at 125ms after 12
  void read_branch(LineReader& line) {
    const std::uint32_t column = line.column();
    const std::string expected = letter({static_cast<std::uint32_t>(session_.branches.size())});
    if (!session_.bookmarks.empty()) return line.fail(column, Say::branch_late);
    if (session_.branches.size() == most_branches)
      return line.fail(column, say(Say::too_many_branches, most_branches));
    line.require(expected);
    SavedSession::Branch branch;
    branch.line = lines_.number();
    if (!session_.branches.empty()) {
      line.require("from");
      branch.parent = read_letter(line);
      line.require("at");
      branch.forked_at = read_at(line);
      line.require("after");
      branch.fork_step = read_steps(line);
    }
    session_.branches.push_back(std::move(branch));
    cuts_.emplace_back();
    lost_undone_ = false;
    open_ = true;
  }

  void read_deed_line(LineReader& line, bool undone) {
    SavedSession::Branch& branch = session_.branches.back();
    SavedSession::Deed deed{.line = lines_.number()};
    if (undone) {
      deed.refused = line.accept("refused");
      line.require("at");
    } else if (!branch.undone.empty()) {
      return line.fail(1, Say::deed_late);
    }
    deed.at = read_at(line);
    line.require("after");
    deed.steps = read_steps(line);
    deed.command = read_deed(line, session_.hosts);
    (undone ? branch.undone : branch.deeds).push_back(std::move(deed));
  }

  SavedSession::Place read_place(LineReader& line) {
    SavedSession::Place place{.branch = read_letter(line), .line = lines_.number()};
    line.require("at");
    place.at = read_at(line);
    line.require("after");
    place.steps = read_steps(line);
    if (line.accept("facts"))
      place.facts = static_cast<std::uint32_t>(line.number(Say::facts, 1, largest_step));
    return place;
  }

  BranchId read_letter(LineReader& line) {
    const Token* const token = line.take(Say::known_branch);
    if (token == nullptr) return {};
    for (std::uint32_t i = 0; i < session_.branches.size(); ++i)
      if (!token->quoted && letter({i}) == token->text) return {i};
    line.refuse(*token, Say::known_branch);
    return {};
  }
  static Instant read_at(LineReader& line) { return world_start + read_span(line); }
  static StepIndex read_steps(LineReader& line) {
    return static_cast<StepIndex>(line.number(Say::steps, 0, largest_step));
  }

  Lines lines_;
  std::string file_;
  SavedSession session_;
  std::vector<std::optional<Cut>> cuts_;  // by branch
  bool may_be_newer_{}, newer_{};
  bool lost_undone_{};  // of the branch that is read
  bool open_{};         // a branch has begun
  bool has_playhead_{};
};

}  // namespace

std::expected<SavedSession, ScriptError> read_session(std::string_view text, std::string_view file,
                                                      NewerFormat newer) {
  if (text.size() > most_bytes)
    return std::unexpected(ScriptError(std::string(file), say(Say::too_many_bytes, most_bytes)));
  return SessionReader(text, file, newer).read();
}

std::optional<std::uint32_t> format_of_session(std::string_view text) {
  Lines lines(text);
  if (!lines.next_statement()) return std::nullopt;
  LineReader line(lines.line());
  if (!line.accept(first_word)) return std::nullopt;
  const auto format = static_cast<std::uint32_t>(line.number(Say::format, 1, largest_step));
  return line.failed() ? std::nullopt : std::optional(format);
}

}  // namespace engine
