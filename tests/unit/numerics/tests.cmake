annealvi_test(${CMAKE_CURRENT_LIST_DIR}/random_test.cpp unit annealvi_numerics)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/gaussian_expectation_test.cpp unit annealvi_numerics)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/logistic_test.cpp unit annealvi_numerics)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/elementary_test.cpp unit annealvi_numerics)
