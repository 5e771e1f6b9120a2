annealvi_test(${CMAKE_CURRENT_LIST_DIR}/schedule_test.cpp unit annealvi_model)
