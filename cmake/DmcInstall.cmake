# Installs the library's stages, its headers, the package that find_package(dmc) reads, and the program.

include(CMakePackageConfigHelpers)

# All that an outside program needs in one name. The command line is no part of the library.
get_property(stages GLOBAL PROPERTY DMC_STAGES)
list(REMOVE_ITEM stages cli)
list(TRANSFORM stages PREPEND dmc_ OUTPUT_VARIABLE stage_targets)

# The program's target has the name dmc already, so the library is called so only for its users.
add_library(dmc_library INTERFACE)
add_library(dmc::dmc ALIAS dmc_library)
set_target_properties(dmc_library PROPERTIES EXPORT_NAME dmc)
target_link_libraries(dmc_library INTERFACE ${stage_targets})

if(NOT DMC_INSTALL)
  return()
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/dmc)
install(TARGETS dmc_library ${stage_targets} EXPORT dmcTargets)
install(EXPORT dmcTargets NAMESPACE dmc:: DESTINATION ${package_dir})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/dmc DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/dmcConfig.cmake.in
  ${PROJECT_BINARY_DIR}/dmcConfig.cmake INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dmcConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/dmcConfig.cmake ${PROJECT_BINARY_DIR}/dmcConfigVersion.cmake
  DESTINATION ${package_dir})

if(TARGET dmc)
  install(TARGETS dmc)
endif()
