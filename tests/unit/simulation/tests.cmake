annealvi_test(${CMAKE_CURRENT_LIST_DIR}/run_test.cpp unit annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/ensemble_test.cpp unit annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/sgd_gradient_test.cpp unit annealvi_simulation)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/sgd_allocation_test.cpp unit annealvi_simulation)
