# The same bits on every processor: no stage calls the elementary functions of the C library, and the
# program's answers do not change when glibc is told to do without AVX2 and FMA.
set(check ${CMAKE_COMMAND} -DNM=${CMAKE_NM})
set(script ${CMAKE_CURRENT_LIST_DIR}/no_library_functions.cmake)
list(TRANSFORM annealvi_stages REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE stage_files)
add_test(NAME no_library_functions COMMAND ${check} "-DLIBRARIES=${stage_files}" -P ${script})

# The check must see such a call, and glibc must follow the setting that the test uses.
add_library(library_functions STATIC ${CMAKE_CURRENT_LIST_DIR}/library_functions.cpp)
target_link_libraries(library_functions PRIVATE annealvi_options)
add_test(NAME library_functions_are_seen
         COMMAND ${check} -DLIBRARIES=$<TARGET_FILE:library_functions> -P ${script})
set_tests_properties(library_functions_are_seen PROPERTIES WILL_FAIL TRUE)
set_tests_properties(no_library_functions library_functions_are_seen PROPERTIES LABELS unit)

add_executable(print_library_bits ${CMAKE_CURRENT_LIST_DIR}/print_library_bits.cpp)
target_link_libraries(print_library_bits PRIVATE library_functions annealvi_options)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/same_bits_test.cpp cli)
target_compile_definitions(same_bits_test PRIVATE ANNEALVI_PROGRAM="$<TARGET_FILE:annealvi_program>"
                           PRINT_LIBRARY_BITS="$<TARGET_FILE:print_library_bits>")
add_dependencies(same_bits_test annealvi_program print_library_bits)
