// 100,000 SYNs in a second for ten virtual seconds against a backlog of 1,024, with cookies off and
// on (RFC 4987; requirements F.4), and a client that keeps trying. Prints name=value lines.
#include <sys/resource.h>
#include <time.h>

#include <cstdio>

#include "engine/host/profile.hpp"
#include "tests/support/flood_stage.hpp"

using namespace engine;
using namespace engine::test;

namespace {

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

double peak_mebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void run(const char* name, auto change) {
  FloodPlan plan{.server_config = config_of(Profile::teaching),
                 .backlog = 1'024,
                 .rate = 100'000,
                 .lasts = 10s,
                 .tries_every = 100ms,
                 .latency = 50ms};
  change(plan.server_config);
  const double start = cpu_seconds();
  const FloodOutcome outcome = flood(plan);
  const double seconds = cpu_seconds() - start;
  std::printf("flood_%s_attempts=%u tries\nflood_%s_successes=%u tries\n", name, outcome.attempts,
              name, outcome.successes);
  std::printf("flood_%s_half_open=%u entries\n", name, outcome.most_half_open);
  std::printf("flood_%s_syns=%.0f SYNs/s\n", name, outcome.flood_packets / seconds);
  std::printf("flood_%s_step=%.0f ns\n", name, 1e9 * seconds / static_cast<double>(outcome.steps));
  std::printf("flood_%s_virtual_over_real=%.2f x\n", name, 11.4 / seconds);
  std::printf("flood_%s_arena=%.2f MiB\n", name,
              static_cast<double>(outcome.arena_bytes) / (1024 * 1024));
  std::printf("peak_memory=%.1f MiB\n", peak_mebibytes());
}

}  // namespace

int main() {
  run("cookies_off", [](TcpConfig&) {});
  run("cookies_on", [](TcpConfig& config) { config.syn_cookies = SynCookies::on; });
  run("recycling", [](TcpConfig& config) { config.recycle_oldest_request = true; });
}
