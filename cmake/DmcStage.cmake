# Compiler settings shared by every target of the project, and the function that declares a stage.

add_library(dmc_warnings INTERFACE)
target_compile_options(dmc_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-qual -Wformat=2 -Wimplicit-fallthrough -Wextra-semi
  # GCC 12 sees overlapping copies in a literal + a temporary string (PR 105651), where there are none.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  $<$<BOOL:${DMC_DEVELOPER}>:-Werror>)

# dmc_stage(NAME SOURCES file... [LINK earlier stages and libraries...] [PRIVATE libraries...])
function(dmc_stage name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK;PRIVATE")
  add_library(dmc_${name} STATIC ${arg_SOURCES})
  add_library(dmc::${name} ALIAS dmc_${name})
  target_include_directories(dmc_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_features(dmc_${name} PUBLIC cxx_std_20)
  set_target_properties(dmc_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON EXPORT_NAME ${name})
  target_link_libraries(dmc_${name} PUBLIC ${arg_LINK}
    PRIVATE $<BUILD_INTERFACE:dmc_warnings> ${arg_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY DMC_STAGES ${name})
endfunction()
