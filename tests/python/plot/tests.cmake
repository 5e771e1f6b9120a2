# The pictures, with the Python that draws for the program (cmake/pictures.cmake); tables suffice.
foreach(name table_test picture_test status_picture_test options_test realnvp_picture_test
             hostile_test command_test)
  add_test(NAME plot_${name} COMMAND ${Python3_EXECUTABLE} -m pytest -q -p no:cacheprovider
           ${CMAKE_CURRENT_LIST_DIR}/${name}.py)
  set_tests_properties(plot_${name} PROPERTIES LABELS unit
                       ENVIRONMENT "PYTHONDONTWRITEBYTECODE=1;OMP_NUM_THREADS=1")
endforeach()
