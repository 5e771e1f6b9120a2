# Compiler flags of our own targets; not exported to users of the package.
add_library(annealvi_options INTERFACE)

# No contraction to fused multiply-add: results must not depend on which instructions a machine has.
# -fno-math-errno lets sqrt be one instruction; it changes no value. Never -ffast-math.
target_compile_options(annealvi_options INTERFACE -ffp-contract=off -fno-math-errno)
target_compile_options(annealvi_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wno-psabi
  -Wno-missing-field-initializers)  # option aggregates rely on their defaults
if(ANNEALVI_WERROR)
  target_compile_options(annealvi_options INTERFACE -Werror)
endif()
if(ANNEALVI_SANITIZE)
  # Indirect functions are resolved before the sanitizer runtime is up: no vector clones there.
  target_compile_definitions(annealvi_options INTERFACE ANNEALVI_NO_VECTOR_CLONES)
  target_compile_options(annealvi_options INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(annealvi_options INTERFACE -fsanitize=address,undefined)
endif()
