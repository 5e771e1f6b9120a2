# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# cmake -DNM=... "-DLIBRARIES=a;b" -P no_library_functions.cmake
# Fails if a library calls an elementary function of the C library: those give other bits on other
# processors. numerics/elementary.hpp has the ones to use.
set(functions sin cos tan asin acos atan atan2 sincos sinh cosh tanh asinh acosh atanh exp exp2 exp10
    expm1 log log2 log10 log1p pow erf erfc lgamma lgamma_r tgamma hypot cbrt j0 j1 jn y0 y1 yn)
list(JOIN functions "|" any)
set(failed FALSE)
foreach(library IN LISTS LIBRARIES)
  execute_process(COMMAND ${NM} -A -u ${library} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^\n/]*: +U c?(${any})[fl]?(@[^\n]*)?\n" found "${symbols}")
  list(FILTER found EXCLUDE REGEX "toml_reader[^:]*: +U log10")  # toml++ counts digits
  list(FILTER found EXCLUDE REGEX "gram_average")  # quantiles of Boost.Math, rounded there
  if(found)
    set(failed TRUE)
    foreach(line IN LISTS found)
      string(STRIP "${line}" line)
      message(STATUS "${line}")
    endforeach()
  endif()
endforeach()
if(failed)
  message(FATAL_ERROR "These call elementary functions of the C library, whose bits depend on the "
                      "processor. Call those of numerics/elementary.hpp.")
endif()
