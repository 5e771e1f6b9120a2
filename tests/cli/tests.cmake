foreach(name wrong_usage_test commands_test interruption_test phase_test design_command_test
             theory_tables_test mixture_commands_test mixture_usage_test realnvp_test realnvp_resume_test example_configurations_test signals_test
             streams_test names_test full_disk_test forecast_test)
  annealvi_test(${CMAKE_CURRENT_LIST_DIR}/${name}.cpp cli)
  target_compile_definitions(${name} PRIVATE ANNEALVI_PROGRAM="$<TARGET_FILE:annealvi_program>")
  add_dependencies(${name} annealvi_program)
endforeach()
