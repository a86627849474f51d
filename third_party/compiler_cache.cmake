# ccache, when it is there: the second build of the same files, in this checkout or in another one,
# takes seconds. The settings make the cache work across checkouts (paths below the source folder
# are made relative) and with precompiled headers, as ccache's manual asks ("Precompiled headers").
# Depend mode: a header is never preprocessed to be compared. With an old precompiled header lying
# there g++ would preprocess that one, and the cache would bring the old one back. For the same
# reason a file that was written while it was compiled is not forgiven: what the compiler read and
# what the cache takes down afterwards could differ.
find_program(SYNSCOPE_CCACHE ccache)
if(SYNSCOPE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1
    CCACHE_SLOPPINESS=pch_defines,time_macros ${SYNSCOPE_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
  else()
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  endif()
endif()
