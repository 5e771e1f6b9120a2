# annealvi_library(NAME SOURCES folders... LINKS targets...): one stage of the data flow as a static
# library annealvi_NAME, exported as annealvi::NAME. Its public headers are those of the folders
# under include/annealvi that its sources come from; the file set lets them be installed, and
# CMAKE_VERIFY_INTERFACE_HEADER_SETS (preset dev) compile each of them alone.
set(annealvi_stages "" CACHE INTERNAL "")
function(annealvi_library name)
  cmake_parse_arguments(stage "" "" "SOURCES;LINKS" ${ARGN})
  set(sources "")
  set(headers "")
  foreach(folder IN LISTS stage_SOURCES)
    file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
    list(APPEND sources ${found})
    get_filename_component(module ${folder} NAME)
    file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/annealvi/${module}/*.hpp)
    list(APPEND headers ${found})
  endforeach()
  set(target annealvi_${name})
  add_library(${target} STATIC ${sources})
  add_library(annealvi::${name} ALIAS ${target})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_sources(${target}
    PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${headers})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
  foreach(link IN LISTS stage_LINKS)
    if(link MATCHES "^(Threads::Threads|fmt::fmt|NLopt::nlopt|SQLite::SQLite3)$")
      target_link_libraries(${target} PRIVATE ${link})  # binaries: users of the package link them too
    elseif(link MATCHES "^annealvi_(random123|tomlplusplus|xxhash)$" OR NOT link MATCHES "^annealvi_")
      target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:${link}>)  # headers our sources need
    else()
      target_link_libraries(${target} PUBLIC ${link})
    endif()
  endforeach()
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:annealvi_options>)
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  set(annealvi_stages ${annealvi_stages} ${target} CACHE INTERNAL "")
endfunction()
