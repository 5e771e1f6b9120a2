# The pictures, under the distribution's pytest; they need tables only.
find_package(Python3 COMPONENTS Interpreter)
# A Python of the distribution comes before others on PATH: its packages are the dependencies.
if(EXISTS /usr/bin/python3)
  set(picture_python /usr/bin/python3)
else()
  set(picture_python ${Python3_EXECUTABLE})
endif()
foreach(name table_test picture_test hostile_test command_test)
  add_test(NAME plot_${name} COMMAND ${picture_python} -m pytest -q -p no:cacheprovider
           ${CMAKE_CURRENT_LIST_DIR}/${name}.py)
  set_tests_properties(plot_${name} PROPERTIES LABELS unit
                       ENVIRONMENT "PYTHONDONTWRITEBYTECODE=1;OMP_NUM_THREADS=1")
endforeach()
