// The one translation unit with doctest itself.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
