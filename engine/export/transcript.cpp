#include "engine/export/transcript.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "engine/export/happenings.hpp"
#include "engine/segment/describe.hpp"

namespace engine {
namespace {

constexpr std::size_t columns = 72;
constexpr std::size_t state_width = 12;  // "SYN-RECEIVED"
constexpr std::size_t arrow_width = 5;   // " --> "

// One numbered line: a happening, and for a departure perhaps also its end.
struct Line {
  const Happening* happening{};
  const Happening* end{};  // of a departure that is told together with what became of it
};

bool is_departure(const Happening& h) { return h.kind == Happening::Kind::departs; }

// Puts happenings into lines. What happens at one host keeps its order, and nothing arrives before
// it departs; apart from that, what comes first is told first, the left before the right. A
// departure and its end share a line when nothing else stands between them at either host, so that
// segments which cross show as in RFC 9293 figure 7: one is told whole, the other in two parts.
class Arranger {
 public:
  explicit Arranger(const std::vector<Happening>& rows) {
    for (const Happening& h : rows) {
      queue_[index(h.side)].push_back(&h);
      if (is_departure(h)) not_departed_.insert(h.packet);
    }
  }

  std::vector<Line> arrange() {
    std::vector<Line> lines;
    while (const Happening* const next = take_first()) {
      Line line{.happening = next, .end = nullptr};
      if (is_departure(*next)) {
        not_departed_.erase(next->packet);
        line.end = take_end(next->packet);
      }
      lines.push_back(line);
    }
    return lines;
  }

 private:
  static std::size_t index(Side side) { return static_cast<std::size_t>(side); }

  // At one instant arrivals are told before departures.
  static bool comes_before(const Happening& a, const Happening& b) {
    const auto rank = [](const Happening& h) {
      return std::pair(h.at, h.kind != Happening::Kind::arrives);
    };
    return rank(a) < rank(b);
  }
  bool may_be_told(const Happening& h) const {
    return is_departure(h) || h.kind == Happening::Kind::changes ||
           !not_departed_.contains(h.packet);
  }
  const Happening* take_first() {
    std::deque<const Happening*>* first = nullptr;
    for (auto& queue : queue_) {
      if (queue.empty() || !may_be_told(*queue.front())) continue;
      if (first == nullptr || comes_before(*queue.front(), *first->front())) first = &queue;
    }
    if (first == nullptr) return nullptr;
    const Happening* const taken = first->front();
    first->pop_front();
    return taken;
  }
  const Happening* take_end(PacketId packet) {
    for (auto& queue : queue_) {
      if (queue.empty() || queue.front()->packet != packet) continue;
      const Happening* const end = queue.front();
      queue.pop_front();
      return end;
    }
    return nullptr;
  }

  std::deque<const Happening*> queue_[2];
  std::set<PacketId> not_departed_;
};

// <SEQ=1001><ACK=5001><CTL=ACK><DATA=5>, cut into lines that fit between the arrows.
std::vector<std::string> segment_lines(std::span<const std::uint8_t> packet, std::size_t width) {
  const Description seen = describe(packet);
  const Segment& segment = seen.segment;
  std::vector<std::string> groups{fmt::format("<SEQ={}>", segment.seq.raw)};
  if (segment.flags.ack) groups.push_back(fmt::format("<ACK={}>", segment.ack.raw));
  groups.push_back(fmt::format("<CTL={}>", to_string(segment.flags)));
  if (seen.text_bytes > 0) groups.push_back(fmt::format("<DATA={}>", seen.text_bytes));
  std::vector<std::string> lines(1);
  for (const std::string& group : groups) {
    if (lines.back().size() + group.size() > width && !lines.back().empty()) lines.emplace_back();
    lines.back() += group;
  }
  return lines;
}

class Writer {
 public:
  Writer(const Timeline& timeline, const TranscriptOptions& options)
      : timeline_(timeline),
        happenings_(read_happenings(timeline, options)),
        lines_(Arranger(happenings_.rows).arrange()),
        number_width_(
            std::max<std::size_t>(4, std::to_string(happenings_.rows.size() + 1).size() + 2)) {
    put(timeline.edge().host(options.left).name, "", "", "",
        timeline.edge().host(options.right).name);
    begin_number();
    put(rfc_name(happenings_.left_before), "", "", "", rfc_name(happenings_.right_before),
        next_label());
  }

  std::string write() {
    for (const Line& line : lines_) {
      const Happening& h = *line.happening;
      switch (h.kind) {
        case Happening::Kind::departs:
          write_departure(h, line.end);
          break;
        case Happening::Kind::arrives:
          write_end(h, rfc_name(h.state));
          break;
        case Happening::Kind::is_lost:
          write_end(h, "");
          break;
        case Happening::Kind::changes:
          write_change(h);
          break;
      }
    }
    return std::move(out_);
  }

 private:
  void write_departure(const Happening& h, const Happening* end) {
    if (end == nullptr)
      write_segment(h, h.side, rfc_name(h.state), End::open, "");
    else if (end->kind == Happening::Kind::is_lost)
      write_segment(h, h.side, rfc_name(h.state), End::lost, "");
    else
      write_segment(h, h.side, rfc_name(h.state), End::arrow, rfc_name(end->state));
  }

  // The far end of a segment that had to be left under way, or that no host sent.
  void write_end(const Happening& h, std::string_view state) {
    const Side from = h.kind == Happening::Kind::arrives ? across(h.side) : h.side;
    const Provenance origin = timeline_.flights()[h.packet.value - 1].provenance;
    std::string_view source;
    if (origin == Provenance::forged) source = "(forged)";
    if (origin == Provenance::duplicate) source = "(duplicate)";
    const bool lost = h.kind == Happening::Kind::is_lost;
    write_segment(h, from, source, lost ? End::lost : End::arrow, state, Begin::open);
  }

  void write_change(const Happening& h) {
    begin_number();
    if (!h.remark.empty()) put_on(h.side, h.remark);
    put_on(h.side, rfc_name(h.state));
  }

  enum class End : std::uint8_t { arrow, open, lost };
  enum class Begin : std::uint8_t { arrow, open };

  void write_segment(const Happening& h, Side from, std::string_view sender, End end,
                     std::string_view receiver, Begin begin = Begin::arrow) {
    const Flight& flight = timeline_.flights()[h.packet.value - 1];
    const bool at_departure = h.kind == Happening::Kind::departs;
    const auto lines = segment_lines(
        timeline_.bytes().read(at_departure ? flight.bytes : flight.final_bytes), text_width());
    const std::string_view arrow = from == Side::left ? "-->" : "<--";
    const std::string_view near = begin == Begin::arrow ? arrow : "...";
    std::string_view far = arrow;
    if (end == End::open) far = "...";
    if (end == End::lost) far = " X ";
    begin_number();
    if (!h.remark.empty()) put_on(h.side, h.remark);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const bool first = i == 0;
      const std::string_view a = first ? sender : "", b = first ? receiver : "";
      const std::string_view x = first ? near : "", y = first ? far : "";
      if (from == Side::left)
        put(a, x, lines[i], y, b, next_label());
      else
        put(b, y, lines[i], x, a, next_label());
    }
  }

  std::size_t text_width() const {
    return columns - number_width_ - 2 * state_width - 2 * arrow_width;
  }

  // A numbered line may take several rows of text; the number stands before the first.
  void begin_number() {
    out_ += '\n';
    label_ = fmt::format("{}.", ++number_);
  }
  std::string next_label() { return std::exchange(label_, ""); }

  void put_on(Side side, std::string_view text) {
    if (side == Side::left)
      put(text, "", "", "", "", next_label());
    else
      put("", "", "", "", text, next_label());
  }
  void put(std::string_view left, std::string_view near, std::string_view text,
           std::string_view far, std::string_view right, const std::string& label = "") {
    std::string row = fmt::format("{:<{}}{:<{}} {:<3} {:<{}} {:<3} {}", label, number_width_, left,
                                  state_width, near, text, text_width(), far, right);
    row.erase(row.find_last_not_of(' ') + 1);
    out_ += row + '\n';
  }

  const Timeline& timeline_;
  Happenings happenings_;
  std::vector<Line> lines_;  // into happenings_
  std::size_t number_width_;
  std::size_t number_ = 0;
  std::string label_;
  std::string out_;
};

}  // namespace

std::string transcript(const Timeline& timeline, const TranscriptOptions& options) {
  return Writer(timeline, options).write();
}

}  // namespace engine
