annealvi_test(${CMAKE_CURRENT_LIST_DIR}/sweep_test.cpp unit annealvi_experiments)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/collapse_curve_test.cpp unit annealvi_experiments)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/risk_search_test.cpp unit annealvi_experiments)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/design_test.cpp unit annealvi_experiments)
