annealvi_test(${CMAKE_CURRENT_LIST_DIR}/flow_ensemble_test.cpp statistical annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/sgd_reference_test.cpp statistical annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/sgd_reference_slow_test.cpp slow annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/reduced_against_full_test.cpp statistical
              annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/reduced_against_full_slow_test.cpp slow
              annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/sharp_against_flow_test.cpp statistical annealvi_simulation
              annealvi_theory)
# 120 of the thousand configurations take about four minutes on two cores, all of them half an hour.
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/error_honesty_slow_test.cpp slow annealvi_theory)
set_tests_properties(error_honesty_slow_test PROPERTIES ENVIRONMENT ANNEALVI_HONESTY_COUNT=120)
add_test(NAME error_honesty_long_test COMMAND error_honesty_slow_test)
set_tests_properties(error_honesty_long_test PROPERTIES LABELS long)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/gradient_noise_simulation_test.cpp statistical annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/sde_test.cpp statistical annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/pair_equation_test.cpp statistical annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/mixture_against_full_test.cpp statistical annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/mixture_against_full_slow_test.cpp slow annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/many_components_test.cpp statistical annealvi_simulation annealvi_theory)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/many_components_slow_test.cpp slow annealvi_simulation annealvi_theory)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/tiny_start_flow_test.cpp statistical annealvi_simulation annealvi_theory)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/units_test.cpp statistical annealvi_theory)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/pair_honesty_long_test.cpp long annealvi_theory)
