# Settings of a whole build: they hold for every target, the tests included.

set(DMC_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")
option(DMC_COVERAGE "Count which lines are reached" OFF)

set(DMC_INSTRUMENTATION "")
if(DMC_SANITIZE)
  list(APPEND DMC_INSTRUMENTATION -fsanitize=${DMC_SANITIZE} -fno-omit-frame-pointer)
  if(DMC_SANITIZE MATCHES "undefined")
    list(APPEND DMC_INSTRUMENTATION -fno-sanitize-recover=undefined)
  endif()
endif()
if(DMC_COVERAGE)
  list(APPEND DMC_INSTRUMENTATION --coverage)
endif()
add_compile_options(${DMC_INSTRUMENTATION})
add_link_options(${DMC_INSTRUMENTATION})

set(DMC_UNITY ON CACHE STRING
  "Compile files several at a time: less work from nothing, more after a change. ON, OFF, or LINT, \
which takes in those that are optimised by themselves, too")

# Rebuilding from nothing is what CI and a change of branch do: a compiler cache makes it short.
if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(DMC_CCACHE ccache)
  mark_as_advanced(DMC_CCACHE)
  if(DMC_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${DMC_CCACHE})
  endif()
endif()
