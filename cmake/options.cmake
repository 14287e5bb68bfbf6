option(NTADMIN_TESTS "Build the tests" ON)
option(NTADMIN_BENCH "Build the benchmarks" OFF)
option(NTADMIN_FUZZ "Build libFuzzer targets (clang)" OFF)
set(NTADMIN_SANITIZE "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_BUILD_TYPE STREQUAL Release)
  # At -O3, GCC 12 sees overflows, overlaps and unset members in the standard library that cannot be. The other
  # builds keep these warnings.
  add_compile_options(-Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-maybe-uninitialized
                      -Wno-restrict)
endif()
if(NTADMIN_SANITIZE)
  add_compile_options(-fsanitize=${NTADMIN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${NTADMIN_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NTADMIN_SANITIZE MATCHES "undefined")
    # With these three, GCC no longer takes "address of an object is not null" as constant, which the tables of
    # descriptions are made of. A null pointer that is used is found by the address sanitizer as well.
    add_compile_options(-fno-sanitize=null,nonnull-attribute,returns-nonnull-attribute)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NTADMIN_SANITIZE MATCHES "thread")
    add_compile_options(-Wno-tsan)  # Asio's fences, which it does not understand; the locks around them it does
  endif()
endif()
if(NTADMIN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()

# Debian's interpreter where there is one: a version manager's python3 may come first in PATH.
if(NOT Python_EXECUTABLE AND EXISTS /usr/bin/python3)
  set(Python_EXECUTABLE /usr/bin/python3)
endif()
find_package(Python 3.9 REQUIRED COMPONENTS Interpreter Development.Module)
find_package(Threads REQUIRED)
