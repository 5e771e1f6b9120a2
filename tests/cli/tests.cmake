# One name a line: branches that add tests then merge without touching each other's.
foreach(name
        wrong_usage_test
        wrong_configuration_test
        commands_test
        interruption_test
        phase_test
        design_command_test
        theory_tables_test
        mixture_commands_test
        gate_commands_test
        mixture_usage_test
        realnvp_test
        realnvp_resume_test
        example_configurations_test
        answers_test
        signals_test
        streams_test
        names_test
        full_disk_test
        forecast_test
        given_back_test
        certain_collapse_test
        model_matrix_test
        sweep_command_test
        kept_points_slow_test
        store_faults_test
        model_matrix_slow_test)
  if(name MATCHES "_slow_")
    annealvi_test(${CMAKE_CURRENT_LIST_DIR}/${name}.cpp slow)
  else()
    annealvi_test(${CMAKE_CURRENT_LIST_DIR}/${name}.cpp cli)
  endif()
  target_compile_definitions(${name} PRIVATE ANNEALVI_PROGRAM="$<TARGET_FILE:annealvi_program>")
  add_dependencies(${name} annealvi_program)
endforeach()

target_link_libraries(store_faults_test PRIVATE SQLite::SQLite3)

# Not doctest: the examples printed in README.md, docs/ and theory/, and the script that runs them.
find_package(Python3 3.9 COMPONENTS Interpreter REQUIRED)
set(examples ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/scripts/examples.py --program $<TARGET_FILE:annealvi_program>)
add_test(NAME printed_examples_test
         COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/printed_examples_test.py)
add_test(NAME examples_quick COMMAND ${examples})
add_test(NAME examples_slow COMMAND ${examples} --slow)
set_tests_properties(printed_examples_test examples_quick PROPERTIES LABELS cli)
set_tests_properties(examples_slow PROPERTIES LABELS slow)
