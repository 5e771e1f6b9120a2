annealvi_test(${CMAKE_CURRENT_LIST_DIR}/gaussian_expectation_oracle_test.cpp oracle annealvi_numerics)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/elementary_oracle_test.cpp oracle annealvi_numerics)
