# The Python package against the program, under the distribution's pytest.
if(TARGET annealvi_python)
  set(needed "import mypy, netCDF4, numpy, pandas, pytest, xarray")
  execute_process(COMMAND ${ANNEALVI_PYTHON_EXECUTABLE} -c ${needed} RESULT_VARIABLE missing
                  OUTPUT_QUIET ERROR_QUIET)
  if(missing)
    message(STATUS "Python tests: left out (scripts/install-dependencies.sh --with tests)")
  else()
    function(annealvi_python_test name label)
      string(REPLACE / _ test_name ${name})
      add_test(NAME python_${test_name} COMMAND ${ANNEALVI_PYTHON_EXECUTABLE} -m pytest -q
               -p no:cacheprovider ${PROJECT_SOURCE_DIR}/tests/python/${name}.py)
      set_tests_properties(python_${test_name} PROPERTIES LABELS ${label} ENVIRONMENT
        "PYTHONPATH=${PROJECT_BINARY_DIR}/python;PYTHONDONTWRITEBYTECODE=1;OMP_NUM_THREADS=1;\
ANNEALVI_PROGRAM=$<TARGET_FILE:annealvi_program>;ANNEALVI_SOURCES=${PROJECT_SOURCE_DIR};\
ANNEALVI_BUILD_FOLDER=${PROJECT_BINARY_DIR}")
    endfunction()
    foreach(name model_test theory_test arguments_test absent_values_test same_as_program_test
                 simulation_test jobs_test results_test drawn_results_test tables_test interruption_test
                 threads_test package_test types_test)
      annealvi_python_test(${name} python)
    endforeach()
    foreach(name same_as_program_slow_test notebooks_slow_test install_slow_test)
      annealvi_python_test(${name} slow)
    endforeach()
    include(${CMAKE_CURRENT_LIST_DIR}/practice/list.cmake)
  endif()
endif()
