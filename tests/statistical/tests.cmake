annealvi_test(${CMAKE_CURRENT_LIST_DIR}/flow_ensemble_test.cpp statistical annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/sgd_reference_test.cpp statistical annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/sgd_reference_slow_test.cpp slow annealvi_simulation)
