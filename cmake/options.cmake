# Compiler flags of our own targets; not exported to users of the package.
add_library(annealvi_options INTERFACE)

# Results must not depend on the machine: no contraction to fused multiply-add, never -ffast-math, and
# the elementary functions are those of numerics/elementary.hpp, not of the C library (test
# no_library_functions). Promised where double is IEEE binary64 and computed as such: x86-64 and
# 64-bit ARM, not the x87 of 32-bit x86. Tested: docs/benchmarks.md, "The same bits".
# -fno-math-errno lets sqrt be one instruction; it changes no value.
target_compile_options(annealvi_options INTERFACE -ffp-contract=off -fno-math-errno)
target_compile_options(annealvi_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wno-psabi
  -Wno-missing-field-initializers)  # option aggregates rely on their defaults
if(ANNEALVI_WERROR)
  target_compile_options(annealvi_options INTERFACE -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # g++ 12 sees overlaps that are not there where strings are added (its bug 105651).
    target_compile_options(annealvi_options INTERFACE -Wno-restrict)
  endif()
endif()
if(ANNEALVI_SANITIZE STREQUAL "thread")
  target_compile_definitions(annealvi_options INTERFACE ANNEALVI_NO_VECTOR_CLONES)
  target_compile_options(annealvi_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(annealvi_options INTERFACE -fsanitize=thread)
elseif(ANNEALVI_SANITIZE)
  # Indirect functions are resolved before the sanitizer runtime is up: no vector clones there.
  target_compile_definitions(annealvi_options INTERFACE ANNEALVI_NO_VECTOR_CLONES)
  target_compile_options(annealvi_options INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(annealvi_options INTERFACE -fsanitize=address,undefined)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # The checks that the sanitizers add hide from g++ 12 that a moved variant is initialised.
    target_compile_options(annealvi_options INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
