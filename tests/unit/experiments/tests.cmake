annealvi_test(${CMAKE_CURRENT_LIST_DIR}/sweep_test.cpp unit annealvi_experiments)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/collapse_curve_test.cpp unit annealvi_experiments)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/refined_map_test.cpp unit annealvi_experiments)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/phase_diagram_test.cpp unit annealvi_experiments)
