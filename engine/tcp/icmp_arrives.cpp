// Anybody can send an ICMP message. What speaks for it is the segment that it quotes: its sequence
// number must be one that is in flight (RFC 5927 4.1), which a blind attacker has to guess.
#include "engine/tcp/icmp_arrives.hpp"

#include <algorithm>
#include <array>

#include "engine/base/invariant.hpp"
#include "engine/tcp/output.hpp"
#include "engine/tcp/sequence.hpp"
#include "engine/tcp/transition.hpp"

namespace engine {
namespace {

constexpr std::uint32_t headers = 40;     // IPv4 and TCP without options
constexpr std::uint32_t least_mtu = 128;  // below it nobody believes the message

bool quotes_what_is_in_flight(const Tcb& tcb, const IcmpError& error) {
  return precedes_or_equals(tcb.snd.una, error.quoted_seq) &&
         precedes(error.quoted_seq, tcb.snd.max);
}

void tell(Tcb& tcb, const IcmpError& error, Effects& fx) {
  fx.note(Rule::icmp_soft_error, tcb, {error.type, error.code});
  if (tcb.config.soft_reports) fx.signal(Signal::soft_error);
}

// Is the error the end, or only news? What is being opened ends; what is open ends only if the
// configuration takes RFC 9293 by its word (SHLD-26) against the advice of RFC 5927 5.2.
bool is_fatal(const Tcb& tcb) {
  return is_synchronized(tcb.state) ? tcb.config.icmp_aborts_synchronized
                                    : tcb.config.icmp_hard_errors;
}

void take_hard_error(Tcb& tcb, const IcmpError& error, Signal news, Instant now, Effects& fx) {
  if (!is_fatal(tcb)) return tell(tcb, error, fx);
  if (tcb.state == State::syn_received && tcb.origin == Origin::passive)
    return abandon_handshake(tcb, Rule::icmp_hard_error, now, fx, {error.type, error.code});
  close_record(tcb, news, Rule::icmp_hard_error, fx, {error.type, error.code});
}

// RFC 1191 7.1: a router that does not say its MTU is met at the next of these below the size of
// the packet that it refused.
std::uint32_t next_plateau(std::uint32_t length) {
  constexpr std::array<std::uint32_t, 9> plateaus{32'000, 17'914, 8'166, 4'352, 2'002,
                                                  1'492,  1'006,  508,   296};
  for (const std::uint32_t mtu : plateaus)
    if (mtu < length) return mtu;
  return least_mtu;
}

// The refused segment is sent again in smaller pieces at once; it was no loss, so neither cwnd nor
// the retransmission count change.
void shrink_segments(Tcb& tcb, const IcmpError& error, Instant now, Effects& fx) {
  if (!tcb.config.pmtu_discovery) return take_hard_error(tcb, error, Signal::unreachable, now, fx);
  const std::uint32_t told =
      error.next_hop_mtu != 0 ? error.next_hop_mtu : next_plateau(error.quoted_length);
  const std::uint32_t mtu = std::max(told, least_mtu);
  const bool smaller = mtu - headers < tcb.snd.mss;
  if (!fx.check(Rule::path_mtu_is_smaller, smaller, {mtu, tcb.snd.mss + headers})) return;
  tcb.snd.mss = static_cast<std::uint16_t>(mtu - headers);
  fx.note(Rule::path_mtu_lowered, tcb, {mtu, tcb.snd.mss});
  if (!is_synchronized(tcb.state)) return;  // a SYN is small: it was not the one refused
  tcb.snd.nxt = tcb.snd.una;
  output(tcb, now, fx);
}

}  // namespace

void icmp_arrives(Tcb& tcb, const IcmpError& error, Instant now, Effects& fx) {
  const IcmpMeaning what = meaning(error);
  if (what == IcmpMeaning::source_quench || what == IcmpMeaning::other)
    return fx.silence(Rule::icmp_ignored, tcb, {error.type, error.code});
  const bool plausible = quotes_what_is_in_flight(tcb, error);
  if (!fx.check(Rule::icmp_quotes_what_is_in_flight, plausible,
                {error.quoted_seq.raw, tcb.snd.una.raw, tcb.snd.max.raw}))
    return;
  switch (what) {
    case IcmpMeaning::soft:
      return tell(tcb, error, fx);
    case IcmpMeaning::too_big:
      return shrink_segments(tcb, error, now, fx);
    case IcmpMeaning::refused:
      return take_hard_error(tcb, error, Signal::refused, now, fx);
    case IcmpMeaning::hard:
      return take_hard_error(tcb, error, Signal::unreachable, now, fx);
    case IcmpMeaning::source_quench:
    case IcmpMeaning::other:
      unreachable("an ICMP message that means nothing");
  }
  unreachable("IcmpMeaning");
}

}  // namespace engine
