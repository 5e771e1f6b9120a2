# annealvi.practice; annealvi_python_test is from ../tests.cmake.
foreach(name geometry_test temperatures_test training_test annealer_test diagnosis_test
             reheating_test search_test advice_test command_test examples_test)
  annealvi_python_test(practice/${name} python)
endforeach()
