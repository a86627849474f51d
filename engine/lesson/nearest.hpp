// The valid name that was probably meant, by edit distance.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace engine {

// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other,
// ignoring case.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The nearest name, if it is near enough to be worth offering; the first of equals.
std::optional<std::string_view> nearest(std::string_view found,
                                        std::span<const std::string_view> names);

}  // namespace engine
