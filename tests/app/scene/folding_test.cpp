#include "app/scene/folding.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace scene;

namespace {

using Open = std::vector<bool>;

std::vector<Block> three() {
  return {{.title = 20, .body = 100, .importance = 2},
          {.title = 20, .body = 60, .importance = 0},
          {.title = 20, .body = 40, .importance = 1}};
}

}  // namespace

TEST_SUITE("app/scene/folding") {
  TEST_CASE("with room for everything nothing folds") {
    CHECK(open_blocks(three(), 260) == Open{true, true, true});
  }

  TEST_CASE("the least important block folds first") {
    CHECK(open_blocks(three(), 259) == Open{false, true, true});
    CHECK(open_blocks(three(), 159) == Open{false, true, false});
  }

  TEST_CASE("a smaller block takes the room that a larger one cannot use") {
    std::vector<Block> blocks = three();
    blocks[2].importance = 3;
    CHECK(open_blocks(blocks, 165) == Open{false, true, true});
  }

  TEST_CASE("without any room only titles remain") {
    CHECK(open_blocks(three(), 10) == Open{false, false, false});
  }

  TEST_CASE("what the person folded stays folded however much room there is") {
    std::vector<Block> blocks = three();
    blocks[1].wanted = false;
    CHECK(open_blocks(blocks, 1000) == Open{true, false, true});
  }

  TEST_CASE("what the person opened stays open and the others give way") {
    std::vector<Block> blocks = three();
    blocks[0].pinned = true;
    CHECK(open_blocks(blocks, 200) == Open{true, false, true});
    CHECK(open_blocks(blocks, 10) == Open{true, false, false});
  }
}
