# Installs the program and the package annealvi: find_package(annealvi), target annealvi::annealvi.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

file(STRINGS ${PROJECT_SOURCE_DIR}/include/annealvi/version.hpp version_line REGEX "version = ")
if(NOT version_line MATCHES "\"${PROJECT_VERSION}\"")
  message(FATAL_ERROR "include/annealvi/version.hpp and project(VERSION ${PROJECT_VERSION}) differ")
endif()

# Tables and pictures belong to the program, not to the package.
set(packaged_stages ${annealvi_stages})
list(REMOVE_ITEM packaged_stages annealvi_output)

# Everything at once, with the umbrella header. Not called `annealvi`: that is the program's file.
add_library(annealvi_package INTERFACE)
add_library(annealvi::annealvi ALIAS annealvi_package)
file(GLOB top_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/annealvi/*.hpp)
target_sources(annealvi_package PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include
               FILES ${top_headers})
target_link_libraries(annealvi_package INTERFACE ${packaged_stages})
set_target_properties(annealvi_package PROPERTIES EXPORT_NAME annealvi)

install(TARGETS annealvi_package ${packaged_stages} EXPORT annealvi FILE_SET HEADERS)
install(TARGETS annealvi_program)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/annealvi)
install(EXPORT annealvi FILE annealviTargets.cmake NAMESPACE annealvi:: DESTINATION ${package_folder})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/annealviConfig.cmake.in
  ${PROJECT_BINARY_DIR}/annealviConfig.cmake INSTALL_DESTINATION ${package_folder}
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/annealviConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/annealviConfig.cmake
              ${PROJECT_BINARY_DIR}/annealviConfigVersion.cmake DESTINATION ${package_folder})
