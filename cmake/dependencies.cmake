# Everything comes from the distribution: scripts/install-dependencies.sh installs it.
find_package(Boost 1.74 REQUIRED)
find_package(Eigen3 3.4 REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(Threads REQUIRED)
find_package(NLopt REQUIRED)
find_package(SQLite3 3.40 REQUIRED)

find_path(ANNEALVI_RANDOM123_INCLUDE Random123/philox.h REQUIRED)
add_library(annealvi_random123 INTERFACE)
target_include_directories(annealvi_random123 SYSTEM INTERFACE
  $<BUILD_INTERFACE:${ANNEALVI_RANDOM123_INCLUDE}>)

# Header-only use, too.
find_path(ANNEALVI_XXHASH_INCLUDE xxhash.h REQUIRED)
add_library(annealvi_xxhash INTERFACE)
target_include_directories(annealvi_xxhash SYSTEM INTERFACE $<BUILD_INTERFACE:${ANNEALVI_XXHASH_INCLUDE}>)

# Header-only use: the shared library of some releases lacks the exceptions-off symbols.
add_library(annealvi_tomlplusplus INTERFACE)
get_target_property(tomlplusplus_include tomlplusplus::tomlplusplus INTERFACE_INCLUDE_DIRECTORIES)
if(tomlplusplus_include)
  target_include_directories(annealvi_tomlplusplus SYSTEM INTERFACE $<BUILD_INTERFACE:${tomlplusplus_include}>)
endif()
target_compile_definitions(annealvi_tomlplusplus INTERFACE TOML_HEADER_ONLY=1)

# Only its C interface; the old C++ one is in headers that warn.
if(ANNEALVI_MPI)
  find_package(MPI REQUIRED COMPONENTS CXX)
  add_library(annealvi_mpi INTERFACE)
  target_include_directories(annealvi_mpi SYSTEM INTERFACE ${MPI_CXX_INCLUDE_DIRS})
  target_compile_definitions(annealvi_mpi INTERFACE OMPI_SKIP_MPICXX)
  target_link_libraries(annealvi_mpi INTERFACE ${MPI_C_LIBRARIES} ${MPI_CXX_LIBRARIES})
endif()
