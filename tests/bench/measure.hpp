// Processor time and name=value lines: what a list of programs that run in turn can be compared by.
#pragma once

#include <time.h>

#include <cstdint>
#include <cstdio>

namespace engine::bench {

// Of this process, in nanoseconds: blind to whoever else borrows the core.
inline double cpu_nanoseconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

class Stopwatch {
 public:
  double nanoseconds() const { return cpu_nanoseconds() - start_; }
  double seconds() const { return nanoseconds() * 1e-9; }

 private:
  double start_ = cpu_nanoseconds();
};

inline void say(const char* name, double value, const char* unit) {
  std::printf("%s=%.6g %s\n", name, value, unit);
}

// The optimiser must assume that somebody reads this.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "r"(&value) : "memory");
}

// What one call of `work` takes, from as many calls as fill a fifth of a second.
template <class Work>
double nanoseconds_of(Work work) {
  constexpr double enough = 2e8;
  for (std::uint64_t calls = 16;; calls *= 4) {
    const Stopwatch watch;
    for (std::uint64_t i = 0; i < calls; ++i) work();
    if (const double took = watch.nanoseconds(); took > enough)
      return took / static_cast<double>(calls);
  }
}

}  // namespace engine::bench
