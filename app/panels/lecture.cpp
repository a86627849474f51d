#include "app/panels/lecture.hpp"

#include <algorithm>

namespace app::panels {
namespace {

using ui::TextRole;

// The point of a token and the margins beside its words.
float token_margins(const Frame& frame) {
  return of_height(frame, scene::share::lecture_token) * 0.3f + frame.ui.px(10);
}

struct Lines {
  std::string first, second;
};

Lines in_two(const std::string& numbers) {
  const std::size_t ack = numbers.find(" ack "), length = numbers.find(" len ");
  if (ack == std::string::npos) {
    if (length == std::string::npos) return {numbers, ""};
    return {numbers.substr(0, length), numbers.substr(length + 1)};
  }
  const std::size_t end = length == std::string::npos ? length : length - ack - 1;
  return {numbers.substr(0, ack), numbers.substr(ack + 1, end)};
}

}  // namespace

bool is_lecture(const Frame& frame) { return frame.session.presenting().has_value(); }

float of_height(const Frame& frame, float share) { return frame.ui.height() * share; }

float lecture_stroke(const Frame& frame) { return std::max(3.0f, frame.ui.px(1.5f)); }

std::string capitalized(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string lecture_flags(const scene::PacketLabel& label, bool retransmission) {
  return label.flags + (retransmission ? " ~" : "");
}

std::string lecture_numbers(const Frame& frame, const std::string& numbers, float token_width) {
  const float room = token_width - token_margins(frame);
  if (frame.ui.fonts().measure(TextRole::number, numbers).w <= room) return numbers;
  const Lines lines = in_two(numbers);
  return lines.second.empty() ? lines.first : lines.first + "\n" + lines.second;
}

float lecture_token_width(const Frame& frame, const scene::PacketLabel& label, float widest) {
  const ui::Fonts& fonts = frame.ui.fonts();
  const auto width = [&](const std::string& words) {
    return fonts.measure(TextRole::number, words).w + token_margins(frame);
  };
  const float flags = fonts.measure(TextRole::lamp, label.flags + " ~").w + token_margins(frame);
  const float least = std::max(of_height(frame, scene::share::token_width), flags);
  const float one = std::max(least, width(label.numbers));
  if (one <= widest) return one;
  const Lines lines = in_two(label.numbers);
  return std::min(widest, std::max({least, width(lines.first), width(lines.second)}));
}

}  // namespace app::panels
