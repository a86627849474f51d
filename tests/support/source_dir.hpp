// Where the tree lies that is being tested. One .cpp alone is compiled with the path, so that the
// objects of two checkouts are the same and a compiler cache can serve both.
#pragma once

#include <string>

namespace support {

std::string source_dir();  // no slash at the end

}  // namespace support
