# The second compiler: thread sanitizer and fuzzers. Older clangs do not see std::expected of GCC 12's library.
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
