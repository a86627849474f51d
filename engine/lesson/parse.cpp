#include "engine/lesson/parse.hpp"

#include <algorithm>
#include <variant>

#include "engine/base/invariant.hpp"
#include "engine/lesson/statements.hpp"
#include "engine/lesson/statements_lesson.hpp"
#include "engine/lesson/vocabulary.hpp"

namespace engine {
namespace {

// What may be said once, and what may be said again.
enum class Header : std::uint8_t { script, id, title, about, order, seed, start, run };
enum class Statement : std::uint8_t {
  host,
  set,
  program,
  wire,
  box,
  attacker,
  rule,
  at,
  when,
  expect
};
using Opening = std::variant<Header, Statement, LessonWord>;

constexpr Named<Opening> openings[] = {
    {"script", Header::script},       {"id", Header::id},
    {"title", Header::title},         {"about", Header::about},
    {"order", Header::order},         {"seed", Header::seed},
    {"start", Header::start},         {"run", Header::run},
    {"host", Statement::host},        {"set", Statement::set},
    {"program", Statement::program},  {"wire", Statement::wire},
    {"box", Statement::box},          {"attacker", Statement::attacker},
    {"rule", Statement::rule},        {"at", Statement::at},
    {"when", Statement::when},        {"expect", Statement::expect},
    {"track", LessonWord::track},     {"level", LessonWord::level},
    {"minutes", LessonWord::minutes}, {"needs", LessonWord::needs},
    {"sources", LessonWord::sources}, {"documents", LessonWord::documents},
    {"tags", LessonWord::tags},       {"condition", LessonWord::condition},
    {"draw", LessonWord::draw},       {"let", LessonWord::let},
    {"beat", LessonWord::beat},
};

// How many bytes a well-formed UTF-8 character has here; 0 = it is none (RFC 3629).
std::size_t character_length(std::string_view text) {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = octet(0);
  std::size_t length = 0;
  if (lead < 0x80) length = 1;
  if (lead >= 0xC2 && lead < 0xE0) length = 2;
  if (lead >= 0xE0 && lead < 0xF0) length = 3;
  if (lead >= 0xF0 && lead < 0xF5) length = 4;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((octet(i) & 0xC0) != 0x80) return 0;
  const bool overlong = (lead == 0xE0 && octet(1) < 0xA0) || (lead == 0xF0 && octet(1) < 0x90);
  const bool surrogate = lead == 0xED && octet(1) >= 0xA0;
  const bool beyond = lead == 0xF4 && octet(1) >= 0x90;
  return overlong || surrogate || beyond ? 0 : length;
}

std::optional<Mistake> unreadable(std::string_view line) {
  if (line.size() > ScriptLimits::line_bytes)
    return Mistake{1, say(Say::line_too_long, ScriptLimits::line_bytes)};
  std::uint32_t column = 1;
  for (; !line.empty(); ++column) {
    const std::size_t length = character_length(line);
    if (length == 0) return Mistake{column, Say::no_utf8};
    const auto c = static_cast<unsigned char>(line[0]);
    if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7F)
      return Mistake{column, Say::control_character};
    line.remove_prefix(length);
  }
  return std::nullopt;
}

class Parser {
 public:
  explicit Parser(std::string_view file) : file_(file) {}

  std::expected<Scenario, std::vector<ScriptError>> parse(std::string_view text) {
    if (text.size() > ScriptLimits::bytes) {
      fail(1, {1, say(Say::too_many_bytes, ScriptLimits::bytes)});
      return std::unexpected(errors_);
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // byte order mark
    while (!text.empty() && errors_.size() < ScriptLimits::errors && !wrong_version_) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      ++line_;
      read_line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (errors_.empty()) finish();
    if (!errors_.empty()) return std::unexpected(errors_);
    return std::move(scenario_);
  }

 private:
  void read_line(std::string_view line) {
    if (const auto problem = unreadable(line)) return fail(line_, *problem);
    LineReader reader(line);
    if (reader.at_end() && !reader.failed()) return;
    if (rows_open_)
      read_row(reader, trimmed(line));
    else if (line_of_version_ == 0)
      read_version(reader);
    else
      read_statement(reader, trimmed(line));
    if (reader.failed()) fail(line_, *reader.mistake());
  }

  void read_version(LineReader& line) {
    line.require("script");
    const std::uint32_t column = line.column();
    const std::uint64_t version = line.number(Say::version, 0, 0xFFFF'FFFF);
    line.end();
    if (!line.failed() && version != script_version && version != lesson_version)
      line.fail(column, say(Say::other_version, version, script_version, lesson_version));
    may_teach_ = version == lesson_version;
    line_of_version_ = line_;
    wrong_version_ = line.failed();
  }

  void read_row(LineReader& line, std::string_view source) {
    if (line.accept("end")) {
      line.end();
      rows_open_ = false;
      return;
    }
    SegmentRow row = read_segment_row(line, scenario_, line_, source);
    line.end();
    auto* const block = scenario_.expectations.empty()
                            ? nullptr
                            : std::get_if<SegmentsAre>(&scenario_.expectations.back().claim);
    if (block == nullptr || line.failed()) return;  // the block's own line was wrong
    if (block->rows.size() == ScriptLimits::segment_rows)
      line.fail(1, say(Say::too_many_segments, ScriptLimits::segment_rows));
    else
      block->rows.push_back(std::move(row));
  }

  void read_statement(LineReader& line, std::string_view source) {
    if (!scenario_.lesson.beats.empty()) {
      read_beat_statement(line, scenario_, line_);
      return line.end();
    }
    const std::uint32_t column = line.column();
    const Opening opening = line.one_of<Opening>(openings, Say::statement);
    if (line.failed()) return;
    if (const auto* const header = std::get_if<Header>(&opening))
      read_header(line, *header, column);
    else if (const auto* const word = std::get_if<LessonWord>(&opening))
      read_lesson(line, *word, column);
    else
      read_body(line, std::get<Statement>(opening), source);
    line.end();
  }

  void read_lesson(LineReader& line, LessonWord word, std::uint32_t column) {
    if (!may_teach_) return line.fail(column, say(Say::lesson_version_needed, lesson_version));
    read_lesson_statement(line, scenario_, word, line_);
  }

  void read_body(LineReader& line, Statement kind, std::string_view source) {
    switch (kind) {
      case Statement::host:
        return read_host_statement(line, scenario_);
      case Statement::set:
        return read_set_statement(line, scenario_);
      case Statement::program:
        return read_program_statement(line, scenario_);
      case Statement::wire:
        return read_wire_statement(line, scenario_);
      case Statement::box:
        return read_box_statement(line, scenario_);
      case Statement::attacker:
        return read_attacker_statement(line, scenario_);
      case Statement::rule:
        return read_rule_statement(line, scenario_);
      case Statement::at:
        return read_entry_statement(line, scenario_, line_, WhenAt{read_instant(line)});
      case Statement::when: {
        const HostId host = read_host(line, scenario_);
        const When when = read_condition(line, host);
        return read_entry_statement(line, scenario_, line_, when);
      }
      case Statement::expect:
        rows_open_ = line.next_is("segments");
        block_line_ = line_;
        return read_expect_statement(line, scenario_, line_, source);
    }
    unreachable("Statement");
  }

  void read_header(LineReader& line, Header kind, std::uint32_t column) {
    bool& said = said_[static_cast<std::size_t>(kind)];
    if (said) return line.fail(column, Say::said_before);
    said = true;
    switch (kind) {
      case Header::script:
        return line.fail(column, Say::version_first);
      case Header::id:
        scenario_.id = read_new_name(line, Say::identifier);
        return;
      case Header::title:
        scenario_.title_key = read_new_name(line, Say::key);
        return;
      case Header::about:
        scenario_.about_key = read_new_name(line, Say::key);
        return;
      case Header::order:
        scenario_.order = static_cast<std::uint32_t>(line.number(Say::place, 0, 1'000'000));
        return;
      case Header::seed:
        scenario_.seed = line.number(Say::seed, 0, ~std::uint64_t{0});
        return;
      case Header::start:
        return read_start_statement(line, scenario_);
      case Header::run:
        line.require("until");
        scenario_.run_until = read_instant(line);
        return;
    }
    unreachable("Header");
  }

  void finish() {
    const auto needs = [&](bool there, Say what) {
      if (!there) fail(line_ + 1, {1, say(Say::file_ends_early, what)});
    };
    needs(line_of_version_ != 0, Say::first_line);
    if (!errors_.empty()) return;
    if (rows_open_) fail(block_line_, {1, Say::block_open});
    needs(!scenario_.id.empty(), Say::line_id);
    needs(!scenario_.title_key.empty(), Say::line_title);
    needs(!scenario_.about_key.empty(), Say::line_about);
    needs(scenario_.hosts.size() >= 2, Say::two_hosts);
  }

  void fail(std::uint32_t line, const Mistake& mistake) {
    errors_.emplace_back(
        std::string(file_) + ":" + std::to_string(line) + ":" + std::to_string(mistake.column),
        mistake.what);
  }

  std::string_view file_;
  Scenario scenario_;
  std::vector<ScriptError> errors_;
  std::uint32_t line_{};
  std::uint32_t line_of_version_{};
  std::uint32_t block_line_{};
  bool rows_open_{};
  bool may_teach_{};  // the version for lessons
  bool wrong_version_{};
  bool said_[static_cast<std::size_t>(Header::run) + 1]{};
};

}  // namespace

std::expected<Scenario, std::vector<ScriptError>> read_script(std::string_view text,
                                                              std::string_view file) {
  return Parser(file).parse(text);
}

std::expected<Scenario, std::vector<Error>> parse_scenario(std::string_view text,
                                                           std::string_view file) {
  auto read = read_script(text, file);
  if (!read) return std::unexpected(std::vector<Error>(read.error().begin(), read.error().end()));
  return *std::move(read);
}

}  // namespace engine
