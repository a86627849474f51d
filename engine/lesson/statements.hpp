// One function per kind of statement: it reads the rest of the line and puts what it says into the
// scenario. Mistakes stay in the line reader; what a wrong line left in the scenario is never used.
#pragma once

#include <variant>
#include <vector>

#include "engine/lesson/line_reader.hpp"
#include "engine/lesson/scenario.hpp"

namespace engine {

// ---- statements_world.cpp: who and what is there
void read_host_statement(LineReader& line, Scenario& scenario);     // host NAME ADDRESS ...
void read_set_statement(LineReader& line, Scenario& scenario);      // set HOST KNOB VALUE
void read_program_statement(LineReader& line, Scenario& scenario);  // program HOST PROGRAM
void read_wire_statement(LineReader& line, Scenario& scenario);     // wire [A -> B] ...
void read_rule_statement(LineReader& line, Scenario& scenario);     // rule NAME ACTION MATCH

Application read_program(LineReader& line);
LinkConfig read_link(LineReader& line, LinkConfig config);
WireAction read_wire_action(LineReader& line);
std::optional<bool> read_again(LineReader& line);  // again | fresh | nothing
PacketMatch read_match(LineReader& line, const Scenario& scenario);
// The directions that a `wire` statement means: the one it names, or all.
std::vector<ScenarioLink> read_links(LineReader& line, const Scenario& scenario);

// ---- statements_network.cpp: what stands on the wire, and who attacks
void read_box_statement(LineReader& line, Scenario& scenario);  // box HOST before HOST KIND ...
void read_attacker_statement(LineReader& line, Scenario& scenario);  // attacker HOST SIGHT
Command read_attack(LineReader& line, const Scenario& scenario);     // attack HOST PLAN

// ---- statements_deeds.cpp: what happens
std::vector<Deed> read_deeds(LineReader& line, Scenario& scenario);
void read_entry_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number,
                          When when);                             // ... after at or when
void read_start_statement(LineReader& line, Scenario& scenario);  // start at T | when ...

// ---- statements_claims.cpp: what must come of it
void read_expect_statement(LineReader& line, Scenario& scenario, std::uint32_t line_number,
                           std::string_view source);
SegmentRow read_segment_row(LineReader& line, const Scenario& scenario, std::uint32_t line_number,
                            std::string_view source);

}  // namespace engine
