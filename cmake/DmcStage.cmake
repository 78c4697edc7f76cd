# Compiler settings shared by every target of the project, and the function that declares a stage.

add_library(dmc_warnings INTERFACE)
target_compile_options(dmc_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-qual -Wformat=2 -Wimplicit-fallthrough -Wextra-semi
  # GCC 12 sees overlapping copies in a literal + a temporary string (PR 105651), where there are none.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  $<$<BOOL:${DMC_DEVELOPER}>:-Werror>)

# dmc_unity(TARGET): its files are compiled several at a time, which reads the headers that they share
# once. Names in unnamed namespaces must then differ throughout a target.
function(dmc_unity target)
  if(DMC_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
    # Every class of a .cpp file looks like one of a header then.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
endfunction()

# dmc_stage(NAME SOURCES file... [LINK earlier stages and libraries...] [PRIVATE libraries...]
#   [FAST ALL|file...] [SEPARATE])
# FAST: files that do something for every access or every term of a sum, which are optimised as far as
# that goes. Compiling the others takes longer than they ever run. SEPARATE: every file is compiled by
# itself.
function(dmc_stage name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "SEPARATE" "" "SOURCES;FAST;LINK;PRIVATE")
  add_library(dmc_${name} STATIC ${arg_SOURCES})
  add_library(dmc::${name} ALIAS dmc_${name})
  target_include_directories(dmc_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_features(dmc_${name} PUBLIC cxx_std_20)
  set_target_properties(dmc_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON EXPORT_NAME ${name})
  target_link_libraries(dmc_${name} PUBLIC ${arg_LINK}
    PRIVATE $<BUILD_INTERFACE:dmc_warnings> ${arg_PRIVATE})
  if(NOT arg_SEPARATE)
    dmc_unity(dmc_${name})
  endif()
  if(NOT "${arg_FAST}" STREQUAL ALL)
    target_compile_options(dmc_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    set_source_files_properties(${arg_FAST} PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-O3>)
    if(NOT DMC_UNITY STREQUAL LINT)
      set_source_files_properties(${arg_FAST} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
  endif()
  set_property(GLOBAL APPEND PROPERTY DMC_STAGES ${name})
endfunction()
