#include "engine/export/transcript.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/base/invariant.hpp"
#include "engine/export/happenings.hpp"
#include "engine/segment/describe.hpp"

namespace engine {
namespace {

constexpr std::size_t columns = 72;
constexpr std::size_t state_width = 12;  // "SYN-RECEIVED"
constexpr std::size_t arrow_width = 5;   // " --> "

constexpr std::size_t nowhere = ~std::size_t{0};

// Where each packet departs and ends in the list of happenings.
struct Track {
  std::size_t departs = nowhere, ends = nowhere;
  bool whole{};  // one line tells both ends
};

bool is_end(const Happening& h) {
  return h.kind == Happening::Kind::arrives || h.kind == Happening::Kind::is_lost;
}

std::vector<Track> tracks_of(const Timeline& timeline, const Happenings& happenings) {
  std::vector<Track> tracks(timeline.flights().size() + 1);
  for (std::size_t i = 0; i < happenings.rows.size(); ++i) {
    const Happening& h = happenings.rows[i];
    if (h.kind == Happening::Kind::departs) tracks[h.packet.value].departs = i;
    if (is_end(h)) tracks[h.packet.value].ends = i;
  }
  // A line may stand for departure and arrival when nothing between the two would have to stand
  // inside it: only departures the same way, and ends of earlier segments that are lines themselves.
  const auto sender = [&](const Happening& h) {
    return h.kind == Happening::Kind::arrives ? across(h.side) : h.side;
  };
  for (Track& track : tracks) {
    if (track.departs == nowhere || track.ends == nowhere) continue;
    const Side side = happenings.rows[track.departs].side;
    track.whole = true;
    for (std::size_t i = track.departs + 1; i < track.ends && track.whole; ++i) {
      const Happening& h = happenings.rows[i];
      if (h.kind == Happening::Kind::changes) {
        track.whole = h.side == side;
        continue;
      }
      const Track& other = tracks[h.packet.value];
      const bool lost_at_once = h.kind == Happening::Kind::is_lost && other.departs > track.departs;
      const bool fits = h.kind == Happening::Kind::departs || lost_at_once ||
                        (other.departs < track.departs && other.whole);
      track.whole = sender(h) == side && fits;
    }
  }
  return tracks;
}

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
        tracks_(tracks_of(timeline, happenings_)),
        number_width_(std::max<std::size_t>(4, std::to_string(happenings_.rows.size() + 1).size() + 2)) {
    put(timeline.edge().host(options.left).name, "", "", "",
        timeline.edge().host(options.right).name);
    begin_number();
    put(rfc_name(happenings_.left_before), "", "", "", rfc_name(happenings_.right_before),
        next_label());
  }

  std::string write() {
    for (const Happening& h : happenings_.rows) {
      switch (h.kind) {
        case Happening::Kind::departs: write_departure(h); break;
        case Happening::Kind::arrives: write_end(h, rfc_name(h.state)); break;
        case Happening::Kind::is_lost: write_end(h, ""); break;
        case Happening::Kind::changes: write_change(h); break;
      }
    }
    return std::move(out_);
  }

 private:
  void write_departure(const Happening& h) {
    const Track& track = tracks_[h.packet.value];
    if (!track.whole) return write_segment(h, h.side, rfc_name(h.state), End::open, "");
    const Happening& end = happenings_.rows[track.ends];
    if (end.kind == Happening::Kind::is_lost)
      write_segment(h, h.side, rfc_name(h.state), End::lost, "");
    else
      write_segment(h, h.side, rfc_name(h.state), End::arrow, rfc_name(end.state));
  }

  // The far end of a segment that had to be left under way, or that no host sent.
  void write_end(const Happening& h, std::string_view state) {
    const Track& track = tracks_[h.packet.value];
    if (track.whole) return;
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
  std::vector<Track> tracks_;
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
