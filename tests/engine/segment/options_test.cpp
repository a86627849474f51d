// Reading and writing the option part of the header (RFC 9293 3.1, 3.2; requirements, table E).
#include "engine/segment/options.hpp"

#include <doctest/doctest.h>

#include "engine/base/invariant.hpp"
#include "tests/engine/segment/packets.hpp"

using namespace engine;
using packets::Bytes;
using packets::from_hex;

namespace {

Options read(std::string_view hex, bool syn = true) {
  Options options;
  const Bytes bytes = from_hex(hex);
  CHECK(read_options(bytes, syn, options) == OptionsHealth::sound);
  return options;
}

Options read_damaged(std::string_view hex) {
  Options options;
  const Bytes bytes = from_hex(hex);
  CHECK(read_options(bytes, true, options) == OptionsHealth::damaged);
  return options;
}

Bytes written(const Options& options) {
  Bytes bytes(options_size(options), 0xEE);
  write_options(options, bytes);
  return bytes;
}

Options usual_syn() {
  Options options;
  options.mss = 1460;
  options.window_scale = 7;
  options.sack_permitted = true;
  options.timestamps = Timestamps{1, 0};
  return options;
}

}  // namespace

TEST_SUITE("requirements E.1") {
  TEST_CASE("NOP, MSS and end of list are read: MUST-4") {
    CHECK(read("01 01 02 04 05 b4 00 00").mss == 1460);
  }

  TEST_CASE("options start on any byte: MUST-64") {
    for (const auto* hex :
         {"02 04 05 b4", "01 02 04 05 b4", "01 01 02 04 05 b4", "01 01 01 02 04 05 b4"})
      CHECK(read(hex).mss == 1460);
  }

  TEST_CASE("an unknown option is stepped over: MUST-6") {
    CHECK(read("c8 06 aa bb cc dd 02 04 05 b4").mss == 1460);
  }

  TEST_CASE("options of others that we know by name only are stepped over") {
    // MD5 (19), TCP-AO (29), MPTCP (30), experiment (254), each before window scale
    CHECK(read("13 12 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03 03 02").window_scale == 2);
    CHECK(read("1d 04 00 00 1e 04 00 00 fe 04 f9 89 03 03 02").window_scale == 2);
  }

  TEST_CASE("a shift beyond 14 is kept as received") {
    CHECK(read("03 03 ff").window_scale == 255);
  }

  TEST_CASE("SYN-only options elsewhere are ignored") {
    CHECK(read("02 04 05 b4 03 03 07 04 02 22 02", false) == Options{});
  }

  TEST_CASE("timestamps, SACK and user timeout are read on any segment: MUST-5") {
    const Options options =
        read("08 0a 00 00 00 05 00 00 00 06 05 0a 00 00 00 01 00 00 00 02 1c 04 80 3c", false);
    CHECK(options.timestamps == Timestamps{5, 6});
    CHECK(options.sack.count == 1);
    CHECK(options.sack.blocks[0] == SackBlock{{1}, {2}});
    CHECK(options.user_timeout == UserTimeoutOption{true, 60});
  }

  TEST_CASE("a known option with a length not its own is ignored") {
    for (const auto* hex :
         {"02 03 05", "02 05 05 b4 00", "03 02", "03 04 07 00", "04 03 00",
          "08 08 00 00 00 01 00 00", "05 02", "05 09 00 00 00 00 00 00 00", "1c 03 01", "22 03 aa",
          "22 05 aa bb cc", "22 04 aa bb", "22 07 aa bb cc dd ee"})
      CHECK(read(hex) == Options{});
  }

  TEST_CASE("a user timeout of zero says nothing") {
    CHECK_FALSE(read("1c 04 00 00").user_timeout);
    CHECK_FALSE(read("1c 04 80 00").user_timeout);
  }

  TEST_CASE("a Fast Open cookie has no bytes, or 4 to 16 and even") {
    CHECK(read("22 02").fast_open == FastOpenCookie{});
    const auto cookie = read("22 06 01 02 03 04").fast_open;
    REQUIRE(cookie);
    CHECK(cookie->length == 4);
    CHECK(cookie->bytes[3] == 4);
    CHECK(read("22 12 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f").fast_open->length == 16);
    CHECK_FALSE(
        read("22 14 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11").fast_open.has_value());
  }
}

TEST_SUITE("requirements E.2") {
  TEST_CASE("an illegal length ends the reading, what came before it stands: MUST-7") {
    for (const auto* tail : {"02 00 05 b4", "08 01 00 00", "c8 05 00 00", "02", "08 0a 00 00"}) {
      const Options options = read_damaged(std::string("03 03 05 ") + tail);
      CHECK(options.window_scale == 5);
      CHECK_FALSE(options.mss);
      CHECK_FALSE(options.timestamps);
    }
  }

  TEST_CASE("nothing after an end of list is read") {
    CHECK(read("02 04 05 b4 00 03 03 07").window_scale == std::nullopt);
    CHECK(read("00 08 00") == Options{});
  }

  TEST_CASE("the last of two equal options wins") {
    CHECK(read("02 04 05 b4 02 04 02 18").mss == 536);
    Options one_block;
    one_block.sack.count = 1;
    one_block.sack.blocks[0] = {{5}, {6}};
    CHECK(read("05 12 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00 04 "
               "05 0a 00 00 00 05 00 00 00 06") == one_block);
  }

  TEST_CASE("an empty SACK option takes nothing back") {
    CHECK(read("05 0a 00 00 00 05 00 00 00 06 05 02").sack.count == 1);
  }
}

TEST_SUITE("requirements E") {
  TEST_CASE("the usual SYN takes 20 bytes: MSS, SACK permitted, timestamps, NOP, window scale") {
    CHECK(written(usual_syn()) ==
          from_hex("02 04 05 b4 04 02 08 0a 00 00 00 01 00 00 00 00 01 03 03 07"));
  }

  TEST_CASE("an option alone is aligned by NOPs") {
    Options options;
    options.sack_permitted = true;
    CHECK(written(options) == from_hex("01 01 04 02"));
    options = {};
    options.timestamps = Timestamps{1, 2};
    CHECK(written(options) == from_hex("01 01 08 0a 00 00 00 01 00 00 00 02"));
    options = {};
    options.window_scale = 3;
    CHECK(written(options) == from_hex("01 03 03 03"));
    options = {};
    options.sack.count = 1;
    options.sack.blocks[0] = {{1}, {2}};
    CHECK(written(options) == from_hex("01 01 05 0a 00 00 00 01 00 00 00 02"));
  }

  TEST_CASE("padding is zero: MUST-69") {
    Options options;
    options.fast_open = FastOpenCookie{{1, 2, 3, 4}, 4};
    CHECK(written(options) == from_hex("22 06 01 02 03 04 00 00"));
  }

  TEST_CASE("three SACK blocks fit beside timestamps and four alone") {
    Options options;
    options.sack.count = 4;
    CHECK(options_size(options) == 36);
    options.timestamps = Timestamps{};
    options.sack.count = 3;
    CHECK(options_size(options) == 40);
  }

  TEST_CASE("options that do not fit are our own bug") {
    Options options;
    options.timestamps = Timestamps{};
    options.sack.count = 4;
    CHECK_THROWS_AS(options_size(options), BrokenInvariant);
  }
}
