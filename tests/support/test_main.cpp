// The main of a test program; a benchmark has its own and links doctest without this one.
#include <doctest/doctest.h>

int main(int argc, char** argv) { return doctest::Context(argc, argv).run(); }
