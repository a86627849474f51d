// The house rules (architecture.md decision 10, style): each looks at one file, or at the tree,
// and says what it found. house_rules_test.cpp holds the tree to them and proves that each bites.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "tests/tidy/source.hpp"

namespace tidy {

// includes.cpp: arrows point down, own header first, third-party only where it may be.
Findings check_includes(const Source& file, const std::vector<Source>& tree);

// shape.cpp: 400 lines, 100 columns, 60 lines a function, a first comment, no drawer names.
Findings check_shape(const Source& file);

// words.cpp: what may not be written, and where.
Findings check_words(const Source& file);

// layout.cpp: the top level is fixed, every room has a README of at most a page.
Findings check_layout(const std::filesystem::path& root);

// rule_rows.cpp: a rule that the engine never notes.
Findings check_rules(const std::vector<Source>& tree);

}  // namespace tidy
