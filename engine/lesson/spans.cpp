#include "engine/lesson/spans.hpp"

#include <algorithm>
#include <utility>

namespace engine {

std::vector<Span> intersection(const std::vector<Span>& a, const std::vector<Span>& b) {
  std::vector<Span> common;
  for (const Span& x : a)
    for (const Span& y : b) {
      const Span& later = x.from >= y.from ? x : y;
      const Span& sooner = x.until <= y.until ? x : y;
      if (later.from >= sooner.until) continue;
      common.push_back({later.from, std::max(x.begins, y.begins), sooner.until, sooner.ends});
    }
  std::ranges::sort(common, {}, &Span::from);
  return common;
}

std::vector<Span> united(const std::vector<Span>& a, const std::vector<Span>& b) {
  std::vector<Span> all = a;
  all.insert(all.end(), b.begin(), b.end());
  std::ranges::sort(all, {}, [](const Span& span) { return std::pair(span.from, span.begins); });
  std::vector<Span> merged;
  for (const Span& span : all) {
    if (merged.empty() || merged.back().until < span.from) {
      merged.push_back(span);
    } else if (merged.back().until < span.until) {
      merged.back().until = span.until;
      merged.back().ends = span.ends;
    }
  }
  return merged;
}

std::vector<Span> outside(const Span& scope, const std::vector<Span>& spans) {
  std::vector<Span> gaps;
  Span gap = scope;
  for (const Span& span : spans) {
    if (gap.from < span.from) gaps.push_back({gap.from, gap.begins, span.from, span.begins});
    gap.from = span.until;
    gap.begins = span.ends;
    if (span.is_open()) return gaps;
  }
  gaps.push_back(gap);
  return gaps;
}

}  // namespace engine
