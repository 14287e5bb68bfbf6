# nta_module(name SOURCES ... LINK ...): one static library a folder. A folder may include only what it links,
# so an include in the wrong direction does not link (docs/layout.md has the graph).
function(nta_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LINK_PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE ${ARG_LINK_PRIVATE})
endfunction()

# nta_starts_quickly(program): for programs that a log-on waits for. Most of the time that such a program needs to start
# goes to finding and relocating libstdc++; libc, which every process has in memory, costs little.
function(nta_starts_quickly program)
  if(NOT NTADMIN_SANITIZE)
    target_link_options(${program} PRIVATE -static-libstdc++ -static-libgcc -Wl,--gc-sections)
  endif()
endfunction()

# nta_test(name SOURCES ... LINK ...): a GoogleTest binary that ctest runs as one test.
function(nta_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE NTADMIN_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  # One that hangs is a failure, soon. Memory comes full of garbage, so that what reads it before it is set shows.
  set_tests_properties(${name} PROPERTIES TIMEOUT 180 ENVIRONMENT MALLOC_PERTURB_=165)
endfunction()
