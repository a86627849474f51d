#include "engine/rules/requirements.hpp"

#include <algorithm>

#include "engine/base/invariant.hpp"

namespace engine {
namespace {

using enum Rule;

#define RULES(...) {__VA_ARGS__}
#define REQUIREMENT(id, standing, what, rules, test_file, test_case, remark) \
  Requirement{id, Standing::standing, what, rules, test_file, test_case, remark},

constexpr Requirement identifiers[] = {
#include "engine/rules/requirements_a.def"
};
constexpr Requirement arrivals[] = {
#include "engine/rules/requirements_b.def"
};
constexpr Requirement calls[] = {
#include "engine/rules/requirements_c.def"
};
constexpr Requirement timers[] = {
#include "engine/rules/requirements_d.def"
};
constexpr Requirement options[] = {
#include "engine/rules/requirements_e.def"
};
constexpr Requirement listeners[] = {
#include "engine/rules/requirements_f.def"
};
constexpr Requirement congestion[] = {
#include "engine/rules/requirements_g.def"
};
constexpr Requirement others[] = {
#include "engine/rules/requirements_other.def"
};

#undef REQUIREMENT
#undef RULES

constexpr RequirementTable tables[] = {
    {"A. Every requirement identifier of RFC 9293", identifiers},
    {"B. A segment arrives (RFC 9293 3.10.7 with RFC 5961, RFC 7323, RFC 6191, RFC 1337)",
     arrivals},
    {"C. User calls (RFC 9293 3.10.1-6)", calls},
    {"D. Timers", timers},
    {"E. Options", options},
    {"F. Listener", listeners},
    {"G. Congestion control and loss recovery", congestion},
    {"Decisions that are in none of the tables", others},
};

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::string_view name(Standing standing) {
  switch (standing) {
    case Standing::done:
      return "done";
    case Standing::partly:
      return "partly";
    case Standing::by_construction:
      return "by construction";
    case Standing::not_implemented:
      return "not implemented";
  }
  unreachable("Standing");
}

std::span<const RequirementTable> requirement_tables() { return tables; }

const Requirement* find_requirement(std::string_view id) {
  for (const RequirementTable& table : tables)
    for (const Requirement& row : table.rows)
      if (std::ranges::equal(row.id, id, {}, upper, upper)) return &row;
  return nullptr;
}

}  // namespace engine
