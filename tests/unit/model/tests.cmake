annealvi_test(${CMAKE_CURRENT_LIST_DIR}/annealed_target_test.cpp unit annealvi_model)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/problem_test.cpp unit annealvi_model)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/log_normaliser_test.cpp oracle annealvi_model)
