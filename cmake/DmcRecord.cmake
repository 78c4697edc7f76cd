# dmc_record_target(TARGET): the program, or library, records its accesses where dmc record runs it.

set(DMC_RECORD_FOLDER ${CMAKE_CURRENT_LIST_DIR}/../../dmc)

function(dmc_record_target target)
  get_target_property(type ${target} TYPE)
  target_link_directories(${target} PRIVATE ${DMC_RECORD_FOLDER})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" OR CMAKE_C_COMPILER_ID MATCHES "Clang")
    target_compile_options(${target} PRIVATE -fsanitize=thread
      "SHELL:-mllvm -tsan-instrument-read-before-write=1")
    if(type STREQUAL "EXECUTABLE")
      target_link_options(${target} PRIVATE -Wl,--export-dynamic-symbol=__tsan_*
        -Wl,--export-dynamic-symbol=dmc_record_*)
      target_link_libraries(${target} PRIVATE -Wl,--push-state,--whole-archive -l:libdmcrecord.a
        -l:libdmcrecord_calls.a -Wl,--pop-state)
    endif()
  else()
    target_compile_options(${target} PRIVATE -specs=${DMC_RECORD_FOLDER}/dmc.specs)
    target_link_options(${target} PRIVATE -specs=${DMC_RECORD_FOLDER}/dmc.specs)
  endif()
endfunction()
