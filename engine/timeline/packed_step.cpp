#include "engine/timeline/packed_step.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

// ---- a step: how it begins
// octet   position of the cause in its variant; the top bit says "refused"
// ...     the cause
// count   facts
// 4       octets of the facts
// count   changes
// ...     facts, changes

constexpr unsigned refused_bit = 0x80;

// ---- a note, after the position of Noted in Fact
// octet   outcome (2 bits), numbers (3), and the three that follow
// 2       rule
// ...     who said it, unless the note before was by the same
// count   first change, unless it follows those of the note before
// count   changes, unless there are none
// 4 each  numbers

constexpr unsigned same_speaker = 0x20, own_first_change = 0x40, has_changes = 0x80;
constexpr unsigned numbers_shift = 2, numbers_mask = 7, outcome_mask = 3;

// ---- a change
// octet   field
// octet   octets of the value before (4 bits) and after (4 bits); all ones: the value is that
// ...     before, after

constexpr unsigned all_ones = 0xF;
constexpr std::size_t largest_change = 2 + 2 * sizeof(std::uint64_t);

template <class Variant>
struct LargestOf;
template <class... Alternative>
struct LargestOf<std::variant<Alternative...>> {
  static_assert((Plain<Alternative> && ...));
  static constexpr std::size_t value = std::max({sizeof(Alternative)...});
};
constexpr std::size_t largest_note =
    4 + sizeof(HostId) + sizeof(std::optional<ConnId>) + 2 * 5 + sizeof(Note::numbers);
constexpr std::size_t largest_fact = 1 + std::max(LargestOf<Fact>::value, largest_note);
constexpr std::size_t largest_start = 1 + LargestOf<StepCause>::value + 2 * 5 + 4;
constexpr std::size_t slack = 8;  // Packer::significant

constexpr std::size_t noted = Fact(std::in_place_type<Noted>).index();

// Writes facts one after the other; notes refer to what was said before. Where it writes is handed
// from call to call by value: of a place that others can see the compiler must believe that every
// octet written may have moved it.
class FactPacker {
 public:
  Packer write(Packer to, const Fact& fact) {
    to.octet(static_cast<unsigned>(fact.index()));
    if (const auto* const said = std::get_if<Noted>(&fact)) return note(to, *said);  // most of them
    return std::visit(
        [to](const auto& other) mutable {
          to.whole(other);
          return to;
        },
        fact);
  }

 private:
  Packer note(Packer to, const Noted& said) {
    const Note& note = said.note;
    const bool same = said.host == host_ && said.connection == connection_ && spoken_;
    const bool follows = note.first_change == first_change_;
    to.octet(static_cast<unsigned>(note.outcome) |
             static_cast<unsigned>(note.number_count) << numbers_shift | (same ? same_speaker : 0) |
             (follows ? 0 : own_first_change) | (note.change_count > 0 ? has_changes : 0));
    to.whole(note.rule);
    if (!same) {
      to.whole(said.host);
      to.whole(said.connection);
      host_ = said.host;
      connection_ = said.connection;
      spoken_ = true;
    }
    if (!follows) to.count(note.first_change);
    if (note.change_count > 0) to.count(note.change_count);
    to.front(note.numbers, note.number_count);
    first_change_ = note.first_change + note.change_count;
    return to;
  }

  std::uint32_t first_change_{};
  bool spoken_{};
  HostId host_{};
  std::optional<ConnId> connection_;
};

unsigned octets_of(std::uint64_t value) {
  return value == ~std::uint64_t{} ? all_ones : significant_octets(value);
}

constexpr unsigned written(unsigned octets) { return octets == all_ones ? 0 : octets; }

Packer write(Packer to, const Change& change) {
  const unsigned before = octets_of(change.before), after = octets_of(change.after);
  to.octet(static_cast<unsigned>(change.field));
  to.octet(before | after << 4);
  to.significant(change.before, written(before));
  to.significant(change.after, written(after));
  return to;
}

std::uint64_t value_of(Unpacker& from, unsigned octets) {
  return octets == all_ones ? ~std::uint64_t{} : from.significant(octets);
}

// Reads alternative `i` of a variant, whichever that is.
template <class Variant>
void read_alternative(Unpacker& from, std::size_t i, Variant& into) {
  using Read = void (*)(Unpacker&, Variant&);
  constexpr auto readers = []<std::size_t... at>(std::index_sequence<at...>) {
    return std::array<Read, sizeof...(at)>{[](Unpacker& octets, Variant& variant) {
      variant.template emplace<at>(octets.whole<std::variant_alternative_t<at, Variant>>());
    }...};
  }(std::make_index_sequence<std::variant_size_v<Variant>>{});
  readers[i](from, into);
}

}  // namespace

std::span<const std::uint8_t> pack(const StepRecord& record, std::vector<std::uint8_t>& room) {
  const std::size_t most = largest_start + record.facts.size() * largest_fact +
                           record.changes.size() * largest_change + slack;
  if (room.size() < most) room.resize(most * 2);
  Packer to(room.data());
  to.octet(static_cast<unsigned>(record.cause.index()) | (record.refused ? refused_bit : 0));
  to = std::visit(
      [to](const auto& cause) mutable {
        to.whole(cause);
        return to;
      },
      record.cause);
  to.count(static_cast<std::uint32_t>(record.facts.size()));
  Packer size_of_facts = to;
  to.whole(std::uint32_t{});
  to.count(static_cast<std::uint32_t>(record.changes.size()));
  const std::uint8_t* const first_fact = to.place();
  FactPacker facts;
  for (const Fact& fact : record.facts) to = facts.write(to, fact);
  size_of_facts.whole(static_cast<std::uint32_t>(to.place() - first_fact));
  for (const Change& change : record.changes) to = write(to, change);
  return std::span(room).first(static_cast<std::size_t>(to.place() - room.data()));
}

UnpackedStep unpack(std::span<const std::uint8_t> packed) {
  Unpacker from(packed.data());
  UnpackedStep step;
  const unsigned start = from.octet();
  step.refused = (start & refused_bit) != 0;
  read_alternative(from, start & ~refused_bit, step.cause);
  const std::uint32_t facts = from.count();
  const auto size_of_facts = from.whole<std::uint32_t>();
  const std::uint32_t changes = from.count();
  step.facts = {from, facts};
  from.skip(size_of_facts);
  step.changes = {from, changes};
  return step;
}

// ---- facts

FactRange::Iterator::Iterator(Unpacker from, std::uint32_t count) : from_(from), left_(count) {
  if (left_ > 0) read();
}

FactRange::Iterator& FactRange::Iterator::operator++() {
  if (--left_ > 0) read();
  return *this;
}

void FactRange::Iterator::read() {
  const std::size_t alternative = from_.octet();
  if (alternative == noted)
    fact_.emplace<Noted>(read_note());
  else
    read_alternative(from_, alternative, fact_);
}

Noted FactRange::Iterator::read_note() {
  const unsigned start = from_.octet();
  Note note{.rule = from_.whole<Rule>(),
            .outcome = static_cast<Outcome>(start & outcome_mask),
            .number_count = static_cast<std::uint8_t>(start >> numbers_shift & numbers_mask),
            .numbers = {},
            .first_change = first_change_,
            .change_count = 0};
  if ((start & same_speaker) == 0) {
    host_ = from_.whole<HostId>();
    connection_ = from_.whole<std::optional<ConnId>>();
  }
  if ((start & own_first_change) != 0) note.first_change = from_.count();
  if ((start & has_changes) != 0) note.change_count = from_.count();
  for (std::size_t i = 0; i < note.number_count; ++i)
    note.numbers[i] = from_.whole<std::uint32_t>();
  first_change_ = note.first_change + note.change_count;
  return {.host = host_, .connection = connection_, .note = note};
}

Fact FactRange::operator[](std::size_t at) const {
  INVARIANT(at < count_);
  Iterator walk = begin();
  while (at-- > 0) ++walk;
  return *walk;
}

// ---- changes

ChangeRange::Iterator::Iterator(Unpacker from, std::uint32_t count) : from_(from), left_(count) {
  if (left_ > 0) read();
}

ChangeRange::Iterator& ChangeRange::Iterator::operator++() {
  if (--left_ > 0) read();
  return *this;
}

void ChangeRange::Iterator::read() {
  change_.field = static_cast<TcbField>(from_.octet());
  const unsigned octets = from_.octet();
  change_.before = value_of(from_, octets & 0xF);
  change_.after = value_of(from_, octets >> 4);
}

Change ChangeRange::operator[](std::size_t at) const {
  INVARIANT(at < count_);
  Iterator walk = begin();
  while (at-- > 0) ++walk;
  return *walk;
}

ChangeRange ChangeRange::of(const Note& note) const {
  INVARIANT(note.first_change + note.change_count <= count_);
  Unpacker from = from_;
  for (std::uint32_t i = 0; i < note.first_change; ++i) {
    from.skip(1);
    const unsigned octets = from.octet();
    const unsigned before = octets & 0xF, after = octets >> 4;
    from.skip(written(before) + written(after));
  }
  return {from, note.change_count};
}

}  // namespace engine
