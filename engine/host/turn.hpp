// One turn of a host: what it borrows from the world for a step and what came of it. The facts are
// in the order in which things happened. Reused from step to step, so that a step allocates nothing
// once the vectors have grown.
#pragma once

#include <vector>

#include "engine/base/byte_arena.hpp"
#include "engine/base/variant_list.hpp"
#include "engine/host/host.hpp"
#include "engine/host/host_facts.hpp"
#include "engine/segment/source_route.hpp"
#include "engine/tcp/effects.hpp"
#include "engine/tcp/event.hpp"

namespace engine {

struct HostTurn {
  HostId host;  // whose turn it is
  Instant now{};
  std::uint64_t cursor{};           // where the arena's next bytes go
  std::uint32_t next_connection{};  // id of the next record
  VariantList<HostFact> facts;
  std::vector<Note> notes;       // NotesSaid refers here
  std::vector<Change> changes;   // of the notes: Note::first_change indexes here
  std::vector<ConnId> touched;   // whose timers may have moved
  std::vector<ByteRef> reading;  // what the latest ReceiveCall delivered

  // False where nobody will read the facts: then those are left out that change no world.
  bool tells = true;
  template <class Told>
  void tell(const Told& fact) {
    if (tells) facts.push_back(fact);
  }

  // ---- working space of one turn
  struct News {
    ConnId connection;
    Signal signal{};
  };
  std::vector<News> news;               // for the programs, not yet told
  std::optional<SourceRoute> way_back;  // that the packet of this turn brings
  std::vector<ConnId> ended;            // to be removed when the programs have been told
  Effects fx;
};

void begin_turn(HostTurn& turn, Instant now, std::uint64_t cursor, std::uint32_t next_connection);

// What is needed to say afterwards what one event changed.
struct Before {
  explicit Before(const Tcb& tcb) : state(tcb.state), timers(tcb.timers) {}
  State state;
  TimerTable timers;
};

// One event for one record: advance, then publish.
struct Driven {
  CallResult result = CallResult::ok;
  std::uint32_t taken{};  // bytes that a SendCall placed
};
Driven drive(Host& host, ConnId id, const TcpEvent& event, ByteArena& bytes, HostTurn& turn);
Driven drive(Host& host, ConnId id, const SegmentArrives& event, ByteArena& bytes, HostTurn& turn);

// Says what turn.fx brought for this record: notes, state, timers, packets, data read, news.
void publish(Host& host, ConnId id, const Before& before, ByteArena& bytes, HostTurn& turn);
// The same where there is no record, or where the record is a listener that did not change.
void publish_without_record(Host& host, std::optional<ConnId> id, const SocketPair& sockets,
                            ByteArena& bytes, HostTurn& turn);
// Only the checks with which turn.fx begins, before the host decides upon what they let in.
void publish_checks(std::optional<ConnId> id, HostTurn& turn);

// A decision of the host itself.
void note(std::optional<ConnId> id, HostTurn& turn, Rule rule, Outcome outcome,
          std::initializer_list<std::uint32_t> numbers = {});

// Takes a record away and remembers it among the gone.
void remove_record(Host& host, ConnId id, HostTurn& turn);

// Says the lengths of a listener's queues if they are not what they were.
void publish_queues(const Host& host, ConnId listener, const ListenerRow& before, HostTurn& turn);

// The last act of every turn: programs react to the news, ended records are removed.
void settle(Host& host, ByteArena& bytes, HostTurn& turn);

}  // namespace engine
