annealvi_test(${CMAKE_CURRENT_LIST_DIR}/config_test.cpp unit annealvi_config)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/config_error_test.cpp unit annealvi_config)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/mixture_config_test.cpp unit annealvi_config)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/table_head_test.cpp unit annealvi_output)
